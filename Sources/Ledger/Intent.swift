/// A message about to be sent, as it is promised to the ledger before its first byte is written.
///
/// Its texts stand one after another in one array: a new promise is made of them without a copy.
package struct Intent: Sendable, Equatable {
  /// The row of the contact file, the header being row 1.
  package var row: Int
  /// How many messages of the network its text takes.
  package var segments: Int
  /// When it is promised, in microseconds since 1970.
  package var at: Int64
  /// UTF-8.
  let texts: [UInt8]
  let places: TextPlaces

  /// Where each text stands among all: the key, which is unique in its campaign, both numbers, the message, and the
  /// name of its encoding. One that was not placed is empty.
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
