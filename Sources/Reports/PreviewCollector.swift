import Audience
import Composing

/// Gathers what the preview page shows, one row after the other, in memory that does not grow with
/// their number.
package struct PreviewCollector: Sendable {
  /// Contacts that are to get a message, whether or not one can be made for them.
  private(set) var recipients = 0
  private(set) var histogram = SegmentHistogram()
  private(set) var samples: SampleChoice
  private(set) var left = RowGroups()
  private var senders: [PhoneNumber: Int] = [:]

  /// A column can name a sender for each row; a page lists no more.
  private static let mostSenders = 1_000

  /// - Parameter ready: How many messages the plan has.
  package init(ready: Int) {
    samples = SampleChoice(total: ready)
  }

  /// Takes the next row of the contacts.
  package mutating func note(_ row: borrowing ReportRow, contact: borrowing Contact) {
    if case .recipient = contact.standing { recipients += 1 }
    guard row.status == .ready else {
      left.note(row.status, Self.reason(row, contact), row: row.row)
      return
    }
    samples.note(row)
    if let encoding = row.encoding { histogram.count(encoding, segments: row.segments ?? 0) }
    if let sender = row.from, senders[sender] != nil || senders.count < Self.mostSenders {
      senders[sender, default: 0] += 1
    }
  }

  /// The senders of the messages, those of the most first; the last of the list may be cut.
  var senderCounts: [(sender: PhoneNumber, messages: Int)] {
    senders.sorted { ($1.value, $0.key.digits) < ($0.value, $1.key.digits) }.map {
      ($0.key, $0.value)
    }
  }

  /// Equal for all rows that suffer the same.
  private static func reason(_ row: borrowing ReportRow, _ contact: Contact) -> String {
    switch contact.standing {
    case .invalid(let problem): problem.reason
    case .duplicate: "an earlier row has the same number or key"
    case .suppressed: "the number is on a suppression list"
    case .recipient: String(decoding: row.error, as: UTF8.self)
    }
  }
}
