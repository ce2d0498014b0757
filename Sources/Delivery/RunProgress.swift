import Synchronization

/// How far a run has come; read by whoever shows it.
package final class RunProgress: Sendable {
  /// Messages by their ends (`sent`, `rejected`, `failed`, `unknown`), and requests, up to this moment.
  package struct Counts: Sendable, Equatable {
    package var sent = 0
    package var rejected = 0
    package var failed = 0
    package var unknown = 0
    /// Requests after which their message is to be tried again.
    package var retries = 0
    /// Requests that wait for their answer.
    package var inFlight = 0

    package init() {}

    /// Messages whose end is known.
    package var ended: Int { sent + rejected + failed + unknown }
  }

  private struct State {
    var counts = Counts()
    var waitsUntil: Instant?
    var attempts = AttemptTotals()
  }

  private let state = Mutex(State())

  package init() {}

  /// All of one moment.
  package var counts: Counts { state.withLock { $0.counts } }
  /// Of all requests that are over.
  package var attempts: AttemptTotals { state.withLock { $0.attempts } }

  /// When the lanes that have nothing to do go on; nil when none has to wait.
  package var waitsUntil: Instant? { state.withLock { $0.waitsUntil } }

  func noteWait(_ moment: Instant?) {
    state.withLock { $0.waitsUntil = moment }
  }

  func noteHold(_ duration: Duration) {
    state.withLock { $0.attempts.held += duration.inSeconds }
  }

  func begin() {
    state.withLock { $0.counts.inFlight += 1 }
  }

  func note(_ outcome: Outcome, _ step: NextStep, _ times: Times) {
    state.withLock { state in
      state.counts.inFlight -= 1
      state.attempts.note(outcome, microseconds: times.latency)
      switch (outcome, step) {
      case (_, .retry): state.counts.retries += 1
      case (.sent, _): state.counts.sent += 1
      case (.rejected, _): state.counts.rejected += 1
      case (.unknown, _): state.counts.unknown += 1
      case (.notAccepted, _): state.counts.failed += 1
      case (.stop, _): break
      }
    }
  }
}

/// The requests of a run in numbers, for metrics.
package struct AttemptTotals: Sendable, Equatable {
  /// Upper bounds in seconds; a request is counted in the first that is not exceeded, else in none.
  package static let bounds = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]

  /// How many requests had each outcome; one that none had is not in it.
  package var byOutcome: [Kind: Int] = [:]
  /// How many requests took longer than the bound before and no longer than the one at the same place of ``bounds``.
  package var buckets = [Int](repeating: 0, count: bounds.count)
  /// What all requests took together, from their start to the end of their exchange.
  package var seconds = 0.0
  /// For how many seconds all lanes were told to hold back.
  package var held = 0.0

  /// The kinds of ``Outcome``, by the names that the metrics give them.
  package enum Kind: String, Sendable, CaseIterable {
    case sent
    case rejected
    case unknown
    case notAccepted = "not_accepted"
    case stopped
  }

  mutating func note(_ outcome: Outcome, microseconds: Int64) {
    byOutcome[outcome.kind, default: 0] += 1
    let seconds = Double(microseconds) / 1_000_000
    self.seconds += seconds
    if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { buckets[bucket] += 1 }
  }
}

extension Outcome {
  var kind: AttemptTotals.Kind {
    switch self {
    case .sent: .sent
    case .rejected: .rejected
    case .unknown: .unknown
    case .notAccepted: .notAccepted
    case .stop: .stopped
    }
  }

  /// What the answer asked for, as it stands there.
  var retryAfter: String? {
    switch self {
    case .notAccepted(_, _, let asked), .unknown(_, _, let asked): asked
    case .sent, .rejected, .stop: nil
    }
  }
}
