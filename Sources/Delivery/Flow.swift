import Synchronization

/// What the API can bear at this moment: whether to hold back, and the rate that was found out.
package final class Flow: Sendable {
  let holdBack = HoldBack()
  /// Nil when a rate was given: then nothing is found out.
  private let adaptive: Mutex<AdaptiveRate?>

  /// - Parameter adapts: whether the rate is found out; false when one was given.
  package init(adapts: Bool) {
    adaptive = Mutex(adapts ? AdaptiveRate() : nil)
  }

  /// Messages a second; nil: no limit was found.
  package func rate(at now: Instant) -> Double? {
    adaptive.withLock { $0?.rate(at: now) }
  }

  /// How long from now until no hold is left; zero when none holds.
  package var wait: Duration { holdBack.wait }

  func noteAccepted(sentAt: Instant, at now: Instant) {
    adaptive.withLock { $0?.noteAccepted(sentAt: sentAt, at: now) }
  }

  /// - Parameters:
  ///   - asked: what `Retry-After` said.
  ///   - backoff: what to hold for when neither the API nor experience says better.
  ///   - before: when the same message was refused first.
  /// - Returns: how much longer than before everyone holds back.
  func noteRefused(
    sentAt: Instant, at now: Instant, asked: Duration,
    backoff: Duration, refusedFirst before: Instant?
  ) -> Duration {
    let found = adaptive.withLock {
      $0?.noteRefused(sentAt: sentAt, at: now, asked: asked, refusedFirst: before)
    }
    return holdBack.hold(for: asked > .zero ? asked : found ?? backoff)
  }
}
