/// A template compiled for the columns of a table, for millions of rows.
///
/// A render walks instructions and appends UTF-8 to a buffer: no dictionaries, and no copy of the
/// row. Fields count as text from outside: an empty one is `blank` and false in a test, and one that
/// is a number compares with numbers as a number. Printing an empty one without `default` is an
/// error.
public struct BoundTemplate: Sendable {
  private let program: Program
  private let plain: PlainProgram
  private let limits: Limits
  private let clock: Clock

  /// The indexes of the columns that the template reads, in ascending order.
  public let columns: [Int]

  init(_ program: Program, limits: Limits, clock: Clock) {
    self.program = program
    plain = PlainProgram(program)
    self.limits = limits
    self.clock = clock
    columns = program.columns
  }

  /// Appends the text for one row.
  ///
  /// - Parameters:
  ///   - bytes: The row, in UTF-8.
  ///   - fields: For each column, where its field stands in `bytes`. A field that is not there, or
  ///     not within the row, is empty.
  ///   - output: Where the text is appended. When an error is thrown, it is as it was before.
  /// - Returns: What the text does not show.
  /// - Throws: `RenderError.emptyValue` with the column's name, or another reason why this row has no
  ///   text.
  @discardableResult
  public func render(
    _ bytes: Span<UInt8>, fields: Span<FieldBounds>, into output: inout [UInt8]
  ) throws(RenderError) -> RenderNotes {
    try Row.with(bytes, fields) { (row) throws(RenderError) in
      if let notes = plain.render(row, limit: limits.outputBytes, into: &output) { return notes }
      return try render(row, into: &output)
    }
  }

  /// Whether a text stands outside of tags, and so is printed as it stands.
  public func prints(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    return program.code.contains { instruction in
      guard case .text(let start, let end) = instruction else { return false }
      return !program.source.bytes[Int(start)..<Int(end)].ranges(of: wanted).isEmpty
    }
  }

  /// What stands in the text as other programs write their columns, such as `{name}`, `%name%` or
  /// `[name]` for one of `names`, and is printed as it stands. Each once; the first ones of a long text.
  public func foreignPlaceholders(of names: some Sequence<String>) -> [String] {
    let search = PlaceholderSearch(names)
    var found: [String] = []
    for text in texts {
      let text = program.source.bytes[text]
      for placeholder in search.placeholders(in: text) where !found.contains(placeholder) {
        if found.count == PlaceholderSearch.most { return found }
        found.append(placeholder)
      }
    }
    return found
  }

  /// What is printed as it stands and seems not to be meant for readers. Each once.
  public var leftovers: [Leftover] {
    var search = LeftoverSearch(program.source)
    for text in texts { search.look(at: text) }
    return search.found
  }

  /// Texts in quotes that an output prints, as `{{ "name" }}` does. Each once; without long ones, and
  /// those that something is put before or behind.
  public var printedLiterals: [String] {
    var found: [String] = []
    for case .print(let index) in program.code where found.count < PlaceholderSearch.most {
      let formula = program.formulas[Int(index)]
      guard case .literal(.text(let text)) = formula.head,
        (1...PlaceholderSearch.longest).contains(text.count),
        !formula.calls.contains(where: { program.calls[Int($0)].joins })
      else { continue }
      let literal = program.source.string(text.range)
      if !found.contains(literal) { found.append(literal) }
    }
    return found
  }

  /// Formats in quotes that seem to be meant otherwise. Each once.
  public var formatSlips: [FormatSlip] {
    var found: [FormatSlip] = []
    for call in program.calls where call.filter == .date && !call.arguments.isEmpty {
      guard let format = text(of: program.arguments[Int(call.arguments.lowerBound)]),
        let slip = FormatSlip(format), !found.contains(slip)
      else { continue }
      found.append(slip)
    }
    return found
  }

  /// Texts in quotes that a condition asks for alone, as `{% if plan == "a" or "b" %}` does: they are true.
  public var trueTexts: [String] {
    program.tests.filter { $0.sign == nil }.compactMap { text(of: $0.left) }
  }

  /// Texts in quotes that are compared with no more than another text or a number of the template.
  public var comparedLiterals: [String] {
    program.tests.compactMap { test in
      guard test.sign != nil, case .literal = test.right else { return nil }
      return text(of: test.left)
    } + program.choices.compactMap { text(of: $0.subject) }
  }

  private func text(of address: Address) -> String? {
    guard case .literal(.text(let text)) = address, text.count <= PlaceholderSearch.longest else {
      return nil
    }
    return program.source.string(text.range)
  }

  /// What stands outside of tags, in the source; not all of a long one.
  private var texts: [Range<Int>] {
    var rest = PlaceholderSearch.mostBytes
    return program.code.compactMap { instruction in
      guard case .text(let start, let end) = instruction, rest > 0 else { return nil }
      let text = Int(start)..<min(Int(end), Int(start) + rest)
      rest -= text.count
      return text
    }
  }

  private func render(_ row: Row, into output: inout [UInt8]) throws(RenderError) -> RenderNotes {
    let start = output.count
    var buffer: [UInt8] = []
    swap(&buffer, &output)
    var machine = Machine(
      program, row: row, isStrict: true, limits: limits, clock: clock, output: buffer)
    buffer = []
    defer {
      swap(&machine.output, &output)
    }
    machine.startLocals()
    do throws(RenderError) { try machine.run() } catch {
      machine.output.removeSubrange(start...)
      throw error
    }
    return machine.notes
  }
}

extension Call {
  /// Whether it puts another text before or behind its input.
  fileprivate var joins: Bool { filter == .append || filter == .prepend }
}
