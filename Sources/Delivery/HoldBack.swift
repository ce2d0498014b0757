import Synchronization

/// The moment before which no lane sends: set by `Retry-After` and 429, obeyed by all.
package final class HoldBack: Sendable {
  private let until = Mutex(ContinuousClock.now)

  package init() {}

  /// Holds all lanes back for `duration` from now; a shorter one than before changes nothing.
  package func hold(for duration: Duration) {
    guard duration > .zero else { return }
    let moment = ContinuousClock.now + duration
    until.withLock { $0 = max($0, moment) }
  }

  /// How long to wait from now; zero when nothing holds.
  package var wait: Duration {
    max(.zero, until.withLock { $0 } - .now)
  }
}
