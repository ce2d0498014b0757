/// One render: it walks the instructions of a program and writes bytes.
struct Machine {
  let program: Program
  let row: Row
  let isStrict: Bool
  let limits: Limits
  let clock: Clock
  var output: [UInt8]
  /// Bytes of `output` that were there before.
  private let outputStart: Int
  /// Texts made by filters and captures. Only grows, so that a `Text` stays valid.
  var scratch: [UInt8] = []
  /// Where a filter writes, since it reads from `scratch`.
  var work: [UInt8] = []
  /// Elements of arrays. Only grows.
  var cells: [Cell] = []
  var locals: [Reading] = []
  var objects: [[String: Value]] = []
  /// For each open capture, where in `output` it begins.
  private var captures: [Int] = []
  private var repeats = 0
  private var bytesRead = 0
  var notes: RenderNotes = []
  /// What is to be noted of the date that was told last, if it is printed as it is. A template may compare what it
  /// keeps with `00:00`, or take that away, so that nobody reads it.
  var notesOfTold: RenderNotes = []
  /// Where in the source the machine is, for errors.
  var offset: UInt32 = 0
  /// The filter that runs, or ran last, for errors.
  var call = Call(
    filter: nil, arguments: 0..<0, allowFalse: nil, strayOption: nil, isWellFormed: true,
    name: .empty)

  init(
    _ program: Program, row: Row, isStrict: Bool, limits: Limits, clock: Clock,
    output: consuming [UInt8]
  ) {
    self.program = program
    self.row = row
    self.isStrict = isStrict
    self.limits = limits
    self.clock = clock
    outputStart = output.count
    self.output = output
  }

  /// Runs the program to its end.
  mutating func run() throws(RenderError) {
    do throws(Fault) { try runCode() } catch { throw located(error) }
  }

  private mutating func runCode() throws(Fault) {
    // Held here, so that no instruction has to.
    let (code, source) = (program.code, program.source)
    var index = 0
    while index < code.count {
      switch code[index] {
      case .text(let start, let end):
        try reserve(Int(end - start), at: start)
        source.append(Int(start)..<Int(end), to: &output)
      case .column(let column, let name, let offset):
        try printField(column, name: name, offset: offset)
      case .print(let formula): try print(formula)
      case .assign(let local, let formula): locals[Int(local)] = try evaluate(formula)
      case .jump(let target):
        index = Int(target)
        continue
      case .branch(let test, let ifTrue, let ifFalse):
        index = Int(try holds(test) ? ifTrue : ifFalse)
        continue
      default:
        if let target = try runBlock(code[index]) {
          index = target
          continue
        }
      }
      index += 1
    }
  }

  /// Runs an instruction of `capture` or `case`; returns where to go on, unless with the next one.
  private mutating func runBlock(_ instruction: Instruction) throws(Fault) -> Int? {
    switch instruction {
    case .beginCapture: captures.append(output.count)
    case .endCapture(let local, let offset): try endCapture(local, offset: offset)
    case .begin(let choice): reset(program.choices[Int(choice)])
    case .match(let choice): set(program.choices[Int(choice)].pending, to: 0)
    case .again(let choice, let exit):
      return try findsMatch(program.choices[Int(choice)]) ? nil : Int(exit)
    case .otherwise(let choice, let exit):
      return counter(program.choices[Int(choice)].matched) > 0 ? Int(exit) : nil
    default: break
    }
    return nil
  }

  // MARK: Printing

  @inline(__always)
  private mutating func printField(_ column: UInt32, name: UInt32, offset: UInt32) throws(Fault) {
    let field = row.field(column)
    guard !field.isEmpty else {
      self.offset = offset
      throw .empty(name: name)
    }
    try reserve(field.count, at: offset)
    notes.formUnion(row.notes(ofPrinted: field))
    row.append(field, to: &output)
  }

  /// Checks that `count` bytes more may be printed.
  @inline(__always)
  private mutating func reserve(_ count: Int, at offset: UInt32) throws(Fault) {
    guard output.count - outputStart + count <= limits.outputBytes else {
      self.offset = offset
      throw .tooLarge
    }
  }

  private mutating func print(_ formula: UInt32) throws(Fault) {
    let reading = try evaluate(formula)
    if case .array(let run) = reading.cell { try spend(2 * Int(run.count)) }
    let start = program.formulas[Int(formula)].offset
    if !notesOfTold.isEmpty, captures.isEmpty, lastFilter(of: formula) == .date {
      notes.formUnion(notesOfTold)
    }
    if isStrict, let name = reading.blame.name, reading.blame.isHole || isEmpty(reading.cell) {
      offset = start
      throw .empty(name: name)
    }
    try notePrinted(reading)
    try print(reading.cell, at: start)
  }

  private func lastFilter(of formula: UInt32) -> Filter? {
    program.formulas[Int(formula)].calls.last.flatMap { program.calls[Int($0)].filter }
  }

  /// What filters made of a field may look like a word for no value, and be a name: of `Null`, `upcase` makes
  /// `NULL`.
  mutating func notePrinted(_ reading: Reading) throws(Fault) {
    guard case .text(let text) = reading.cell, text.isField else { return }
    let found = try withBytes(of: text) { PrintedText.notes(of: $0) }
    if found.isEmpty { return }
    if found == .filler, text.buffer == .scratch, try !isFiller(reading.blame.name) { return }
    notes.formUnion(found)
  }

  /// Whether the field behind a name is such a word, but for spaces around it.
  private func isFiller(_ name: UInt32?) throws(Fault) -> Bool {
    guard let column = name.flatMap(column) else { return false }
    let bytes = try row.withBytes(of: row.field(column)) { $0.copy($0.indices) }
    let trimmed = Array(bytes[bytes.trimming(bytes.indices)])
    return PrintedText.notes(of: trimmed.span) == .filler
  }

  private mutating func print(_ cell: Cell, at offset: UInt32) throws(Fault) {
    if case .text(let text) = cell {
      try reserve(text.count, at: offset)
      return append(text, to: &output)
    }
    self.offset = offset
    var out: [UInt8] = []
    swap(&out, &output)
    defer { swap(&out, &output) }
    try append(cell, to: &out, limit: outputStart + limits.outputBytes)
  }

  // MARK: capture

  private mutating func endCapture(_ local: UInt32, offset: UInt32) throws(Fault) {
    let start = captures.removeLast()
    self.offset = offset
    let text = try keep(output[start...], isField: false)
    output.removeSubrange(start...)
    locals[Int(local)] = Reading(cell: .text(text), blame: .none)
  }

  // MARK: case

  private func counter(_ local: UInt32) -> Int {
    if case .integer(let count) = locals[Int(local)].cell { count } else { 0 }
  }

  private mutating func set(_ local: UInt32, to count: Int) {
    locals[Int(local)] = Reading(cell: .integer(count), blame: .none)
  }

  /// What a choice counts as matched when nothing more of it may match.
  private static let ended = 2

  private mutating func reset(_ choice: ChoiceTest) {
    set(choice.pending, to: 0)
    set(choice.matched, to: 0)
  }

  /// Goes on to the next value of a `when` that matches, if there is one.
  ///
  /// As in the reference, each value that matches prints the block once more. There a text is never equal
  /// to a number or to `nil`; here a field can be, so that `when 1 or "1"` would print twice. Such a match
  /// counts only as the first one, and ends the choice.
  private mutating func findsMatch(_ choice: ChoiceTest) throws(Fault) -> Bool {
    offset = choice.offset
    let start = counter(choice.pending)
    let matched = counter(choice.matched)
    guard matched != Self.ended else { return false }
    for index in start..<choice.values.count {
      let subject = try read(choice.subject).cell
      let value = try read(program.arguments[Int(choice.values.lowerBound) + index]).cell
      if matched == 0 { noteBoolean(subject, beside: value) }
      guard try equals(subject, value) else { continue }
      let isOfOneKind = isOfOneKind(subject, value)
      guard isOfOneKind || matched == 0 else { continue }
      // A block within a block within … that each match twice would take time without end.
      if start > 0 { repeats += 1 }
      guard repeats <= Limits.repeats else { throw .tooLarge }
      set(choice.pending, to: index + 1)
      set(choice.matched, to: isOfOneKind ? 1 : Self.ended)
      return true
    }
    return false
  }

  // MARK: Bounds

  /// Digits that are taken for a number, and formats of dates, are read more slowly than other bytes.
  static let costOfDigit = 16
  static let costOfFormat = 64

  /// Counts bytes that a filter or a comparison is about to read.
  mutating func spend(_ count: Int) throws(Fault) {
    bytesRead += count
    guard bytesRead <= limits.readBytes else { throw .tooLarge }
  }
}
