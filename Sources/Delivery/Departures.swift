import struct Audience.PhoneNumber

/// When messages leave that have a rate to keep, whatever was planned: connections open late, and timers
/// fire late. No more leave in any time than the rate allows, and none has to leave at all when it would have
/// to wait long: then it is planned once more.
///
/// Pure: whoever asks says what time it is.
struct Departures {
  /// A message leaves at its moment, or later by what others were late by since.
  struct Booking {
    fileprivate var moment: Instant
    fileprivate var slipped: Duration
  }

  /// A message may leave so much before its time, which evens out timers that fire late. With the reserve
  /// of a pace, in a second that is no message more than the rate.
  static let tolerance = Duration.milliseconds(4)
  /// How long a promised message may wait for those before it, at first.
  static let longestPatience = Duration.seconds(1)
  static let leastPatience = Duration.milliseconds(20)

  private var patience = Self.longestPatience
  private var timetable: Timetable
  /// What messages were late by, altogether.
  private var slipped = Duration.zero

  init(rate: Rate?, senderRate: Rate?) {
    timetable = Timetable(rate: rate, senderRate: senderRate, tolerance: Self.tolerance)
  }

  /// Books the first moment from `now` on for a message of `sender`; nil when that is far.
  mutating func book(_ sender: PhoneNumber, at now: Instant) -> Booking? {
    let moment = timetable.earliest(for: sender, from: now)
    guard now.duration(to: moment) <= patience else { return nil }
    timetable.take(sender, at: moment)
    return Booking(moment: moment, slipped: slipped)
  }

  /// The connection of a message was closed while it waited so long: others had better not.
  mutating func noteClosed(after waiting: Duration) {
    patience = max(Self.leastPatience, min(patience, waiting / 2))
  }

  /// - Returns: when to ask again; nil: the message leaves now.
  mutating func wait(_ booking: Booking, at now: Instant) -> Instant? {
    let moment = booking.moment + (slipped - booking.slipped)
    if moment > now { return moment }
    let late = moment.duration(to: now) - Self.tolerance
    if late > .zero {
      timetable.slip(by: late)
      slipped += late
    }
    return nil
  }
}
