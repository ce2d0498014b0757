extension TemplateParser {
  /// Tags of Liquid that messages do without, and why.
  static let refused: [String: String] = [
    "for": "messages have no lists, so there are no loops",
    "endfor": "messages have no lists, so there are no loops",
    "tablerow": "messages have no lists, so there are no loops",
    "endtablerow": "messages have no lists, so there are no loops",
    "cycle": "it belongs to loops, and there are none",
    "break": "it belongs to loops, and there are none",
    "continue": "it belongs to loops, and there are none",
    "ifchanged": "it belongs to loops, and there are none",
    "endifchanged": "it belongs to loops, and there are none",
    "include": "a template is one file and reads no others",
    "render": "a template is one file and reads no others",
    "layout": "a template is one file and reads no others",
    "section": "a template is one file and reads no others",
    "extends": "a template is one file and reads no others",
    "block": "a template is one file and reads no others",
    "increment": "each message stands alone, so nothing counts from one to the next",
    "decrement": "each message stands alone, so nothing counts from one to the next",
  ]

  static let known = [
    "if", "elsif", "else", "endif", "unless", "endunless", "case", "when", "endcase", "assign",
    "capture", "endcapture", "comment", "endcomment", "raw", "endraw", "echo", "liquid",
  ]

  /// Reads one tag; false when it ends the body.
  mutating func read(
    _ tag: Tag, into body: inout Body, of block: Tag?, endings: [String]
  ) throws(TemplateError) -> Bool {
    if endings.contains(tag.name) {
      body.ending = tag
      return false
    }
    switch tag.name {
    case "assign": body.nodes.append(try assign(tag))
    case "capture": body.nodes.append(try capture(tag))
    case "echo": try addOutput(in: tag.markup, to: &body)
    case "if", "unless": try branches(tag, into: &body)
    case "case": try choice(tag, into: &body)
    case "comment": try comment(tag, into: &body)
    case "#":
      try inlineComment(tag)
      body.addComment()
    case "raw": try raw(tag, into: &body)
    case "liquid": try liquid(tag, into: &body)
    default: throw unavailable(tag, inside: block)
    }
    return true
  }

  private func unavailable(_ tag: Tag, inside block: Tag?) -> TemplateError {
    if let reason = Self.refused[tag.name] {
      return TemplateError(.refusedTag(tag.name, reason: reason), at: tag.offset, in: source)
    }
    if Self.known.contains(tag.name) {
      return TemplateError(.misplacedTag(tag.name, inside: block?.name), at: tag.offset, in: source)
    }
    let nearest = NearestName.of(tag.name, in: tag.name == "elseif" ? ["elsif"] : Self.known)
    return TemplateError(.unknownTag(tag.name, nearest: nearest), at: tag.offset, in: source)
  }

  /// Every line of an inline comment has to start with `#`.
  private func inlineComment(_ tag: Tag) throws(TemplateError) {
    var lines = tag.markup
    while let newline = lines.first(where: { source.bytes[$0] == UInt8(ascii: "\n") }) {
      lines = (newline + 1)..<lines.upperBound
      let start = lines.first { !source.bytes[$0].isSpace }
      guard let start, source.bytes[start] != UInt8(ascii: "#") else { continue }
      throw TemplateError(
        .unexpected(
          found: "`\(source.string(start..<min(start + 12, lines.upperBound)).prefix(1))`",
          expected: "`#` before every line of the comment"), at: start, in: source)
    }
  }

  // MARK: assign, capture

  private func assign(_ tag: Tag) throws(TemplateError) -> Node {
    let (name, rest) = try newName(in: tag.markup)
    let sign = rest.first { !source.bytes[$0].isSpace } ?? rest.upperBound
    guard sign < rest.upperBound, source.bytes[sign] == UInt8(ascii: "=") else {
      throw missing("`=` after the name", at: sign, in: rest)
    }
    return .assign(name: name, value: try expression(in: (sign + 1)..<rest.upperBound))
  }

  private mutating func capture(_ tag: Tag) throws(TemplateError) -> Node {
    let (name, rest) = try newName(in: unquoted(tag.markup))
    guard source.bytes.isBlank(rest) else {
      throw missing("the end of the tag", at: source.bytes.trimming(rest).lowerBound, in: rest)
    }
    let body = try nested(tag) { (parser) throws(TemplateError) in
      try parser.body(of: tag, endings: ["endcapture"])
    }
    return .capture(name: name, body: body.nodes)
  }

  /// `capture` takes its name in quotes too.
  private func unquoted(_ markup: Range<Int>) -> Range<Int> {
    let range = source.bytes.trimming(markup)
    guard range.count > 2, let first = range.first, let last = range.last,
      source.bytes[first] == source.bytes[last],
      source.bytes[first] == UInt8(ascii: "\"") || source.bytes[first] == UInt8(ascii: "'")
    else { return range }
    return (first + 1)..<last
  }

  private func newName(in markup: Range<Int>) throws(TemplateError) -> (String, Range<Int>) {
    let bytes = source.bytes
    let start = markup.first { !bytes[$0].isSpace } ?? markup.upperBound
    let rest = start..<markup.upperBound
    let end = rest.first {
      !(bytes[$0].isWord || bytes[$0] == UInt8(ascii: "-") || bytes[$0] > 127)
    }
    let name = start..<(end ?? markup.upperBound)
    guard !name.isEmpty else { throw missing("the name of a variable", at: start, in: markup) }
    return (source.string(name), name.upperBound..<markup.upperBound)
  }

  private func missing(_ expected: String, at offset: Int, in range: Range<Int>) -> TemplateError {
    let text = source.string(offset..<max(offset, min(offset + 12, range.upperBound)))
    let found = text.isEmpty ? "the end of the tag" : "`\(text.prefix(1))`"
    return TemplateError(.unexpected(found: found, expected: expected), at: offset, in: source)
  }

  // MARK: if, unless, case

  private func condition(_ tag: Tag) throws(TemplateError) -> Condition {
    var parser = try ExpressionParser(source, in: tag.markup)
    return try parser.condition()
  }

  private mutating func branches(_ tag: Tag, into body: inout Body) throws(TemplateError) {
    var branches: [Branch] = []
    var isBlank = true
    var opening = tag
    while opening.name != "end" + tag.name {
      var branch = Branch(condition: nil, body: [])
      if opening.name == "else" {
        try nothingFollows(opening)
      } else {
        branch.condition = try condition(opening)
      }
      branch.isNegated = opening.name == "unless"
      let inner = try part(of: tag, endings: ["elsif", "else", "end" + tag.name])
      branch.body = inner.nodes
      branches.append(branch)
      isBlank = isBlank && inner.isBlank
      opening = inner.ending ?? tag
    }
    if isBlank { for index in branches.indices { branches[index].body.removeTexts() } }
    body.nodes.append(.branches(branches))
    body.isBlank = body.isBlank && isBlank
  }

  private mutating func choice(_ tag: Tag, into body: inout Body) throws(TemplateError) {
    var parser = try ExpressionParser(source, in: tag.markup)
    var choice = Choice(subject: try parser.operand(), parts: [], offset: tag.offset)
    try parser.end()
    let endings = ["when", "else", "endcase"]
    // What stands before the first `when` is never printed.
    var inner = try part(of: tag, endings: endings)
    var isBlank = inner.isBlank
    while let opening = inner.ending, opening.name != "endcase" {
      let values = try opening.name == "else" ? nothingFollows(opening) : alternatives(opening)
      inner = try part(of: tag, endings: endings)
      choice.parts.append(Choice.Part(values: values, body: inner.nodes))
      isBlank = isBlank && inner.isBlank
    }
    if isBlank { for index in choice.parts.indices { choice.parts[index].body.removeTexts() } }
    body.nodes.append(.choice(choice))
    body.isBlank = body.isBlank && isBlank
  }

  private mutating func part(of tag: Tag, endings: [String]) throws(TemplateError) -> Body {
    try nested(tag) { (parser) throws(TemplateError) in
      try parser.body(of: tag, endings: endings)
    }
  }

  private func alternatives(_ tag: Tag) throws(TemplateError) -> [Operand]? {
    var parser = try ExpressionParser(source, in: tag.markup)
    return try parser.alternatives()
  }

  /// `{% else if … %}` is refused, since the reference would take it for a plain `else`.
  @discardableResult
  private func nothingFollows(_ tag: Tag) throws(TemplateError) -> [Operand]? {
    let rest = source.bytes.trimming(tag.markup)
    guard rest.isEmpty else {
      let isIf = source.bytes.has("if", at: rest.lowerBound)
      throw TemplateError(
        .unexpected(
          found: "`\(source.string(rest.prefix(24)))`",
          expected: "the end of the tag after `else`" + (isIf ? " (or `elsif`)" : "")),
        at: rest.lowerBound, in: source)
    }
    return nil
  }
}

extension [Node] {
  /// Removes the white space of a block that prints nothing else, as the reference does.
  mutating func removeTexts() {
    removeAll { if case .text = $0 { true } else { false } }
  }
}
