/// Values through filters.
extension Machine {
  /// The value of a formula: its head, sent through its filters.
  mutating func evaluate(_ index: UInt32) throws(Fault) -> Reading {
    let formula = program.formulas[Int(index)]
    offset = formula.offset
    var reading = try read(formula.head)
    for index in formula.calls { reading = try apply(program.calls[Int(index)], to: reading) }
    return reading
  }

  private mutating func apply(_ call: Call, to input: Reading) throws(Fault) -> Reading {
    offset = call.name.start
    self.call = call
    guard let filter = call.filter else {
      guard isStrict else { return input }
      throw .unknownFilter
    }
    guard call.isWellFormed else { throw .wrongArguments }
    if let stray = call.strayOption { throw .unknownOption(stray) }
    if filter == .fallback { return try fallback(call, input) }
    let first = try argument(0, of: call)
    let second = try argument(1, of: call)
    for case .text(let text)? in [first?.cell, second?.cell] { try spend(text.count) }
    if filter == .append || filter == .prepend { try noteParts(input, first) }
    let cell = try invoke(filter, input.cell, first?.cell, second?.cell)
    guard filter != .size else { return Reading(cell: cell, blame: .none) }
    return Reading(cell: cell, blame: blame(input, first, second))
  }

  private mutating func argument(_ index: Int, of call: Call) throws(Fault) -> Reading? {
    guard index < call.arguments.count else { return nil }
    return try read(program.arguments[Int(call.arguments.lowerBound) + index])
  }

  /// `NULL EUR` no longer looks like a word for no value.
  private mutating func noteParts(_ input: Reading, _ first: Reading?) throws(Fault) {
    try notePrinted(input)
    if let first { try notePrinted(first) }
  }

  /// What a filter makes of an empty variable is not to be printed, whichever side it came from:
  /// nobody gets “Hi !”.
  private func blame(_ input: Reading, _ first: Reading?, _ second: Reading?) -> Blame {
    if input.blame.isHole { return input.blame }
    if let first, first.blame.isHole { return first.blame }
    if let second, second.blame.isHole { return second.blame }
    return input.blame
  }

  // MARK: default

  private mutating func fallback(_ call: Call, _ input: Reading) throws(Fault) -> Reading {
    var allowsFalse = false
    if let address = call.allowFalse {
      let option = try read(address)
      allowsFalse = isTrue(option.cell)
    }
    guard needsFallback(input.cell, allowsFalse: allowsFalse) else { return input }
    // Without a value it stands in for nothing, so that an empty field stays one.
    return try argument(0, of: call) ?? Reading(cell: .emptyText, blame: input.blame)
  }

  private func needsFallback(_ cell: Cell, allowsFalse: Bool) -> Bool {
    switch cell {
    case .nothing, .blank, .empty: true
    case .boolean(let value): !value && !allowsFalse
    case .text(let text): text.isEmpty
    case .array(let run): run.count == 0
    case .object(let index): objects[Int(index)].isEmpty
    case .integer, .big, .decimal: false
    }
  }

  // MARK: All others

  private mutating func invoke(
    _ filter: Filter, _ input: Cell, _ first: Cell?, _ second: Cell?
  ) throws(Fault) -> Cell {
    switch filter {
    case .abs, .ceil, .floor, .round, .plus, .minus, .times, .dividedBy, .modulo, .atLeast,
      .atMost:
      return try calculate(filter, input, first)
    case .size: return .integer(try sized(input))
    case .first: return try end(of: input, isFirst: true)
    case .last: return try end(of: input, isFirst: false)
    case .join: return try join(input, with: first)
    case .split: return try split(text(of: input), at: text(of: first ?? .nothing))
    case .slice: return try slice(input, from: first ?? .nothing, count: second)
    case .date: return try date(input, format: first ?? .nothing, zone: second)
    case .truncate, .truncatewords: return try shorten(filter, input, first, second)
    case .escape, .urlEncode, .urlDecode:
      if case .nothing = input { return .nothing }
      return .text(try recode(filter, text(of: input)))
    case .append, .prepend, .remove, .removeFirst, .removeLast, .replace, .replaceFirst,
      .replaceLast:
      return .text(try edit(filter, text(of: input), first ?? .nothing, second))
    default: return .text(try recode(filter, text(of: input)))
    }
  }

  mutating func sized(_ input: Cell) throws(Fault) -> Int {
    if case .text(let text) = input { try spend(text.count) }
    return size(of: input)
  }
}
