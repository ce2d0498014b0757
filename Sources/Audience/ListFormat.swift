/// What the first look at a list tells: how to read it.
struct ListFormat: Sendable {
  var encoding: TextEncoding
  var delimiter: UInt8
  /// The bytes of a first line `sep=;`, which Excel writes and hides; 0 without one.
  var separatorLine = 0

  /// How much text is looked at.
  static let sample = 64 * 1024

  static let usualDelimiters: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

  /// - Parameters:
  ///   - text: the beginning, as UTF-8.
  ///   - isPhoneColumn: whether a header names the column that is looked for.
  init(
    encoding: TextEncoding, text: [UInt8], delimiter: UInt8?, hasComments: Bool = false,
    isPhoneColumn: (String) -> Bool
  ) {
    self.encoding = encoding
    let separator = Self.separatorLine(text)
    separatorLine = separator?.length ?? 0
    let rest = text.dropFirst(separatorLine)
    let sample = Array((hasComments ? Self.withoutComments(rest) : rest).prefix(Self.sample))
    self.delimiter =
      delimiter ?? separator?.delimiter ?? Self.detect(sample, isPhoneColumn: isPhoneColumn)
  }

  /// The text from the first line on that is no comment; all of it if every line is one.
  private static func withoutComments(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = text
    while rest.first == UInt8(ascii: "#") {
      guard let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return text }
      guard isComment(rest[..<end]) else { return rest }
      rest = rest[end...].drop { $0 == 0x0A || $0 == 0x0D }
    }
    return rest.isEmpty ? text : rest
  }

  /// A line that begins with `#` and is not perhaps a header: `#,phone`, `#no;phone`.
  private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
    guard let end = line.firstIndex(where: usualDelimiters.contains) else { return true }
    return line[..<end].contains(UInt8(ascii: " "))
  }

  private static func separatorLine(_ text: [UInt8]) -> (delimiter: UInt8, length: Int)? {
    guard text.count >= 6,
      String(decoding: text.prefix(4), as: UTF8.self).lowercased() == "sep=",
      isUsableDelimiter(text[4])
    else { return nil }
    switch text[5] {
    case 0x0A: return (text[4], 6)
    case 0x0D: return (text[4], text.count > 6 && text[6] == 0x0A ? 7 : 6)
    default: return nil
    }
  }

  /// Quotes and line breaks mean something else, and other bytes may be part of a character.
  static func isUsableDelimiter(_ byte: UInt8) -> Bool {
    byte < 0x80 && byte != 0x22 && byte != 0x0A && byte != 0x0D && byte != 0
  }

  /// How well a delimiter explains the first records. Compared from the first property on.
  private struct Fit: Comparable {
    /// No quote is out of place.
    let isWellFormed: Bool
    let namesPhoneColumn: Bool
    /// Hundredths of the records that have as many fields as the first.
    let evenness: Int
    let columns: Int

    static func < (left: Fit, right: Fit) -> Bool {
      left.order.lexicographicallyPrecedes(right.order)
    }

    private var order: [Int] {
      [isWellFormed ? 1 : 0, namesPhoneColumn ? 1 : 0, evenness, columns]
    }
  }

  /// The delimiter that fits best; a comma if the list has but one column.
  private static func detect(_ sample: [UInt8], isPhoneColumn: (String) -> Bool) -> UInt8 {
    var best: (delimiter: UInt8, fit: Fit)?
    for delimiter in usualDelimiters {
      guard let fit = fit(delimiter, sample, isPhoneColumn: isPhoneColumn) else { continue }
      if best.map({ $0.fit < fit }) ?? true { best = (delimiter, fit) }
    }
    return best?.delimiter ?? UInt8(ascii: ",")
  }

  /// Nil if the delimiter does not divide the first record.
  private static func fit(
    _ delimiter: UInt8, _ sample: [UInt8], isPhoneColumn: (String) -> Bool
  ) -> Fit? {
    guard var parser = try? CSVParser(delimiter: delimiter) else { return nil }
    // A last line without its line break counts as a record, as far as it goes.
    let isWellFormed = (try? parser.parse(sample, 0..<sample.count)) != nil
    if parser.rowCount == 0 { _ = try? parser.finish() }
    let table = parser.take()
    let counts = table.fieldCounts
    guard let columns = counts.first, columns > 1 else { return nil }
    let even = counts.count { $0 == columns }
    return Fit(
      isWellFormed: isWellFormed,
      namesPhoneColumn: table.texts(ofRow: 0).contains(where: isPhoneColumn),
      evenness: even * 100 / counts.count, columns: columns)
  }
}
