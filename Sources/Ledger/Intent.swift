/// A message about to be sent, as it is promised to the ledger before its first byte is written.
///
/// Its texts stand one after another in one array: a new promise is made of them without a copy.
package struct Intent: Sendable, Equatable {
  /// The row of the contact file, the header being row 1.
  package var row: Int
  package var segments: Int
  /// Microseconds since 1970.
  package var at: Int64
  /// UTF-8.
  let texts: [UInt8]
  let places: TextPlaces

  /// Where each text stands among all.
  package struct TextPlaces: Sendable, Equatable {
    package var key = 0..<0
    /// E.164 with its `+`, as is the next.
    package var toNumber = 0..<0
    package var fromNumber = 0..<0
    package var text = 0..<0
    package var encoding = 0..<0

    package init() {}
  }

  /// - Parameters:
  ///   - texts: all five, in UTF-8.
  ///   - places: of each in `texts`, within its bounds.
  package init(row: Int, segments: Int, at: Int64, texts: [UInt8], places: TextPlaces) {
    self.row = row
    self.segments = segments
    self.at = at
    self.texts = texts
    self.places = places
  }

  func string(_ place: Range<Int>) -> String { String(decoding: texts[place], as: UTF8.self) }
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
  /// From the request to the end of the answer, in microseconds.
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

/// Whether a key could be promised now.
package enum Begun: Sendable, Equatable {
  /// It is now, as this entry.
  case begun(EntryID)
  /// It is, and an earlier request for it may have been accepted: only ``EntryState/sent`` ends that doubt.
  case doubted(EntryID)
  /// The key has an entry already, in a state that is not to be repeated.
  case taken(EntryState)
}
