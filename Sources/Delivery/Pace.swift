/// Spaces messages evenly: the generic cell rate algorithm (ITU-T I.371, annex A) with a burst of
/// one message.
///
/// Pure: whoever asks says what time it is.
package struct Pace: Sendable {
  /// A message may leave so much before its time, which evens out timers that fire late.
  static let longestTolerance = Duration.milliseconds(1)
  /// The interval is this much longer than the rate asks, so that neither the tolerance nor the
  /// network makes two windows' messages fall into one.
  static let reserve = 1.005

  /// Between two messages.
  private(set) var interval: Duration
  /// What this one may be early by; nil: what planned moments may.
  private let ownTolerance: Duration?
  /// The theoretical arrival time of the next message; nil before the first.
  private var due: Instant?

  /// - Parameter tolerance: nil: as it is for moments that are planned.
  package init(_ rate: Rate, tolerance: Duration? = nil) {
    self.init(perSecond: rate.perSecond, tolerance: tolerance)
  }

  /// - Parameter rate: messages a second, above 0.
  package init(perSecond rate: Double, tolerance: Duration? = nil) {
    interval = Self.interval(perSecond: rate)
    ownTolerance = tolerance
  }

  private static func interval(perSecond rate: Double) -> Duration { .seconds(1 / rate) * reserve }

  private var tolerance: Duration { ownTolerance ?? min(Self.longestTolerance, interval / 2) }

  /// The first moment from `now` on at which a message may leave.
  package func earliest(from now: Instant) -> Instant {
    due.map { max(now, $0 - tolerance) } ?? now
  }

  /// A message leaves at `moment`, which `earliest` allowed.
  package mutating func take(at moment: Instant) {
    due = max(moment, due ?? moment) + interval
  }

  /// Whether nothing holds the next message back any more.
  func isOver(at moment: Instant) -> Bool { due.map { $0 <= moment } ?? true }

  /// What was taken leaves so much later.
  mutating func slip(by delay: Duration) {
    due = due.map { $0 + delay }
  }

  /// Goes on at another rate, from the next message on.
  mutating func change(perSecond rate: Double) {
    interval = Self.interval(perSecond: rate)
  }
}
