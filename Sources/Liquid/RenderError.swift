/// Why a row's text could not be made. Lines and columns are the template's, from 1.
public enum RenderError: Error, Sendable, Hashable {
  /// The variable printed here is empty or missing, and the template gives no `default`.
  case emptyValue(name: String, line: Int, column: Int)
  /// The variable has a value, of which nothing is left to print: a filter took it away, or it has no
  /// such part.
  case emptyResult(name: String, line: Int, column: Int)
  case unknownFilter(name: String, line: Int, column: Int)
  case wrongArguments(
    filter: String, given: Int, accepted: ClosedRange<Int>, line: Int, column: Int)
  case unknownOption(filter: String, option: String, line: Int, column: Int)
  /// An argument or the input of a filter is not what the filter needs.
  case invalidArgument(filter: String, problem: String, line: Int, column: Int)
  case dividedByZero(filter: String, line: Int, column: Int)
  /// `<`, `>`, `<=` or `>=` between values that have no order, such as text and a number.
  case notComparable(left: String, right: String, line: Int, column: Int)
  /// A number with more digits than anyone can read.
  case numberTooLarge(line: Int, column: Int)
  /// The text, or a value on the way to it, is larger than the limit.
  case tooLarge(limit: Int, line: Int, column: Int)

  /// Where in the template it happened.
  public var place: (line: Int, column: Int) {
    switch self {
    case .emptyValue(_, let line, let column), .emptyResult(_, let line, let column),
      .unknownFilter(_, let line, let column),
      .wrongArguments(_, _, _, let line, let column), .unknownOption(_, _, let line, let column),
      .invalidArgument(_, _, let line, let column), .dividedByZero(_, let line, let column),
      .notComparable(_, _, let line, let column), .numberTooLarge(let line, let column),
      .tooLarge(_, let line, let column):
      (line, column)
    }
  }

  /// The name of the variable that was empty, when that was the reason.
  public var emptyName: String? {
    switch self {
    case .emptyValue(let name, _, _), .emptyResult(let name, _, _): name
    default: nil
    }
  }
}

extension RenderError: CustomStringConvertible {
  /// The fault in words, and its place in the template.
  public var description: String {
    "\(summary) (template line \(place.line), column \(place.column))"
  }

  /// The fault in words, without its place.
  public var summary: String {
    switch self {
    case .emptyValue(let name, _, _): "`\(name)` is empty, and the template gives no default"
    case .emptyResult(let name, _, _): "nothing is left to print of `\(name)`"
    case .unknownFilter(let name, _, _): "unknown filter `\(name)`"
    case .wrongArguments(let filter, let given, let accepted, _, _):
      "the filter `\(filter)` cannot take \(given) arguments (\(accepted.lowerBound) to "
        + "\(accepted.upperBound))"
    case .unknownOption(let filter, let option, _, _):
      "the filter `\(filter)` has no option `\(option)`"
    case .invalidArgument(let filter, let problem, _, _): "\(filter): \(problem)"
    case .dividedByZero(let filter, _, _): "\(filter): divided by 0"
    case .notComparable(let left, let right, _, _): "\(left) cannot be compared with \(right)"
    case .numberTooLarge: "a number has too many digits"
    case .tooLarge(let limit, _, _): "the text is too large (limit: \(limit) bytes)"
    }
  }
}
