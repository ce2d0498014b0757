/// Reads a template into a tree.
struct TemplateParser {
  /// What stands between the tags of a block.
  struct Body {
    var nodes: [Node] = []
    /// Whether it can print nothing but white space, as the reference sees it.
    var isBlank = true
    /// The tag that ended it.
    var ending: Tag?

    /// A comment prints nothing, but parts the text before it from a `-` after it.
    mutating func addComment() { nodes.append(.raw(0..<0)) }
  }

  let source: SourceText
  private var scanner: Scanner
  /// The lines of the `{% liquid %}` tag that is being read.
  private var lines: TagLines?
  private var tagsInLines = 0
  private var trimsNext = false
  private var depth = 0

  /// The tree of `source`.
  static func parse(_ source: SourceText) throws(TemplateError) -> [Node] {
    guard source.bytes.count <= Limits.sourceBytes else {
      throw TemplateError(.tooLong(limit: Limits.sourceBytes), at: 0, in: source)
    }
    var parser = TemplateParser(source)
    return try parser.body(of: nil, endings: []).nodes
  }

  private init(_ source: SourceText) {
    self.source = source
    scanner = Scanner(source)
  }

  // MARK: Bodies

  /// Everything up to one of `endings`; up to the end of the template or the lines without them.
  mutating func body(of block: Tag?, endings: [String]) throws(TemplateError) -> Body {
    var body = Body()
    while try read(into: &body, of: block, endings: endings) {}
    if let block, body.ending == nil {
      throw TemplateError(.unclosedBlock(block.name), at: block.offset, in: source)
    }
    return body
  }

  /// Reads one piece; false when the body ends.
  private mutating func read(
    into body: inout Body, of block: Tag?, endings: [String]
  ) throws(TemplateError) -> Bool {
    if lines != nil {
      guard let tag = try nextLine() else { return false }
      return try read(tag, into: &body, of: block, endings: endings)
    }
    guard let piece = try scanner.next() else { return false }
    if piece.kind == .text {
      add(text: piece.content, to: &body)
      return true
    }
    trim(around: piece, in: &body)
    if piece.kind == .output {
      try addOutput(in: piece.content, to: &body)
      return true
    }
    guard let tag = source.tag(in: piece.content) else {
      throw source.missingName(in: piece.content)
    }
    return try read(tag, into: &body, of: block, endings: endings)
  }

  private mutating func nextLine() throws(TemplateError) -> Tag? {
    guard let tag = try lines?.next() else { return nil }
    tagsInLines += 1
    guard tagsInLines <= Limits.tags else {
      throw TemplateError(.tooManyTags(limit: Limits.tags), at: tag.offset, in: source)
    }
    return tag
  }

  private mutating func add(text: Range<Int>, to body: inout Body) {
    let text = trimsNext ? source.bytes.trimmingStart(text) : text
    trimsNext = false
    guard !text.isEmpty else { return }
    body.nodes.append(.text(text))
    if body.isBlank { body.isBlank = source.bytes.isBlank(text) }
  }

  private mutating func trim(around piece: Scanner.Piece, in body: inout Body) {
    if piece.trimsBefore, case .text(let text)? = body.nodes.last {
      body.nodes[body.nodes.count - 1] = .text(source.bytes.trimmingEnd(text))
    }
    trimsNext = piece.trimsAfter
  }

  /// The value of `{{ … }}`, `echo` or the right side of `assign`.
  func expression(in range: Range<Int>) throws(TemplateError) -> Expression {
    var parser = try ExpressionParser(source, in: range)
    return try parser.expression()
  }

  func addOutput(in range: Range<Int>, to body: inout Body) throws(TemplateError) {
    body.nodes.append(.output(try expression(in: range)))
    body.isBlank = false
  }

  // MARK: Blocks that are not parsed

  mutating func raw(_ tag: Tag, into body: inout Body) throws(TemplateError) {
    guard source.bytes.isBlank(tag.markup) else {
      throw TemplateError(
        .unexpected(
          found: "`\(source.string(source.bytes.trimming(tag.markup).prefix(24)))`",
          expected: "the end of the tag"), at: tag.markup.lowerBound, in: source)
    }
    guard lines == nil else {
      throw TemplateError(.unclosedBlock("raw"), at: tag.offset, in: source)
    }
    let (text, end) = try scanner.raw(openedAt: tag.offset)
    trimsNext = end.trimsAfter
    guard !text.isEmpty else { return }
    body.nodes.append(.raw(text))
    body.isBlank = false
  }

  mutating func comment(_ tag: Tag, into body: inout Body) throws(TemplateError) {
    body.addComment()
    if lines != nil {
      try lines?.comment(openedAt: tag.offset)
    } else {
      trimsNext = try scanner.comment(openedAt: tag.offset).trimsAfter
    }
  }

  /// Reads the lines of a `liquid` tag into the body around it.
  mutating func liquid(_ tag: Tag, into body: inout Body) throws(TemplateError) {
    lines = TagLines(source, in: tag.markup)
    defer { lines = nil }
    let inner = try self.body(of: nil, endings: [])
    body.nodes += inner.nodes
    body.isBlank = body.isBlank && inner.isBlank
  }

  /// Runs `read` one block deeper.
  mutating func nested<Result>(
    _ tag: Tag, _ read: (inout Self) throws(TemplateError) -> Result
  ) throws(TemplateError) -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Limits.depth else {
      throw TemplateError(.nestedTooDeeply(limit: Limits.depth), at: tag.offset, in: source)
    }
    return try read(&self)
  }
}
