/// Cuts a template into text, outputs and tags, as the reference's tokenizer does.
struct Scanner {
  /// A piece of the template.
  struct Piece {
    enum Kind { case text, output, tag }
    var kind: Kind
    /// The whole piece.
    var range: Range<Int>
    /// What stands between the braces; the whole of a text.
    var content: Range<Int>
    var trimsBefore = false
    var trimsAfter = false
  }

  let source: SourceText
  private(set) var index = 0
  private var tags = 0

  init(_ source: SourceText) { self.source = source }

  private var bytes: [UInt8] { source.bytes }

  /// The next piece, or nil at the end.
  mutating func next() throws(TemplateError) -> Piece? {
    guard index < bytes.count else { return nil }
    if bytes.has("{{", at: index) { return try piece(.output, to: endOfOutput()) }
    if bytes.has("{%", at: index) { return try piece(.tag, to: endOfTag(from: index)) }
    let end = endOfText()
    defer { index = end }
    return Piece(kind: .text, range: index..<end, content: index..<end)
  }

  private func endOfText() -> Int {
    var end = index
    while let brace = bytes[end...].firstIndex(of: UInt8(ascii: "{")) {
      if bytes.has("{{", at: brace) || bytes.has("{%", at: brace) { return brace }
      end = brace + 1
    }
    return bytes.count
  }

  /// An output ends at its first `}`, which has to be a pair, even inside quotes.
  private func endOfOutput() throws(TemplateError) -> Int {
    let brace = bytes[(index + 2)...].firstIndex(of: UInt8(ascii: "}"))
    guard let brace, bytes.has("}}", at: brace) else {
      throw TemplateError(.unterminated(opening: "{{", closing: "}}"), at: index, in: source)
    }
    return brace + 2
  }

  private func endOfTag(from start: Int) throws(TemplateError) -> Int {
    guard let end = bytes.firstIndex(of: "%}", from: start + 2) else {
      throw TemplateError(.unterminated(opening: "{%", closing: "%}"), at: start, in: source)
    }
    return end + 2
  }

  private mutating func piece(_ kind: Piece.Kind, to end: Int) throws(TemplateError) -> Piece {
    tags += 1
    guard tags <= Limits.tags else {
      throw TemplateError(.tooManyTags(limit: Limits.tags), at: index, in: source)
    }
    let range = index..<end
    index = end
    return Piece(
      kind: kind, range: range, content: content(of: range),
      trimsBefore: bytes[range.lowerBound + 2] == UInt8(ascii: "-"),
      trimsAfter: bytes[end - 3] == UInt8(ascii: "-"))
  }

  private func content(of range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound + 2, range.upperBound - 2)
    if start < end, bytes[start] == UInt8(ascii: "-") { start += 1 }
    if start < end, bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
    return start..<end
  }

  /// Takes everything up to `{% endraw %}`: what stands before it, and the closing tag.
  mutating func raw(openedAt opening: Int) throws(TemplateError) -> (body: Range<Int>, end: Piece) {
    let start = index
    while let tag = bytes.firstIndex(of: "{%", from: index) {
      index = tag
      guard name(ofTagAt: tag) == "endraw" else {
        index += 2
        continue
      }
      return (start..<tag, try piece(.tag, to: endOfTag(from: tag)))
    }
    throw TemplateError(.unclosedBlock("raw"), at: opening, in: source)
  }

  /// Takes a comment with the comments and raw blocks in it. Other tags in it need not be right.
  mutating func comment(openedAt opening: Int) throws(TemplateError) -> Piece {
    var depth = 1
    while let tag = bytes.firstIndex(of: "{%", from: index) {
      index = tag
      let name = name(ofTagAt: tag)
      guard ["comment", "endcomment", "raw"].contains(name) else {
        index += 2
        continue
      }
      let piece = try piece(.tag, to: endOfTag(from: tag))
      if name == "raw" { _ = try raw(openedAt: tag) }
      depth += name == "comment" ? 1 : name == "endcomment" ? -1 : 0
      if depth == 0 { return piece }
    }
    throw TemplateError(.unclosedBlock("comment"), at: opening, in: source)
  }

  private func name(ofTagAt tag: Int) -> String {
    var start = tag + 2
    if start < bytes.count, bytes[start] == UInt8(ascii: "-") { start += 1 }
    start = bytes[start...].firstIndex { !$0.isSpace } ?? bytes.count
    let end = bytes[start...].firstIndex { !$0.isWord } ?? bytes.count
    // No tag that is looked for has a longer name.
    return source.string(start..<min(end, start + 16))
  }
}
