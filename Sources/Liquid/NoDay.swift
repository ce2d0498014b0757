/// Day 0 of databases and programs, which stands where there is no day, or before a time alone.
enum NoDay {
  private static let days = [(0, 0, 0), (1, 1, 1), (1899, 12, 30)]

  static func isOne(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    days.contains { $0 == (year, month, day) }
  }

  /// Whether a text is `0000-00-00` or the like, also with a time behind it.
  static func isOne(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 10, text.has("-", at: 4), text.has("-", at: 7),
      let year = number(text, 0..<4), let month = number(text, 5..<7),
      let day = number(text, 8..<10), isOne(year, month, day)
    else { return false }
    let rest = text.extracting(10...)
    return rest.isEmpty
      || rest.indices.contains { rest[$0] == UInt8(ascii: ":") }
        && rest.indices.allSatisfy { rest[$0].isDigit || " T:.+-Z".utf8.contains(rest[$0]) }
  }

  private static func number(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard range.allSatisfy({ text[$0].isDigit }) else { return nil }
    return range.reduce(0) { $0 * 10 + Int(text[$1] - UInt8(ascii: "0")) }
  }
}
