/// Why a render stops, before it is known where in the template that is.
enum Fault: Error {
  case empty(name: UInt32)
  case unknownFilter
  case wrongArguments
  case unknownOption(Text)
  case invalid(String)
  case dividedByZero
  case notComparable(String, String)
  case numberTooLarge
  case tooLarge
}

extension Machine {
  /// The fault with its place.
  func located(_ fault: Fault) -> RenderError {
    let position = program.source.position(at: Int(offset))
    let (line, column) = (position.line, position.column)
    let filter = program.source.string(call.name.range)
    return switch fault {
    case .empty(let name) where isEmptyItself(name):
      .emptyValue(name: program.names[Int(name)], line: line, column: column)
    case .empty(let name):
      .emptyResult(name: program.names[Int(name)], line: line, column: column)
    case .unknownFilter: .unknownFilter(name: filter, line: line, column: column)
    case .wrongArguments:
      .wrongArguments(
        filter: filter, given: call.arguments.count, accepted: call.filter?.arguments ?? 0...0,
        line: line, column: column)
    case .unknownOption(let name):
      .unknownOption(
        filter: filter, option: program.source.string(name.range), line: line, column: column)
    case .invalid(let problem):
      .invalidArgument(filter: filter, problem: problem, line: line, column: column)
    case .dividedByZero: .dividedByZero(filter: filter, line: line, column: column)
    case .notComparable(let left, let right):
      .notComparable(left: left, right: right, line: line, column: column)
    case .numberTooLarge: .numberTooLarge(line: line, column: column)
    case .tooLarge: .tooLarge(limit: limits.outputBytes, line: line, column: column)
    }
  }

  /// Whether a column is empty by itself, and not because of what the template makes of it.
  private func isEmptyItself(_ name: UInt32) -> Bool {
    column(of: name).map { row.field($0).isEmpty } ?? true
  }

  /// The column that a name stands for, unless a template gives it another value before it is read.
  func column(of name: UInt32) -> UInt32? {
    for case .column(let column, name) in program.formulas.lazy.map(\.head) { return column }
    for case .column(let column, name) in program.paths.lazy.map(\.head) { return column }
    for case .column(let column, name) in program.arguments { return column }
    return Int(name) < program.locals.count ? program.locals[Int(name)] : nil
  }
}
