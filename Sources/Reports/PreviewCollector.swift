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

  /// - Parameter ready: How many messages the plan has.
  package init(ready: Int) {
    samples = SampleChoice(total: ready)
  }

  /// Takes the next row of the contacts.
  package mutating func note(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch
  ) {
    if case .recipient = contact.standing { recipients += 1 }
    guard row.status == .ready else {
      left.note(row.status, Self.reason(row, contact, batch), row: contact.place)
      return
    }
    samples.note(row)
    if let encoding = row.encoding { histogram.count(encoding, segments: row.segments ?? 0) }
  }

  /// Equal for all rows that suffer the same.
  private static func reason(
    _ row: borrowing ReportRow, _ contact: borrowing Contact, _ batch: borrowing ContactBatch
  ) -> String {
    switch contact.standing {
    case .invalid(let problem): batch.problem(problem).reason
    case .duplicate: "an earlier row has the same number or key"
    case .suppressed: "the number is on a suppression list"
    case .recipient: String(decoding: row.error, as: UTF8.self)
    }
  }
}
