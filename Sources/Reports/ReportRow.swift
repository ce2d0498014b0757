import Audience
import Composing

/// What is known of one row of the contacts, besides its original columns.
///
/// One value serves a whole report: the caller changes it from row to row and keeps the memory of
/// `message` and `error` (`removeAll(keepingCapacity: true)`), so that a million rows allocate
/// nothing.
package struct ReportRow: Sendable, Equatable {
  /// The row as a spreadsheet shows it; the header is row 1.
  package var row: Int
  package var status: Status
  /// Whom the message is for; nil where the row has no number that can be read.
  package var to: PhoneNumber?
  /// Nil where there is no message.
  package var from: PhoneNumber?
  /// The status of the last answer; nil when there was none.
  package var httpStatus: Int?
  /// Why the row was not sent, in words for people, UTF-8; empty when there is nothing to say.
  package var error: [UInt8] = []
  /// How often it was tried, 0 or more.
  package var attempts: Int = 0
  /// What the message takes; nil where there is none.
  package var segments: Int?
  /// Nil where there is no message.
  package var encoding: MessageEncoding?
  /// The text in UTF-8; empty when there is none.
  package var message: [UInt8] = []
  /// When the last request was written, in microseconds since 1970.
  package var sentAt: Int64?
  /// Microseconds from that request to the end of its exchange.
  package var latency: Int64?
  /// The run that tried it last.
  package var run: Int?

  package init(row: Int, status: Status) {
    self.row = row
    self.status = status
  }

  /// Starts the row of another contact, with nothing known of it yet; memory is kept.
  package mutating func reset(for contact: borrowing Contact) {
    (row, status, to) = (contact.row, .pending, contact.number)
    (from, httpStatus, attempts) = (nil, nil, 0)
    (segments, encoding, sentAt, latency, run) = (nil, nil, nil, nil, nil)
    error.removeAll(keepingCapacity: true)
    message.removeAll(keepingCapacity: true)
  }

  /// The room for all facts but the texts: eight numbers, a status, an encoding, a time, commas.
  static let longestFacts = 256

  /// The latency in milliseconds, rounded.
  var latencyMilliseconds: Int? { latency.map { Int($0 / 1000 + ($0 % 1000) / 500) } }
}
