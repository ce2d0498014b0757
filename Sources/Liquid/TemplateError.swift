/// Why a template cannot be used, found before anything is rendered.
public struct TemplateError: Error, Sendable, Hashable {
  /// What is wrong.
  public enum Kind: Sendable, Hashable {
    /// `{{` without its `}}`, or `{%` without its `%}`.
    case unterminated(opening: String, closing: String)
    /// A block that is never closed, such as an `if` without `endif`.
    case unclosedBlock(String)
    /// A tag that has no place here, such as an `else` outside a block.
    case misplacedTag(String, inside: String?)
    case unknownTag(String, nearest: String?)
    /// A tag of Liquid that is left out on purpose.
    case refusedTag(String, reason: String)
    case unexpectedCharacter(String)
    case unexpected(found: String, expected: String)
    /// Neither a column nor a name that was assigned before.
    case unknownVariable(String, nearest: String?, known: [String])
    /// A property that values of this kind never have.
    case unknownProperty(String, of: String)
    case unknownFilter(String, nearest: String?)
    /// A filter of Liquid that is left out on purpose.
    case refusedFilter(String)
    case wrongArguments(filter: String, given: Int, accepted: ClosedRange<Int>)
    case unknownOption(filter: String, option: String)
    /// `{{ }}`, or a word for nothing alone, such as `{{ nil }}`.
    case nothingToPrint
    /// A format of `date` that prints nothing of it.
    case noDirective(String)
    case nestedTooDeeply(limit: Int)
    case tooManyTags(limit: Int)
    /// `limit`: in bytes of UTF-8.
    case tooLong(limit: Int)
  }

  /// What is wrong.
  public let kind: Kind
  /// The line, from 1.
  public let line: Int
  /// The column, in characters from 1.
  public let column: Int
  /// The line, or the part of it around the fault when it is long.
  public let sourceLine: String
  /// How many characters of `sourceLine` stand before the fault.
  public let caret: Int

  init(_ kind: Kind, at offset: Int, in source: SourceText) {
    let position = source.position(at: offset)
    self.kind = kind
    line = position.line
    column = position.column
    (sourceLine, caret) = source.excerpt(at: offset)
  }

  /// The known name that was probably meant.
  public var nearest: String? {
    switch kind {
    case .unknownTag(_, let nearest), .unknownVariable(_, let nearest, _),
      .unknownFilter(_, let nearest):
      nearest
    default: nil
    }
  }

  /// The source line with a caret under the fault.
  public var excerpt: String {
    // As wide as a space everywhere.
    let line = sourceLine.map { $0 == "\t" ? " " : $0 }
    let columns = line.prefix(caret).reduce(0) { $0 + ColumnWidth.of($1) }
    return "\(String(line))\n\(String(repeating: " ", count: columns))^"
  }
}
