/// Formats that people mistake for CSV or for text, by what a file begins with.
package enum FileFormat {
  /// What a file is that is no CSV, in words; nil: it may be one.
  ///
  /// - Parameter head: its beginning, as it stands in the file.
  static func nameIfNoCSV(_ head: [UInt8]) -> String? { nameIfBinary(head) ?? nameOfMarkup(head) }

  /// What a file is that begins with these bytes and is no text, in words; nil: it may be text.
  package static func nameIfBinary(_ bytes: [UInt8]) -> String? {
    signatures.first { bytes.starts(with: $0.bytes) }?.name
  }

  private static let signatures: [(bytes: [UInt8], name: String)] = [
    (Array("PK\u{3}\u{4}".utf8), "an Excel workbook (.xlsx), or another zip file"),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Excel workbook (.xls)"),
    ([0x1F, 0x8B], "compressed with gzip"),
    (Array("BZh".utf8), "compressed with bzip2"),
    ([0xFD] + Array("7zXZ".utf8), "compressed with xz"),
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd"),
    (Array("%PDF-".utf8), "a PDF"),
    ([0x89] + Array("PNG".utf8), "a picture"),
    ([0xFF, 0xD8, 0xFF], "a picture"),
    (Array("SQLite format 3".utf8), "an SQLite database"),
    (Array("PAR1".utf8), "a Parquet file"),
    (Array("{\\rtf".utf8), "a document of a word processor (RTF)"),
  ]

  /// What a text in an encoding with the letters of ASCII is, if it is no CSV.
  private static func nameOfMarkup(_ head: [UInt8]) -> String? {
    let start = head.dropFirst(head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0).drop(while: isSpace)
    if isJSON(start) { return "JSON" }
    let word = String(decoding: start.prefix(10), as: UTF8.self).lowercased()
    if word.hasPrefix("<?xml") { return "XML" }
    let isPage = ["<!doctype", "<html", "<table"].contains(where: word.hasPrefix)
    return isPage ? "a web page (HTML)" : nil
  }

  /// `{"`, `[{"` and `["`: a CSV has no quote behind another character.
  private static func isJSON(_ text: ArraySlice<UInt8>) -> Bool {
    let opening = text.prefix { isSpace($0) || $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }
    return opening.contains { !isSpace($0) }
      && text[opening.endIndex...].first == UInt8(ascii: "\"")
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
