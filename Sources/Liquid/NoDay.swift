/// The day that databases and programs write where there is none.
enum NoDay {
  /// Whether a text is `0000-00-00` or `0001-01-01`, also with a time behind it.
  static func isOne(_ text: Span<UInt8>) -> Bool {
    guard text.has("0000-00-00", at: 0) || text.has("0001-01-01", at: 0) else { return false }
    let rest = text.extracting(10...)
    return rest.isEmpty
      || rest.indices.contains { rest[$0] == UInt8(ascii: ":") }
        && rest.indices.allSatisfy { rest[$0].isDigit || " T:.+-Z".utf8.contains(rest[$0]) }
  }
}
