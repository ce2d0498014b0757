/// Finding values and making them.
extension Machine {
  // MARK: Start

  /// Gives the locals their first values: a field, or nothing.
  mutating func startLocals() {
    locals.reserveCapacity(program.locals.count + program.counters)
    for (name, column) in program.locals.enumerated() {
      guard let column else {
        locals.append(hole(UInt32(name)))
        continue
      }
      locals.append(read(column: column, name: UInt32(name)))
    }
    for _ in 0..<program.counters { locals.append(Reading(cell: .nothing, blame: .none)) }
  }

  /// Gives the locals the values of `variables`, by name.
  mutating func startLocals(with variables: [String: Value]) throws(Fault) {
    for (index, name) in program.names.prefix(program.locals.count).enumerated() {
      guard let value = variables[name] else {
        locals.append(hole(UInt32(index)))
        continue
      }
      let cell = try cell(of: value)
      locals.append(Reading(cell: cell, blame: Blame(name: UInt32(index), isHole: isEmpty(cell))))
    }
    for _ in 0..<program.counters { locals.append(Reading(cell: .nothing, blame: .none)) }
  }

  private func hole(_ name: UInt32) -> Reading {
    Reading(cell: .nothing, blame: Blame(name: name, isHole: true))
  }

  private func read(column: UInt32, name: UInt32) -> Reading {
    let field = row.field(column)
    return Reading(cell: .text(field), blame: Blame(name: name, isHole: field.isEmpty))
  }

  // MARK: Values from outside

  /// The cell of a value. Text counts as a field in strict renders.
  mutating func cell(of value: Value, depth: Int = 0) throws(Fault) -> Cell {
    switch value {
    case .nil: return .nothing
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .decimal(let value):
      guard value.isFinite else { throw .numberTooLarge }
      return .decimal(value)
    case .string(let value): return .text(try keep(value.utf8, isField: isStrict))
    case .array(let values): return try array(of: values, depth: depth)
    case .object(let object):
      objects.append(object)
      return .object(Int32(truncatingIfNeeded: objects.count - 1))
    }
  }

  private mutating func array(of values: [Value], depth: Int) throws(Fault) -> Cell {
    guard depth < Limits.depth else { throw .tooLarge }
    var elements: [Cell] = []
    for value in values { elements.append(try cell(of: value, depth: depth + 1)) }
    return try keep(elements)
  }

  // MARK: Making values

  /// Puts bytes among the texts of this render.
  mutating func keep(_ bytes: some Collection<UInt8>, isField: Bool) throws(Fault) -> Text {
    guard bytes.count <= limits.scratchBytes - scratch.count else { throw .tooLarge }
    let start = UInt32(scratch.count)
    if scratch.isEmpty { scratch.reserveCapacity(256) }
    scratch.append(contentsOf: bytes)
    return Text(buffer: .scratch, isField: isField, start: start, end: UInt32(scratch.count))
  }

  /// Puts an array among the arrays of this render.
  mutating func keep(_ elements: [Cell]) throws(Fault) -> Cell {
    guard elements.count <= limits.elements - cells.count else { throw .tooLarge }
    let start = UInt32(cells.count)
    cells += elements
    return .array(Run(start: start, count: UInt32(elements.count)))
  }

  /// The text that a filter makes of `input`.
  mutating func transform(
    _ input: Text, _ body: (Span<UInt8>, inout [UInt8]) throws(Fault) -> Void
  ) throws(Fault) -> Text {
    try spend(input.count)
    var out: [UInt8] = []
    swap(&out, &work)
    defer { swap(&out, &work) }
    out.removeAll(keepingCapacity: true)
    try withBytes(of: input) { (bytes) throws(Fault) in try body(bytes, &out) }
    return try keep(out, isField: input.isField)
  }

  // MARK: Reading

  @inline(__always)
  mutating func read(_ address: Address) throws(Fault) -> Reading {
    switch address {
    case .literal(let cell): Reading(cell: cell, blame: .none)
    case .column(let column, let name): read(column: column, name: name)
    case .local(let index): locals[Int(index)]
    case .path(let path): try read(program.paths[Int(path)])
    }
  }

  private mutating func read(_ path: Path) throws(Fault) -> Reading {
    var reading = try read(path.head)
    for index in path.steps {
      let cell = try follow(program.steps[Int(index)], from: reading.cell)
      if case .nothing = cell { return hole(reading.blame.name ?? path.name) }
      reading.cell = cell
      reading.blame.isHole = reading.blame.name != nil && isEmpty(cell)
    }
    return reading
  }

  private mutating func follow(_ step: Path.Step, from cell: Cell) throws(Fault) -> Cell {
    switch step {
    case .size(let name), .first(let name), .last(let name), .property(let name):
      if case .object = cell {
        let found = try property(.text(name), of: cell)
        if case .nothing = found {} else { return found }
      }
      return try follow(command: step, from: cell)
    case .index(let address): return try property(read(address).cell, of: cell)
    }
  }

  private mutating func follow(command: Path.Step, from cell: Cell) throws(Fault) -> Cell {
    switch (command, cell) {
    case (.size, .nothing), (.size, .boolean), (.size, .decimal): .nothing
    case (.size, _): .integer(try sized(cell))
    case (.first, _): try end(of: cell, isFirst: true)
    case (.last, _): try end(of: cell, isFirst: false)
    default: .nothing
    }
  }

  /// The first or last element. The first of an object is a pair; those of a text are nothing.
  mutating func end(of cell: Cell, isFirst: Bool) throws(Fault) -> Cell {
    switch cell {
    case .array(let run) where run.count > 0:
      return cells[isFirst ? Int(run.start) : run.range.upperBound - 1]
    case .object(let index) where isFirst:
      guard let (key, value) = objects[Int(index)].min(by: { $0.key < $1.key }) else {
        return .nothing
      }
      let name = Cell.text(try keep(key.utf8, isField: false))
      return try keep([name, self.cell(of: value)])
    default: return .nothing
    }
  }

  private mutating func property(_ key: Cell, of cell: Cell) throws(Fault) -> Cell {
    switch (cell, key) {
    case (.array(let run), .integer(let index)):
      let position = index < 0 ? index + Int(run.count) : index
      guard position >= 0, position < Int(run.count) else { return .nothing }
      return cells[Int(run.start) + position]
    case (.object(let index), .text(let name)):
      let key = string(name)
      guard let value = objects[Int(index)][key] else { return .nothing }
      return try self.cell(of: value)
    default: return .nothing
    }
  }
}
