import Ledger

extension Finding {
  /// What the ledger is to know of an attempt.
  init(of outcome: Outcome, step: NextStep, for turn: Desk.Turn, times: Times) {
    let (state, status, words) = Self.facts(outcome, step)
    self.init(
      entry: turn.entry, row: turn.message.row, state: state, httpStatus: status, error: words,
      at: times.start, latency: times.latency)
    // Else an API could say that it surely did not accept what it may have.
    // By bytes, as it is known in the ledger: a mark behind it would make another character of its last.
    if let words, words.utf8.starts(with: Self.keptDoubt.utf8) { error = "it answered: \(words)" }
    if turn.isDoubted { keepDoubt() }
  }

  /// What the ledger is to know of a promise whose request was not written after all.
  init(withdrawing turn: Desk.Turn) {
    self.init(entry: turn.entry, row: turn.message.row, state: .released, at: wallClock())
    isAttempt = false
    if turn.isDoubted { keepDoubt() }
  }

  /// An earlier request may have been accepted, whatever came of this one.
  private mutating func keepDoubt() {
    guard state != .sent, state != .unknown else { return }
    state = .unknown
    error = "\(Self.keptDoubt): \(error ?? "the run ended before it left")"
  }

  /// What is added to the words of an answer after which a message had tries left.
  static let withheld = "not tried again, since retries are at most a tenth of all requests"

  /// The state, the status of the answer and the words.
  static func facts(_ outcome: Outcome, _ step: NextStep) -> (EntryState, Int?, String?) {
    switch outcome {
    case .sent(let status): return (.sent, status, nil)
    case .rejected(let status, let words): return (.rejected, status, words)
    case .unknown(let status, let words, _): return (.unknown, status, words)
    case .stop(let status, let reason): return (.released, status, reason.description)
    case .notAccepted(let status, let words, _):
      switch step {
      case .giveUp: return (.failed, status, words)
      case .withhold: return (.failed, status, "\(words); \(Self.withheld)")
      default: return (.released, status, words)
      }
    }
  }
}
