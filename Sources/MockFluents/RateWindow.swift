/// The sliding window behind `RateLimit`.
struct RateWindow {
  private let limit: RateLimit
  /// The instants of the last `limit.count` requests that passed; `next` is the oldest.
  private var passed: [ContinuousClock.Instant?]
  private var next = 0

  init(_ limit: RateLimit) {
    self.limit = limit
    passed = Array(repeating: nil, count: max(1, limit.count))
  }

  /// Nil if a request may pass at `now`; else the time until one may.
  mutating func wait(at now: ContinuousClock.Instant) -> Duration? {
    if let oldest = passed[next], now - oldest < .seconds(1) {
      return .seconds(1) - (now - oldest)
    }
    passed[next] = now
    next = (next + 1) % passed.count
    return nil
  }

  /// The `Retry-After` that goes with a wait.
  func retryAfter(_ wait: Duration) -> RetryAfter {
    // Rounded up: a client that obeys must not come too early.
    let seconds = Int(wait.components.seconds) + (wait.components.attoseconds > 0 ? 1 : 0)
    return switch limit.retryAfter {
    case .none: .none
    case .seconds: .seconds(seconds)
    case .date: .date(secondsFromNow: seconds)
    }
  }
}
