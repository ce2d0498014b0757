import Synchronization

/// The moment before which no lane sends: set by `Retry-After` and 429, obeyed by all.
package final class HoldBack: Sendable {
  private let until = Mutex(Instant.now)

  /// Holds nobody back.
  package init() {}

  /// Holds all lanes back for `duration` from now; a shorter one than before changes nothing.
  ///
  /// - Returns: how much longer than before they are held.
  @discardableResult
  package func hold(for duration: Duration) -> Duration {
    guard duration > .zero else { return .zero }
    let now = Instant.now
    let moment = now + duration
    return until.withLock { until in
      let added = max(.zero, max(until, now).duration(to: moment))
      until = max(until, moment)
      return added
    }
  }

  /// How long to wait from now; zero when nothing holds.
  package var wait: Duration {
    max(.zero, until.withLock { $0 } - .now)
  }
}
