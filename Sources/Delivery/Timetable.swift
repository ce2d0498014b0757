import struct Audience.PhoneNumber

/// When the next message may leave, and when the next one of each sender.
struct Timetable {

  private var all: Pace?
  private let senderRate: Rate?
  private let tolerance: Duration?
  private var senders: [PhoneNumber: (pace: Pace, slipped: Duration)] = [:]
  /// What everything that was taken has slipped by so far; what a sender has slipped by since its last
  /// message is what was added to it.
  private var slipped = Duration.zero
  /// With more senders, those that may send again are forgotten.
  private var most = Self.fewest

  private static let fewest = 1_000

  /// - Parameter tolerance: nil: as it is for moments that are planned.
  init(rate: Rate?, senderRate: Rate?, tolerance: Duration? = nil) {
    all = rate.map { Pace($0, tolerance: tolerance) }
    self.senderRate = senderRate
    self.tolerance = tolerance
  }

  /// Messages may leave whenever there is a lane.
  var isUnpaced: Bool { all == nil && senderRate == nil }
  /// It matters which message is taken.
  var tellsSenders: Bool { senderRate != nil }

  /// When the next message may leave, whoever sends it.
  func earliest(from now: Instant) -> Instant {
    all?.earliest(from: now) ?? now
  }

  /// When the next message of `sender` may leave.
  func earliest(for sender: PhoneNumber, from now: Instant) -> Instant {
    let general = earliest(from: now)
    return pace(of: sender)?.earliest(from: general) ?? general
  }

  mutating func take(_ sender: PhoneNumber, at moment: Instant) {
    all?.take(at: moment)
    guard let senderRate else { return }
    var pace = pace(of: sender) ?? Pace(senderRate, tolerance: tolerance)
    pace.take(at: moment)
    senders[sender] = (pace, slipped)
    if senders.count > most { forget(at: moment) }
  }

  private func pace(of sender: PhoneNumber) -> Pace? {
    senders[sender].map { sender in
      var pace = sender.pace
      pace.slip(by: slipped - sender.slipped)
      return pace
    }
  }

  private mutating func forget(at moment: Instant) {
    senders = senders.filter { !$0.value.pace.isOver(at: moment - (slipped - $0.value.slipped)) }
    most = max(Self.fewest, senders.count * 2)
  }

  /// What was taken leaves so much later.
  mutating func slip(by delay: Duration) {
    all?.slip(by: delay)
    slipped += delay
  }

  /// Follows the rate that the API was found to bear.
  mutating func follow(_ found: Double?) {
    guard let found else { return }
    if all == nil { all = Pace(perSecond: found) } else { all?.change(perSecond: found) }
  }
}
