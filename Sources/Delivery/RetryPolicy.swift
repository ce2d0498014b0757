/// What to do after an attempt.
package enum NextStep: Sendable, Equatable {
  /// Its outcome is final.
  case settle
  /// Try the same message again after a wait.
  case retry(after: Duration)
  /// Surely not accepted, and no try is left.
  case giveUp
  /// Surely not accepted, and the run has no retries left just now: see ``RetryBudget``.
  case withhold
  /// The run ends: no other message would fare better.
  case stop(StopReason)
}

/// Decides what comes after an outcome.
package struct RetryPolicy: Sendable {
  /// How often a message is tried, the first time included.
  package var attempts = 3
  /// The first wait is at most this; each further one at most twice the one before.
  package var base: Duration = .milliseconds(500)
  /// No wait is longer, unless `Retry-After` asks for it.
  package var longestBackoff: Duration = .seconds(30)
  /// What `Retry-After` may ask for; more is cut to this.
  package static let longestRetryAfter: Duration = .seconds(300)

  /// Three attempts, with waits of at most half a second and then one.
  package init() {}

  /// - Parameters:
  ///   - attempt: how many were made, this one included: 1, 2, …
  ///   - budget: whether one more request is allowed, asked only where it matters.
  ///   - jitter: a number in 0..<1, drawn only where it matters: each draw asks the kernel.
  ///   - now: seconds since 1970, for a `Retry-After` that is a date.
  package func next(
    after outcome: Outcome, attempt: Int, budget: () -> Bool, jitter: @autoclosure () -> Double,
    now: Int64
  ) -> NextStep {
    switch outcome {
    case .sent, .rejected, .unknown:
      return .settle
    case .stop(_, let reason):
      return .stop(reason)
    case .notAccepted(let status, _, let asked):
      // Requests that were never written are no traffic, and so cost no budget.
      guard attempt < attempts else { return .giveUp }
      guard status == nil || budget() else { return .withhold }
      return .retry(
        after: max(hold(asked, now: now), backoff(attempt: attempt, jitter: jitter())))
    }
  }

  /// How long all lanes hold back after an answer that asks for it.
  package func hold(_ retryAfter: String?, now: Int64) -> Duration {
    let asked = retryAfter.flatMap { RetryAfter.delay($0, now: now) } ?? .zero
    return min(asked, Self.longestRetryAfter)
  }

  /// How long to wait after so many attempts, with full jitter: anything between nothing and the cap.
  package func backoff(attempt: Int, jitter: Double) -> Duration {
    let doubled = base * (1 << min(max(attempt - 1, 0), 20))
    return min(doubled, longestBackoff) * jitter
  }
}

/// Keeps repeated requests to a tenth of all, so that a service in trouble is not pushed further.
package struct RetryBudget: Sendable {
  /// The right to repeat requests, in tenths of one.
  private var tenths: Int

  /// - Parameter reserve: how many may be repeated before traffic flows.
  package init(reserve: Int) {
    tenths = reserve * 10
  }

  /// A message was sent for the first time.
  package mutating func deposit() {
    tenths += 1
  }

  /// Takes the right to one repeated request, if there is one.
  package mutating func withdraw() -> Bool {
    guard tenths >= 10 else { return false }
    tenths -= 10
    return true
  }
}
