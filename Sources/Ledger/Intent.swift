/// A message about to be sent, as it is promised to the ledger before its first byte is written.
package struct Intent: Sendable, Equatable {
  package var key: String
  /// The row of the contact file, the header being row 1.
  package var row: Int
  /// E.164 with its `+`.
  package var toNumber: String
  package var fromNumber: String
  package var text: String
  package var segments: Int
  package var encoding: String
  /// Microseconds since 1970.
  package var at: Int64

  package init(
    key: String, row: Int, toNumber: String, fromNumber: String, text: String, segments: Int,
    encoding: String, at: Int64
  ) {
    self.key = key
    self.row = row
    self.toNumber = toNumber
    self.fromNumber = fromNumber
    self.text = text
    self.segments = segments
    self.encoding = encoding
    self.at = at
  }
}

/// What came of a promise.
package struct Finding: Sendable, Equatable {
  /// What was promised.
  package var entry: EntryID
  /// The row of the contact file, to name the message without its number; not stored again.
  package var row: Int
  /// Any state but `intent`.
  package var state: EntryState
  package var httpStatus: Int?
  /// The API's words or the fault's, for people; nil after success.
  package var error: String?
  /// When the request was written, in microseconds since 1970.
  package var at: Int64
  /// From the request to the head of the answer, in microseconds.
  package var latency: Int64?
  /// Whether a request was tried; else its promise is not counted as an attempt.
  package var isAttempt = true

  package init(
    entry: EntryID, row: Int = 0, state: EntryState, httpStatus: Int? = nil, error: String? = nil,
    at: Int64, latency: Int64? = nil
  ) {
    self.entry = entry
    self.row = row
    self.state = state
    self.httpStatus = httpStatus
    self.error = error
    self.at = at
    self.latency = latency
  }
}

/// Whether a key could be promised now.
package enum Begun: Sendable, Equatable {
  /// It is now, as this entry.
  case begun(EntryID)
  /// The key has an entry already, in a state that is not to be repeated.
  case taken(EntryState)
}
