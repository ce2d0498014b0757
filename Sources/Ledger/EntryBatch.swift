/// What the ledger knows of one part of a list, with all texts in one array: to make a text of each
/// would cost more than to read it.
package struct EntryBatch: Sendable {
  /// One key of a campaign as it stands in the ledger.
  package struct Entry: Sendable {
    /// `intent` where no outcome is known yet.
    package let state: EntryState
    /// The run that promised it last.
    package let run: Int
    /// How often that run tried it.
    package let attempts: Int
    /// How many messages of the network its text takes.
    package let segments: Int
    /// Microseconds since 1970: when its last request was written, or when it was promised.
    package let at: Int64
    /// Nil where no answer came, or none is known.
    package let httpStatus: Int?
    /// Microseconds from its last request to the end of that exchange; nil where no outcome tells it.
    package let latency: Int64?

    // Places in `bytes`. A sender or encoding equal to that of the entry before shares its place.

    /// Whom it was for: E.164 with its `+`, as the sender is.
    package let toNumber: Range<Int>
    /// Whom it was from.
    package let fromNumber: Range<Int>
    /// The message as it was rendered.
    package let text: Range<Int>
    /// `GSM-7` or `UCS-2`.
    package let encoding: Range<Int>
    /// Why it was not accepted, in words for people; empty where there is nothing to say.
    package let error: Range<Int>
  }

  /// In the order of the keys; nil for a key that was never promised.
  package private(set) var entries: [Entry?] = []
  /// UTF-8, as it was written.
  package private(set) var bytes: [UInt8] = []
  /// How many of the keys were promised.
  package private(set) var foundCount = 0
  /// How many of these were surely not accepted, and are as if they never had been promised.
  package private(set) var releasedCount = 0
  private var last: Entry?

  init(expecting count: Int) {
    entries.reserveCapacity(count)
  }

  mutating func appendNothing() { entries.append(nil) }

  /// - Parameter row: Of a statement of ``EntryScan``.
  mutating func append(_ row: RawStatement) {
    let last = last
    let entry = Entry(
      state: EntryState(rawValue: row.integer(3)) ?? .unknown, run: row.integer(4),
      attempts: row.integer(5), segments: row.integer(6), at: Int64(row.integer(7)),
      httpStatus: row.optionalInteger(8), latency: row.optionalInteger(9).map(Int64.init),
      toNumber: row.append(10, to: &bytes),
      fromNumber: append(11, of: row, unlessAt: last?.fromNumber),
      text: row.append(12, to: &bytes),
      encoding: append(13, of: row, unlessAt: last?.encoding),
      error: row.append(14, to: &bytes))
    entries.append(entry)
    foundCount += 1
    if entry.state == .released { releasedCount += 1 }
    self.last = entry
  }

  private mutating func append(
    _ column: CInt, of row: RawStatement, unlessAt known: Range<Int>?
  ) -> Range<Int> {
    if let known, row.holds(bytes.span.extracting(known), in: column) { return known }
    return row.append(column, to: &bytes)
  }
}
