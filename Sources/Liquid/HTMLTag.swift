/// Tags of HTML in a text: `<br>`, `</p>`, `<a href="…">`.
package enum HTMLTag {
  private static let names = Set(
    """
    a b blockquote body br center div em font footer h1 h2 h3 h4 h5 h6 head header hr html i img li link
    meta ol p script section small span strong style sub sup table tbody td th thead title tr u ul
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Whether a text has one.
  package static func isIn(_ text: [UInt8]) -> Bool {
    text.indices.contains {
      text[$0] == UInt8(ascii: "<") && form(in: text, at: $0, before: text.endIndex) != nil
    }
  }

  /// `<br>` or `<a …>`, where one begins.
  static func form(in bytes: [UInt8], at start: Int, before end: Int) -> String? {
    if bytes.has("<!--", at: start) { return "<!-- … -->" }
    let opening = bytes.has("</", at: start) ? "</" : "<"
    let name = bytes[start + opening.utf8.count..<end].prefix { $0.isLetter || $0.isDigit }
    guard name.first?.isLetter == true else { return nil }
    let word = String(decoding: name.prefix(20).map(\.lowercased), as: UTF8.self)
    guard names.contains(word) else { return nil }
    let rest = bytes[name.endIndex..<end].drop(while: \.isSpace)
    if rest.first == UInt8(ascii: ">") || rest.starts(with: "/>".utf8) {
      return "\(opening)\(word)>"
    }
    // `x <b and c` has no `=` behind the next word.
    let value = rest.drop { $0.isLetter || $0 == UInt8(ascii: "-") }
    let hasValue = rest.startIndex > name.endIndex && value.startIndex > rest.startIndex
    return hasValue && value.first == UInt8(ascii: "=") ? "\(opening)\(word) …>" : nil
  }
}
