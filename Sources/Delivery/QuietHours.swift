import class Audience.Zone

/// When no message may leave: outside of the window, and from the deadline on.
struct QuietHours {
  /// The window is closed, and opens again at this second (since 1970); nil: not in sight.
  struct Closed: Equatable { var opening: Int64? }

  private let window: SendWindow?
  private let notAfter: Int64?
  private let waits: Bool
  /// Whether they may be other ones for each recipient.
  let hasZones: Bool

  init(_ options: PaceOptions) {
    window = options.window
    notAfter = options.notAfter
    waits = options.waits
    hasZones = options.hasZones
  }

  /// Nil when the window is open, and will be when a message that is promised now leaves.
  ///
  /// - Parameter zone: of the recipient; nil: the one of the window.
  func closed(in zone: Zone?, at visit: Visit) -> Closed? {
    guard let window else { return nil }
    for second in [visit.now.second, visit.leaving] where !window.isOpen(at: second, in: zone) {
      return Closed(opening: window.nextOpening(after: second, in: zone))
    }
    return nil
  }

  /// Whether a message that is promised now would leave too late.
  func isOver(at visit: Visit) -> Bool { notAfter.map { visit.leaving >= $0 } ?? false }

  /// Nil when the opening is not waited for.
  func awaited(_ opening: Int64?) -> Int64? {
    guard waits, let opening, notAfter.map({ opening < $0 }) ?? true else { return nil }
    return opening
  }
}

/// Messages that were not sent because of the hour.
struct Postponed: Equatable, Sendable {
  var isAny = false
  /// The first moment at which one of them may leave, in seconds since 1970; nil: not foreseen.
  var opening: Int64?

  mutating func note(_ opening: Int64?) {
    isAny = true
    guard let opening else { return }
    self.opening = min(self.opening ?? opening, opening)
  }
}
