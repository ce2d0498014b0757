import Composing
import Ledger

/// The messages of a plan, in its order. Asked by one caller at a time; may block.
package protocol MessageSource: AnyObject {
  /// The next message, or nil after the last.
  func next() throws -> Message?
  /// Whether a message that was made, and perhaps tried, is still to be sent. Asked just before each
  /// promise: it may have waited for hours.
  func isWanted(_ message: Message, at now: Instant) throws -> Bool
  /// Begins again with the first message.
  func restart() throws
  /// Adds the keys of messages to come, a thousand or so, from a row of the contact file on: each once,
  /// in the order of the rows.
  func lookAhead(from row: Int, for keys: inout LeaseBlock) -> LookAhead
}

/// What came of looking at messages to come.
package enum LookAhead: Sendable {
  /// Up to this row.
  case through(row: Int)
  /// Nothing can be looked at before some of those that were have had their messages.
  case full
  /// There is nothing more, or it cannot be read: whoever asks for the messages is told why.
  case end
}

/// Why the messages of a plan could not be made to their end.
struct SourceError: Error {
  var words: String
}
