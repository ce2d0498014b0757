/// What stands in a template's text and is printed, but seems not to be meant for readers.
public enum Leftover: Hashable, Sendable {
  /// A tag of HTML: `<br>`, `</p>`, `<a …>`.
  case tag(String)
  /// What is between `{#` and `#}`, a comment in other languages.
  case comment
  /// A brace too many: `{{ name }}}`.
  case braces(String)
  /// Two braces that nothing opens, behind a name: `name }}`.
  case unopened(String)
  /// `｛｛ name ｝｝`, with the wide braces of Chinese and Japanese keyboards.
  case wide(String)
}

/// Finds leftovers in one text of a template after the other.
struct LeftoverSearch {
  private(set) var found: [Leftover] = []
  private let source: SourceText
  private var openBraces = 0
  private var opensComment = false

  init(_ source: SourceText) { self.source = source }

  private var bytes: [UInt8] { source.bytes }

  mutating func look(at text: Range<Int>) {
    for index in text where found.count < PlaceholderSearch.most {
      switch bytes[index] {
      case UInt8(ascii: "<"):
        if let tag = HTMLTag.form(in: bytes, at: index, before: text.upperBound) { add(.tag(tag)) }
      case UInt8(ascii: "#") where opensComment && bytes.has("#}", at: index): add(.comment)
      case UInt8(ascii: "{"):
        openBraces += 1
        opensComment = opensComment || bytes.has("{#", at: index)
      case UInt8(ascii: "}") where openBraces > 0: openBraces -= 1
      case UInt8(ascii: "}"): if let braces = braces(at: index, in: text) { add(braces) }
      case 0xEF: if let wide = wide(at: index, before: text.upperBound) { add(wide) }
      default: break
      }
    }
  }

  private func wide(at index: Int, before end: Int) -> Leftover? {
    guard bytes.has("｛｛", at: index) else { return nil }
    let last = min(end, index + 100)
    return (index..<last).first { bytes.has("｝｝", at: $0) }
      .map { .wide(source.string(index..<$0 + "｝｝".utf8.count)) }
  }

  private mutating func add(_ leftover: Leftover) {
    if !found.contains(leftover) { found.append(leftover) }
  }

  /// What a brace is that nothing opened; nil when it may be meant.
  private func braces(at index: Int, in text: Range<Int>) -> Leftover? {
    if index == text.lowerBound, index >= 2, bytes.has("}}", at: index - 2) {
      let opening = (0..<index).last { bytes.has("{{", at: $0) } ?? index
      return .braces(source.string(max(opening, index - 100)..<index + 1))
    }
    guard text.contains(index + 1), bytes.has("}}", at: index) else { return nil }
    let name = bytes.trimmingEnd(text.lowerBound..<index)
    // `:}}` smiles.
    guard name.last.map({ bytes[$0].isWord }) == true else { return nil }
    let start = name.last { bytes[$0].isSpace }.map { $0 + 1 } ?? name.lowerBound
    return .unopened(source.string(max(start, index - 100)..<index + 2))
  }
}
