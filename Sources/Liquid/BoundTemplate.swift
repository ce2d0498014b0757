/// A template compiled for the columns of a table, for millions of rows.
///
/// A render walks instructions and appends UTF-8 to a buffer: no dictionaries, and no copy of the
/// row. Fields count as text from outside: an empty one is `blank` and false in a test, and one that
/// is a number compares with numbers as a number. Printing an empty one without `default` is an
/// error.
public struct BoundTemplate: Sendable {
  private let program: Program
  private let plain: PlainProgram?
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
      if let notes = plain?.render(row, limit: limits.outputBytes, into: &output) { return notes }
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
    var rest = PlaceholderSearch.mostBytes
    for case .text(let start, let end) in program.code {
      let text = program.source.bytes[Int(start)..<Int(end)].prefix(rest)
      rest -= text.count
      for placeholder in search.placeholders(in: text) where !found.contains(placeholder) {
        if found.count == PlaceholderSearch.most { return found }
        found.append(placeholder)
      }
    }
    return found
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
