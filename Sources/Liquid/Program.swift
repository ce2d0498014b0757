/// A template as instructions. Everything in it is a plain value or an index.
final class Program: Sendable {
  let source: SourceText
  let code: [Instruction]
  let formulas: [Formula]
  let calls: [Call]
  let arguments: [Address]
  let paths: [Path]
  let steps: [Path.Step]
  let tests: [Test]
  let choices: [ChoiceTest]
  /// Texts of the template that something is compared with for being equal, as bytes: two texts in Swift are
  /// equal whose characters are.
  let comparedTexts: Set<[UInt8]>
  /// Names of variables, for errors. The first ones are those of `locals`.
  let names: [String]
  /// For each local that has a name, the column that it stands for until it is assigned.
  let locals: [UInt32?]
  /// Locals without a name, which count the matches of a `case`.
  let counters: Int
  /// The columns that are read, in ascending order.
  let columns: [Int]

  init(_ draft: ProgramDraft) {
    source = draft.source
    code = draft.code
    formulas = draft.formulas
    calls = draft.calls
    arguments = draft.arguments
    paths = draft.paths
    steps = draft.steps
    tests = draft.testsWithLooks
    choices = draft.choices
    comparedTexts = draft.comparedTexts
    names = draft.names
    locals = draft.locals
    counters = draft.counters
    columns = draft.columns.sorted()
  }
}

extension ProgramDraft {
  /// Whoever writes `{% if vip %}` does not think of a column that says `FALSE`; whoever compares it with
  /// something knows what it says.
  fileprivate var testsWithLooks: [Test] {
    let compared =
      tests.filter { !$0.asksForValue }.flatMap { [$0.left, $0.right] } + choices.map(\.subject)
      + paths.map(\.head)
    let known = Set(compared.compactMap(\.column))
    let used = usedColumns
    return tests.map { test in
      var test = test
      guard let column = test.left.column, test.asksForValue, !known.contains(column) else {
        return test
      }
      test.look = test.sign != nil ? .fillers : used.contains(column) ? .words : .letters
      return test
    }
  }

  fileprivate var comparedTexts: Set<[UInt8]> {
    let compared =
      tests.filter { $0.sign == .equal || $0.sign == .unequal }.flatMap { [$0.left, $0.right] }
      + choices.flatMap { arguments[Int($0.values.lowerBound)..<Int($0.values.upperBound)] }
    return Set(
      compared.compactMap { address in
        guard case .literal(.text(let text)) = address else { return nil }
        return Array(source.bytes[text.range])
      })
  }

  /// Those that are printed, and those that something is made of.
  private var usedColumns: Set<UInt32> {
    let printed = code.compactMap { instruction in
      if case .column(let column, _, _) = instruction { column } else { nil }
    }
    return Set((formulas.map(\.head) + arguments).compactMap(\.column) + printed)
  }
}

extension Cell {
  /// Whether it is `nil`, `blank`, `empty` or `""`.
  fileprivate var isHollow: Bool {
    switch self {
    case .nothing, .blank, .empty: true
    case .text(let text): text.isEmpty
    default: false
    }
  }
}

extension Address {
  fileprivate var column: UInt32? { if case .column(let column, _) = self { column } else { nil } }
}

enum Instruction: Sendable {
  /// Prints bytes of the source.
  case text(start: UInt32, end: UInt32)
  /// Prints a field of the row, which must not be empty.
  case column(UInt32, name: UInt32, offset: UInt32)
  case print(formula: UInt32)
  case assign(local: UInt32, formula: UInt32)
  case beginCapture
  case endCapture(local: UInt32, offset: UInt32)
  case branch(test: UInt32, ifTrue: UInt32, ifFalse: UInt32)
  case jump(UInt32)
  /// Clears the counters of a `case`.
  case begin(choice: UInt32)
  /// Begins with the first value of a `when`.
  case match(choice: UInt32)
  /// Goes on if one more value of the `when` matches.
  case again(choice: UInt32, exit: UInt32)
  /// Goes on if no `when` before matched.
  case otherwise(choice: UInt32, exit: UInt32)
}

/// Where a value is found.
enum Address: Sendable {
  case literal(Cell)
  case column(UInt32, name: UInt32)
  case local(UInt32)
  case path(UInt32)
}

/// A value and its filters.
struct Formula: Sendable {
  var head: Address
  var calls: Range<UInt32>
  var offset: UInt32
}

/// One use of a filter.
struct Call: Sendable {
  /// Nil for a name that is no filter.
  var filter: Filter?
  var arguments: Range<UInt32>
  /// The value of `allow_false`.
  var allowFalse: Address?
  /// The first option that the filter does not have.
  var strayOption: Text?
  /// Whether the filter takes as many arguments as it is given.
  var isWellFormed: Bool
  /// The place of its name in the source.
  var name: Text
}

/// A way into a variable.
struct Path: Sendable {
  enum Step: Sendable {
    case size(Text)
    case first(Text)
    case last(Text)
    case property(Text)
    case index(Address)
  }
  var head: Address
  var name: UInt32
  var steps: Range<UInt32>
}

/// One comparison; without a sign, whether the left side is true.
struct Test: Sendable {
  /// What is looked for in a column, besides what was looked for before it in this list.
  enum Look: Comparable, Sendable {
    case none
    /// `NULL` and the like.
    case fillers
    /// `FALSE` and `0`, which are nothing else where the column is printed too.
    case words
    /// `no`, `n`, `f`: words and letters of a column that is used for nothing else.
    case letters
  }

  var left: Address
  var sign: Comparison.Sign?
  var right: Address
  var offset: UInt32
  var look = Look.none

  /// Whether it asks for nothing but whether there is a value: `{% if vip %}`, `{% if vip != blank %}`.
  fileprivate var asksForValue: Bool {
    switch (sign, right) {
    case (nil, _): true
    case (.equal, .literal(let cell)), (.unequal, .literal(let cell)): cell.isHollow
    default: false
    }
  }
}

/// The values of one `when`; of the whole `case` in its `begin`.
struct ChoiceTest: Sendable {
  var subject: Address
  var values: Range<UInt32>
  var offset: UInt32
  /// Counters: the next value of this `when` to be looked at, and whether any matched before.
  var pending: UInt32
  var matched: UInt32
}

/// A program in the making.
struct ProgramDraft {
  let source: SourceText
  var code: [Instruction] = []
  var formulas: [Formula] = []
  var calls: [Call] = []
  var arguments: [Address] = []
  var paths: [Path] = []
  var steps: [Path.Step] = []
  var tests: [Test] = []
  var choices: [ChoiceTest] = []
  var names: [String] = []
  var locals: [UInt32?] = []
  var counters = 0
  var columns: Set<Int> = []

  init(source: SourceText) { self.source = source }
}
