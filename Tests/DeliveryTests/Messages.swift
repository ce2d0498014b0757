import Audience
import Composing
import Foundation
import Ledger
import Testing

@testable import Delivery

/// Messages that the test made.
final class Messages: MessageSource {
  let all: [Message]
  private var index = 0
  private(set) var passes = 1
  /// Keys of those that are not to be sent any more.
  var unwanted: Set<String> = []
  /// Messages of this pass.
  var taken: Int { index }

  init(_ all: [Message]) { self.all = all }

  func next() -> Message? {
    guard index < all.count else { return nil }
    index += 1
    return all[index - 1]
  }

  func isWanted(_ message: Message, at now: Instant) -> Bool { !unwanted.contains(message.key) }

  func restart() {
    index = 0
    passes += 1
  }

  func lookAhead(from row: Int, for keys: inout LeaseBlock) -> LookAhead { .end }
}

extension Message {
  /// One of a plan, the first of which has the index 0; of a recipient with a zone of its own, or none.
  static func planned(_ index: Int, from sender: UInt64 = 1, zone: String? = nil) -> Message {
    let to = PhoneNumber(digits: 12_025_550_100 + UInt64(index))
    return Message(
      key: to.description, row: index + 2, to: to, from: PhoneNumber(digits: sender),
      text: Array("Hi".utf8), segments: 1, encoding: .gsm7,
      zone: zone.flatMap { Zone(named: $0) })
  }
}

extension PaceOptions {
  /// With hours such as `09:00-20:00`, in UTC for those who have no zone of their own.
  init(open window: String, zones: Bool = false, waits: Bool = false) throws {
    let hours = try #require(SendWindow.Hours(window))
    self.init(window: SendWindow(hours: [hours], zone: try #require(Zone(named: "UTC"))))
    hasZones = zones
    self.waits = waits
  }

  /// With hours that began an hour ago in UTC and end in an hour, where each recipient has hours of its own and
  /// they are waited for.
  static func openNow() throws -> PaceOptions {
    let minute = Int(wallClock() / 60_000_000) % 1_440
    let ends = [minute - 60, minute + 60].map { end in
      let of = (end + 1_440) % 1_440
      return String(format: "%02d:%02d", of / 60, of % 60)
    }
    return try PaceOptions(open: ends.joined(separator: "-"), zones: true, waits: true)
  }
}
