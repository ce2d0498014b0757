/// Reads the inside of one tag: values, filters and conditions.
struct ExpressionParser {
  let source: SourceText
  private var lexer: Lexer
  private(set) var token: Token
  private var ahead: Token
  private var depth = 0

  init(_ source: SourceText, in range: Range<Int>) throws(TemplateError) {
    self.source = source
    lexer = Lexer(source, in: range)
    token = try lexer.next()
    ahead = try lexer.next()
  }

  var offset: Int { token.range.lowerBound }
  var text: String { source.string(token.range) }

  // MARK: Tokens

  mutating func advance() throws(TemplateError) {
    token = ahead
    ahead = try lexer.next()
  }

  /// Takes the token if it is of this kind.
  mutating func take(_ kind: Token.Kind) throws(TemplateError) -> Bool {
    guard token.kind == kind else { return false }
    try advance()
    return true
  }

  /// Takes the name if it is this one.
  mutating func take(word: String) throws(TemplateError) -> Bool {
    guard token.kind == .name, text == word else { return false }
    try advance()
    return true
  }

  func fail(expecting expected: String) -> TemplateError {
    let found = token.kind == .end ? "the end of the tag" : "`\(text)`"
    return TemplateError(.unexpected(found: found, expected: expected), at: offset, in: source)
  }

  func end(expecting expected: String = "the end of the tag") throws(TemplateError) {
    guard token.kind == .end else { throw fail(expecting: expected) }
  }

  // MARK: Expressions

  /// A value with filters, up to the end of the tag. Nothing at all is `nil`, as in the reference.
  mutating func expression() throws(TemplateError) -> Expression {
    let offset = offset
    guard token.kind != .end else { return Expression(head: .nothing, filters: [], offset: offset) }
    let head = try operand()
    var filters: [FilterUse] = []
    while try take(.pipe) { filters.append(try filterUse()) }
    try end(expecting: "a filter or the end of the tag")
    return Expression(head: head, filters: filters, offset: offset)
  }

  private mutating func filterUse() throws(TemplateError) -> FilterUse {
    guard token.kind == .name else { throw fail(expecting: "the name of a filter") }
    var use = FilterUse(
      name: text, filter: Filter(name: text), arguments: [], options: [], offset: offset)
    if use.filter == nil, Filter.refused.contains(use.name) {
      throw TemplateError(.refusedFilter(use.name), at: offset, in: source)
    }
    try advance()
    guard try take(.colon) else { return use }
    repeat { try argument(of: &use) } while try take(.comma)
    return use
  }

  private mutating func argument(of use: inout FilterUse) throws(TemplateError) {
    if token.kind == .name, ahead.kind == .colon {
      let (name, range) = (text, token.range)
      try advance()
      try advance()
      use.options.append((name, range, try operand()))
    } else {
      use.arguments.append(try operand())
    }
  }

  /// One value.
  mutating func operand() throws(TemplateError) -> Operand {
    let range = token.range
    switch token.kind {
    case .string:
      try advance()
      return .string((range.lowerBound + 1)..<(range.upperBound - 1))
    case .number:
      guard range.count <= Limits.digits else {
        throw fail(expecting: "a number of at most \(Limits.digits) digits")
      }
      try advance()
      return .number(range)
    case .name: return try named()
    case .openSquare: return try bracketed()
    case .openRound:
      let found = "`(`: conditions have no parentheses, and ranges belong to loops"
      throw TemplateError(.unexpected(found: found, expected: "a value"), at: offset, in: source)
    default: throw fail(expecting: "a value")
    }
  }

  private mutating func named() throws(TemplateError) -> Operand {
    let (name, offset) = (text, offset)
    try advance()
    let steps = try steps()
    guard steps.isEmpty else {
      return .variable(Variable(name: name, steps: steps, offset: offset))
    }
    switch name {
    case "nil", "null": return .nothing
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "blank": return .blank
    case "empty": return .empty
    default: return .variable(Variable(name: name, steps: [], offset: offset))
    }
  }

  /// `["b c"]`: a variable whose name is not a plain word.
  private mutating func bracketed() throws(TemplateError) -> Operand {
    let offset = offset
    try advance()
    guard token.kind == .string else { throw fail(expecting: "a name in quotes") }
    let name = source.string((token.range.lowerBound + 1)..<(token.range.upperBound - 1))
    try advance()
    guard try take(.closeSquare) else { throw fail(expecting: "`]`") }
    return .variable(Variable(name: name, steps: try steps(), offset: offset))
  }

  private mutating func steps() throws(TemplateError) -> [Variable.Step] {
    var steps: [Variable.Step] = []
    while true {
      if try take(.dot) {
        guard token.kind == .name else { throw fail(expecting: "the name of a property") }
        steps.append(.property(text, token.range))
        try advance()
      } else if try take(.openSquare) {
        steps.append(.index(try index()))
      } else {
        return steps
      }
    }
  }

  private mutating func index() throws(TemplateError) -> Operand {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Limits.depth else {
      throw TemplateError(.nestedTooDeeply(limit: Limits.depth), at: offset, in: source)
    }
    let operand = try operand()
    guard try take(.closeSquare) else { throw fail(expecting: "`]`") }
    return operand
  }
}

// MARK: Conditions

extension ExpressionParser {
  /// Comparisons joined by `and` and `or`, up to the end of the tag.
  mutating func condition() throws(TemplateError) -> Condition {
    var terms: [(Comparison, Condition.Link?)] = []
    while true {
      let comparison = try comparison()
      let link: Condition.Link? =
        try take(word: "and") ? .and : take(word: "or") ? .or : nil
      terms.append((comparison, link))
      if link == nil { break }
    }
    try end(expecting: "`and`, `or` or the end of the tag")
    return Condition(terms: terms)
  }

  private mutating func comparison() throws(TemplateError) -> Comparison {
    let left = try operand()
    let (sign, offset) = (text, offset)
    guard try take(.comparison) else {
      if token.kind == .assignment { throw fail(expecting: "`==`") }
      return Comparison(left: left, sign: nil, right: .nothing, offset: offset)
    }
    return Comparison(
      left: left, sign: sign == "<>" ? .unequal : Comparison.Sign(rawValue: sign),
      right: try operand(), offset: offset)
  }

  /// The values of a `when`, separated by commas or `or`.
  mutating func alternatives() throws(TemplateError) -> [Operand] {
    var values = [try operand()]
    while true {
      var separated = try take(.comma)
      if !separated { separated = try take(word: "or") }
      guard separated, token.kind != .end else { break }
      values.append(try operand())
    }
    try end(expecting: "`or`, a comma or the end of the tag")
    return values
  }
}
