import struct Audience.PhoneNumber

/// When the next message may leave, and when the next one of each sender.
struct Timetable {

  private var all: Pace?
  private let senderRate: Rate?
  private let tolerance: Duration?
  private var senders: [PhoneNumber: Pace] = [:]

  /// - Parameter tolerance: nil: as it is for moments that are planned.
  init(rate: Rate?, senderRate: Rate?, tolerance: Duration? = nil) {
    all = rate.map { Pace($0, tolerance: tolerance) }
    self.senderRate = senderRate
    self.tolerance = tolerance
  }

  /// Messages may leave whenever there is a lane.
  var isFree: Bool { all == nil && senderRate == nil }
  /// It matters which message is taken.
  var tellsSenders: Bool { senderRate != nil }

  /// For any message.
  func earliest(from now: Instant) -> Instant {
    all?.earliest(from: now) ?? now
  }

  /// For a message of `sender`.
  func earliest(for sender: PhoneNumber, from now: Instant) -> Instant {
    let general = earliest(from: now)
    return senders[sender]?.earliest(from: general) ?? general
  }

  mutating func take(_ sender: PhoneNumber, at moment: Instant) {
    all?.take(at: moment)
    guard let senderRate else { return }
    senders[sender, default: Pace(senderRate, tolerance: tolerance)].take(at: moment)
  }

  /// What was taken leaves so much later.
  mutating func slip(by delay: Duration) {
    all?.slip(by: delay)
    for sender in senders.keys { senders[sender]?.slip(by: delay) }
  }

  /// Follows the rate that the API was found to bear.
  mutating func follow(_ found: Double?) {
    guard let found else { return }
    if all == nil { all = Pace(perSecond: found) } else { all?.change(perSecond: found) }
  }
}
