import Glibc

/// A point in time by the clock that `ContinuousClock` reads: it goes on while the machine sleeps, and
/// nobody sets it. What lies further away than 292 years is that far.
///
/// A message takes some thirty looks at instants. The library's own type may change its layout, so each
/// look, copy and comparison of one goes by way of its metadata; this one is a number.
package struct Instant: InstantProtocol, Sendable {
  /// How many nanoseconds after the machine was started.
  let nanoseconds: Int64

  package static var now: Instant {
    var now = timespec()
    clock_gettime(CLOCK_BOOTTIME, &now)
    return Instant(nanoseconds: Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec))
  }

  package func advanced(by duration: Duration) -> Instant {
    let added = duration.nanoseconds
    let (sum, overflows) = nanoseconds.addingReportingOverflow(added)
    return Instant(nanoseconds: overflows ? (added < 0 ? .min : .max) : sum)
  }

  package func duration(to other: Instant) -> Duration {
    let (difference, overflows) = other.nanoseconds.subtractingReportingOverflow(nanoseconds)
    return .nanoseconds(overflows ? (other < self ? .min : .max) : difference)
  }

  package static func + (instant: Instant, duration: Duration) -> Instant {
    instant.advanced(by: duration)
  }

  package static func += (instant: inout Instant, duration: Duration) {
    instant = instant.advanced(by: duration)
  }

  package static func - (instant: Instant, duration: Duration) -> Instant {
    instant.advanced(by: .zero - duration)
  }

  package static func - (end: Instant, start: Instant) -> Duration { start.duration(to: end) }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension Duration {
  /// Rounded towards zero, and at most what fits.
  fileprivate var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, exceeds) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflows || exceeds ? (seconds < 0 ? .min : .max) : sum
  }
}
