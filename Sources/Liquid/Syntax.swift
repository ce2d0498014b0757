/// A template as a tree. Texts, names of literals and numbers are ranges of the source.
enum Node: Sendable {
  case text(Range<Int>)
  /// Text of a `raw` block, whose white space is left alone.
  case raw(Range<Int>)
  case output(Expression)
  case assign(name: String, value: Expression)
  case capture(name: String, body: [Node])
  /// `if` and `unless`.
  case branches([Branch])
  /// `case`.
  case choice(Choice)
}

/// A value and the filters it goes through.
struct Expression: Sendable {
  var head: Operand
  var filters: [FilterUse]
  var offset: Int
}

/// A value as it is written.
enum Operand: Sendable {
  case nothing
  case boolean(Bool)
  case number(Range<Int>)
  case string(Range<Int>)
  case blank
  case empty
  case variable(Variable)
}

/// A variable and the way into it.
struct Variable: Sendable {
  /// A part after the name: `.size`, `["b c"]`, `[0]`.
  enum Step: Sendable {
    case property(String, Range<Int>)
    case index(Operand)
  }
  var name: String
  var steps: [Step]
  var offset: Int
}

/// A filter with its arguments.
struct FilterUse: Sendable {
  var name: String
  var filter: Filter?
  var arguments: [Operand]
  var options: [(name: String, range: Range<Int>, value: Operand)]
  var offset: Int
}

/// Comparisons in a row. As in the reference, `a and b or c` is `a and (b or c)`.
struct Condition: Sendable {
  enum Link: Sendable { case and, or }
  var terms: [(comparison: Comparison, link: Link?)]
}

/// One comparison, or one value that is tested.
struct Comparison: Sendable {
  enum Sign: String, Sendable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case more = ">"
    case atMost = "<="
    case atLeast = ">="
    case contains
  }
  var left: Operand
  var sign: Sign?
  var right: Operand
  var offset: Int
}

/// A part of an `if` or `unless`; the `else` part has no condition.
struct Branch: Sendable {
  var condition: Condition?
  var isNegated = false
  var body: [Node]
}

/// A `case`. The reference prints a `when` once for each of its values that matches.
struct Choice: Sendable {
  struct Part: Sendable {
    /// Nil is `else`.
    var values: [Operand]?
    var body: [Node]
  }
  var subject: Operand
  var parts: [Part]
  var offset: Int
}
