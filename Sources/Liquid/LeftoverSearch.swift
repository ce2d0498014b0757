/// What stands in a template's text and is printed, but seems not to be meant for readers.
public enum Leftover: Hashable, Sendable {
  /// A tag of HTML: `<br>`, `</p>`, `<a …>`.
  case tag(String)
  /// What is between `{#` and `#}`, a comment in other languages.
  case comment
  /// A brace too many, or two that nothing opens: `{{ name }}}`, `name }}`.
  case braces(String)
}

/// Finds leftovers in one text of a template after the other.
struct LeftoverSearch {
  private static let tags = Set(
    """
    a b blockquote body br center div em font footer h1 h2 h3 h4 h5 h6 head header hr html i img li link
    meta ol p script section small span strong style sub sup table tbody td th thead title tr u ul
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  private(set) var found: [Leftover] = []
  private let source: SourceText
  private var openBraces = 0
  private var opensComment = false

  init(_ source: SourceText) { self.source = source }

  private var bytes: [UInt8] { source.bytes }

  mutating func look(at text: Range<Int>) {
    for index in text where found.count < PlaceholderSearch.most {
      switch bytes[index] {
      case UInt8(ascii: "<"): if let tag = tag(at: index, before: text.upperBound) { add(tag) }
      case UInt8(ascii: "#") where opensComment && bytes.has("#}", at: index): add(.comment)
      case UInt8(ascii: "{"):
        openBraces += 1
        opensComment = opensComment || bytes.has("{#", at: index)
      case UInt8(ascii: "}") where openBraces > 0: openBraces -= 1
      case UInt8(ascii: "}"): if let braces = braces(at: index, in: text) { add(braces) }
      default: break
      }
    }
  }

  private mutating func add(_ leftover: Leftover) {
    if !found.contains(leftover) { found.append(leftover) }
  }

  private func tag(at start: Int, before end: Int) -> Leftover? {
    let opening = bytes.has("</", at: start) ? "</" : "<"
    let name = bytes[start + opening.utf8.count..<end].prefix { $0.isLetter || $0.isDigit }
    let word = String(decoding: name.prefix(20).map(\.lowercased), as: UTF8.self)
    guard Self.tags.contains(word) else { return nil }
    let rest = bytes[name.endIndex..<end].drop(while: \.isSpace)
    if rest.first == UInt8(ascii: ">") || rest.starts(with: "/>".utf8) {
      return .tag("\(opening)\(word)>")
    }
    // `x <b and c` has no `=` behind the next word.
    let value = rest.drop { $0.isLetter || $0 == UInt8(ascii: "-") }
    let hasValue = rest.startIndex > name.endIndex && value.startIndex > rest.startIndex
    return hasValue && value.first == UInt8(ascii: "=") ? .tag("\(opening)\(word) …>") : nil
  }

  /// Of a brace that nothing opened.
  private func braces(at index: Int, in text: Range<Int>) -> Leftover? {
    if index == text.lowerBound, index >= 2, bytes.has("}}", at: index - 2) {
      let opening = (0..<index).last { bytes.has("{{", at: $0) } ?? index
      return .braces(source.string(max(opening, index - 100)..<index + 1))
    }
    guard text.contains(index + 1), bytes.has("}}", at: index) else { return nil }
    let name = bytes.trimmingEnd(text.lowerBound..<index)
    let start = name.last { bytes[$0].isSpace }.map { $0 + 1 } ?? name.lowerBound
    return .braces(source.string(max(start, index - 100)..<index + 2))
  }
}
