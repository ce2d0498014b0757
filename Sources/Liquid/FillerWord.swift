/// What databases, spreadsheets and programs write where there is no value.
enum FillerWord {
  private static let words: Set = [
    "NULL", "null", "(null)", "<null>", "\\N", "None", "nan", "NaN", "<NA>", "NaT", "N/A", "n/a",
    "undefined", "[object Object]", "#N/A", "#NA", "#NV", "#N/D",
  ]
  private static let longest = 15

  /// Whether a text is such a word, or an error of a spreadsheet such as `#REF!`.
  @inline(__always)
  static func isOne(_ text: Span<UInt8>) -> Bool {
    text.count > 1 && text.count <= longest && mayBegin(text[0]) && isWord(text)
  }

  private static func mayBegin(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "N"), UInt8(ascii: "n"), UInt8(ascii: "("), UInt8(ascii: "<"),
      UInt8(ascii: "\\"), UInt8(ascii: "u"), UInt8(ascii: "["), UInt8(ascii: "#"):
      true
    default: false
    }
  }

  private static func isWord(_ text: Span<UInt8>) -> Bool {
    let word = String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
    if words.contains(word) { return true }
    guard word.first == "#", let last = word.last, last == "!" || last == "?" else { return false }
    return word.dropFirst().dropLast().allSatisfy { $0.isUppercase || "/0¡".contains($0) }
  }
}
