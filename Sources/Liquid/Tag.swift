/// The name of a tag and what follows it.
struct Tag {
  var name: String
  /// What follows the name.
  var markup: Range<Int>
  var offset: Int
}

extension SourceText {
  /// The tag that `range` spells: `#` or a word, then anything.
  func tag(in range: Range<Int>) -> Tag? {
    let start = range.first { !bytes[$0].isSpace } ?? range.upperBound
    guard start < range.upperBound else { return nil }
    let sign = bytes[start] == UInt8(ascii: "#")
    let rest = (start + (sign ? 1 : 0))..<range.upperBound
    let end = sign ? start + 1 : rest.first { !bytes[$0].isWord } ?? range.upperBound
    guard end > start else { return nil }
    let markup = (end..<range.upperBound).first { !bytes[$0].isSpace } ?? range.upperBound
    return Tag(name: string(start..<end), markup: markup..<range.upperBound, offset: start)
  }
}

/// The lines of a `{% liquid %}` tag, each of which is a tag.
struct TagLines {
  let source: SourceText
  private var rest: Range<Int>

  init(_ source: SourceText, in range: Range<Int>) {
    self.source = source
    rest = range
  }

  /// The next tag. A line that starts with `liquid` is the tag that follows.
  mutating func next() throws(TemplateError) -> Tag? {
    while !rest.isEmpty {
      var line = nextLine()
      while !source.bytes.isBlank(line) {
        guard let tag = source.tag(in: line) else {
          throw source.missingName(in: line)
        }
        if tag.name != "liquid" { return tag }
        line = tag.markup
      }
    }
    return nil
  }

  private mutating func nextLine() -> Range<Int> {
    let end = rest.first { source.bytes[$0] == UInt8(ascii: "\n") } ?? rest.upperBound
    let line = rest.lowerBound..<end
    rest = min(end + 1, rest.upperBound)..<rest.upperBound
    return line
  }

  /// Takes the lines of a comment, with the comments in it.
  mutating func comment(openedAt opening: Int) throws(TemplateError) {
    var depth = 1
    while depth > 0 {
      guard !rest.isEmpty else {
        throw TemplateError(.unclosedBlock("comment"), at: opening, in: source)
      }
      let name = source.tag(in: nextLine())?.name
      depth += name == "comment" ? 1 : name == "endcomment" ? -1 : 0
    }
  }
}

extension SourceText {
  func missingName(in range: Range<Int>) -> TemplateError {
    let start = range.first { !bytes[$0].isSpace }
    let found = start.map { string($0..<min($0 + 12, range.upperBound)).prefix(1) }
    return TemplateError(
      .unexpected(
        found: found.map { "`\($0)`" } ?? "the end of the tag", expected: "the name of a tag"),
      at: start ?? range.lowerBound, in: self)
  }
}
