import Composing

/// Writes fields of a CSV file (RFC 4180).
enum CSVText {
  /// The room that a field of so many bytes can need: all doubled, quotation marks and a `'`.
  static func longest(_ count: Int) -> Int { 2 * count + 3 }

  /// Appends a field exactly as it is, quoted if it must be.
  static func append(
    _ text: Span<UInt8>, _ range: Range<Int>, to output: inout OutputSpan<UInt8>
  ) {
    if needsQuotes(text, range) {
      appendQuoted(text, range, prefix: "", to: &output)
    } else {
      output.append(run: text, range)
    }
  }

  /// Appends free text; what a spreadsheet would run as a formula gets a `'` before it.
  static func appendSafely(
    _ text: Span<UInt8>, _ range: Range<Int>, to output: inout OutputSpan<UInt8>
  ) {
    guard Formula.isSuspect(text, range) else { return append(text, range, to: &output) }
    if needsQuotes(text, range) {
      appendQuoted(text, range, prefix: "'", to: &output)
    } else {
      output.append(UInt8(ascii: "'"))
      output.append(run: text, range)
    }
  }

  /// Appends an original column: as free text, but plain numbers stay exact.
  static func appendValue(
    _ text: Span<UInt8>, _ range: Range<Int>, to output: inout OutputSpan<UInt8>
  ) {
    if Formula.isPlainNumber(text, range) {
      output.append(run: text, range)
    } else {
      appendSafely(text, range, to: &output)
    }
  }

  /// Besides what RFC 4180 asks for, spaces at either end are quoted: many readers drop them.
  @inline(__always)
  private static func needsQuotes(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if range.isEmpty { return false }
    if text[range.lowerBound] == 0x20 || text[range.upperBound - 1] == 0x20 { return true }
    let special = firstIndex(
      in: text, range,
      where: { $0.has(0x2C) || $0.has(0x22) || $0.has(0x0A) || $0.has(0x0D) || $0.has(0x00) },
      orByte: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D || $0 == 0x00 })
    return special < range.upperBound
  }

  /// Appends the field in quotation marks, those inside doubled, and without NUL: readers take it for
  /// the end or refuse it. Contacts have none, but words of the API might.
  static func appendQuoted(
    _ text: Span<UInt8>, _ range: Range<Int>, prefix: StaticString,
    to output: inout OutputSpan<UInt8>
  ) {
    output.append(UInt8(ascii: "\""))
    output.append(prefix)
    var start = range.lowerBound
    while start < range.upperBound {
      let end = firstIndex(
        in: text, start..<range.upperBound, where: { $0.has(0x22) || $0.has(0x00) },
        orByte: { $0 == 0x22 || $0 == 0x00 })
      output.append(run: text, start..<end)
      if end < range.upperBound, text[end] == 0x22 { output.append("\"\"") }
      start = end + 1
    }
    output.append(UInt8(ascii: "\""))
  }

  /// The first index of the range where the test holds, or its end.
  @inline(__always)
  private static func firstIndex(
    in text: Span<UInt8>, _ range: Range<Int>, where lanes: (ByteLanes) -> Bool,
    orByte byte: (UInt8) -> Bool
  ) -> Int {
    var index = text.endOfRun(from: range.lowerBound, to: range.upperBound) { !lanes($0) }
    while index < range.upperBound, !byte(text[index]) { index += 1 }
    return index
  }
}
