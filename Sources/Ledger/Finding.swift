/// What came of a promise.
package struct Finding: Sendable, Equatable {
  /// What was promised.
  package var entry: EntryID
  /// The row of the contact file, to name the message without its number; not stored again.
  package var row: Int
  /// Any state but `intent`.
  package var state: EntryState
  /// Nil when no answer came.
  package var httpStatus: Int?
  /// The API's words or the fault's, for people; nil after success.
  package var error: String?
  /// When the request was written, in microseconds since 1970.
  package var at: Int64
  /// Microseconds from the request to the end of its exchange; nil when there was none.
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

  /// What the words begin with where a key is ``EntryState/unknown`` since before: no request of this run was
  /// accepted. The ledger knows it by them.
  package static let keptDoubt = "an earlier request may have been accepted; this one was not"
}
