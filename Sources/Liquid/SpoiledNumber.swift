/// What a spreadsheet shows in place of a longer number.
enum SpoiledNumber {
  /// Whether a text is `########`, for what is wider than its column.
  static func isHashes(_ text: Span<UInt8>) -> Bool {
    text.count > 2 && text.indices.allSatisfy { text[$0] == UInt8(ascii: "#") }
  }

  /// Whether a text, of five bytes at least, is `1.23457E+18`, for a number that is longer than its column, or than a number can be.
  static func isPower(_ text: Span<UInt8>) -> Bool {
    let end = text.count - 4
    guard end > 2, text[end].lowercased == UInt8(ascii: "e"), text[0].isDigit,
      text[1] == UInt8(ascii: ".") || text[1] == UInt8(ascii: ",")
    else { return false }
    return text.indices.allSatisfy { $0 == 1 || $0 == end || $0 == end + 1 || text[$0].isDigit }
  }
}
