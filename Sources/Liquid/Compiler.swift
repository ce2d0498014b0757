/// Turns a tree into a program for one set of columns.
struct Compiler {
  var draft: ProgramDraft
  /// Columns by name. Without them every name is looked up by name.
  let columns: [String: Int]?
  private var locals: [String: UInt32] = [:]
  private var names: [String: UInt32] = [:]
  var choiceDepth = 0

  static func compile(
    _ nodes: [Node], of source: SourceText, columns: [String: Int]?
  ) -> Program {
    var compiler = Compiler(source, columns: columns)
    compiler.declare(Names(of: nodes))
    compiler.compile(nodes)
    return Program(compiler.draft)
  }

  private init(_ source: SourceText, columns: [String: Int]?) {
    draft = ProgramDraft(source: source)
    self.columns = columns
  }

  /// Makes locals of the names that are assigned; without columns, of those that are read too.
  private mutating func declare(_ used: Names) {
    for name in used.assigned + (columns == nil ? used.read : []) where locals[name] == nil {
      locals[name] = name32(name)
      draft.locals.append(columns?[name].map { use(column: $0) })
    }
  }

  /// The index of a name, for errors.
  private mutating func name32(_ name: String) -> UInt32 {
    if let index = names[name] { return index }
    let index = UInt32(draft.names.count)
    draft.names.append(name)
    names[name] = index
    return index
  }

  private mutating func use(column: Int) -> UInt32 {
    draft.columns.insert(column)
    return UInt32(column)
  }

  // MARK: Nodes

  mutating func compile(_ nodes: [Node]) {
    for node in nodes { compile(node) }
  }

  private mutating func compile(_ node: Node) {
    switch node {
    case .text(let range), .raw(let range): compileText(range)
    case .output(let expression): compile(output: expression)
    case .assign(let name, let value):
      draft.code.append(.assign(local: locals[name] ?? 0, formula: formula(value)))
    case .capture(let name, let body):
      draft.code.append(.beginCapture)
      compile(body)
      let offset = UInt32(body.firstOffset ?? 0)
      draft.code.append(.endCapture(local: locals[name] ?? 0, offset: offset))
    case .branches(let branches): compile(branches)
    case .choice(let choice): compile(choice)
    }
  }

  private mutating func compileText(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    draft.code.append(.text(start: UInt32(range.lowerBound), end: UInt32(range.upperBound)))
  }

  private mutating func compile(output expression: Expression) {
    let formula = formula(expression)
    let offset = UInt32(expression.offset)
    if expression.filters.isEmpty,
      case .column(let column, let name) = draft.formulas[Int(formula)].head
    {
      draft.formulas.removeLast()
      draft.code.append(.column(column, name: name, offset: offset))
    } else {
      draft.code.append(.print(formula: formula))
    }
  }

  // MARK: Values

  private mutating func formula(_ expression: Expression) -> UInt32 {
    let head = address(of: expression.head)
    var calls: [Call] = []
    for use in expression.filters { calls.append(call(use)) }
    let start = UInt32(draft.calls.count)
    draft.calls += calls
    draft.formulas.append(
      Formula(
        head: head, calls: start..<UInt32(draft.calls.count), offset: UInt32(expression.offset)))
    return UInt32(draft.formulas.count - 1)
  }

  private mutating func call(_ use: FilterUse) -> Call {
    let end = use.offset + use.name.utf8.count
    let known = use.filter?.options ?? []
    let option = use.options.last { $0.name == "allow_false" }
    let stray = use.options.first { !known.contains($0.name) }
    return Call(
      filter: use.filter, arguments: list(use.arguments),
      allowFalse: option.map { address(of: $0.value) },
      strayOption: stray.map { Text(source: $0.range) },
      isWellFormed: use.filter?.arguments.contains(use.arguments.count) ?? true,
      name: Text(source: use.offset..<end))
  }

  mutating func list(_ operands: [Operand], areCompared: Bool = false) -> Range<UInt32> {
    var addresses: [Address] = []
    for operand in operands { addresses.append(address(of: operand, isCompared: areCompared)) }
    let start = UInt32(draft.arguments.count)
    draft.arguments += addresses
    return start..<UInt32(draft.arguments.count)
  }

  /// Where the value is found. In a comparison, `blank` and `empty` are more than an empty text.
  mutating func address(of operand: Operand, isCompared: Bool = false) -> Address {
    switch operand {
    case .nothing: .literal(.nothing)
    case .boolean(let value): .literal(.boolean(value))
    case .number(let range): .literal(number(range))
    case .string(let range): .literal(.text(Text(source: range)))
    case .blank: .literal(isCompared ? .blank : .emptyText)
    case .empty: .literal(isCompared ? .empty : .emptyText)
    case .variable(let variable): address(of: variable)
    }
  }

  private func number(_ range: Range<Int>) -> Cell {
    let digits = draft.source.string(range)
    if let integer = Int(digits) { return .integer(integer) }
    guard digits.utf8.contains(UInt8(ascii: ".")) else { return .big(Text(source: range)) }
    return .decimal(Double(digits) ?? 0)
  }

  private mutating func address(of variable: Variable) -> Address {
    if let flat = variable.flatName, let column = columns?[flat] {
      return .column(use(column: column), name: name32(flat))
    }
    let head = head(named: variable.name)
    guard !variable.steps.isEmpty else { return head }
    var steps: [Path.Step] = []
    for step in variable.steps { steps.append(self.step(step)) }
    let start = UInt32(draft.steps.count)
    draft.steps += steps
    draft.paths.append(
      Path(
        head: head, name: name32(variable.name), steps: start..<UInt32(draft.steps.count)))
    return .path(UInt32(draft.paths.count - 1))
  }

  private mutating func head(named name: String) -> Address {
    if let local = locals[name] { return .local(local) }
    guard let column = columns?[name] else { return .literal(.nothing) }
    return .column(use(column: column), name: name32(name))
  }

  private mutating func step(_ step: Variable.Step) -> Path.Step {
    switch step {
    case .index(let operand): .index(address(of: operand))
    case .property("size", let range): .size(Text(source: range))
    case .property("first", let range): .first(Text(source: range))
    case .property("last", let range): .last(Text(source: range))
    case .property(_, let range): .property(Text(source: range))
    }
  }
}

extension [Node] {
  /// Where the first text or output of a body stands.
  fileprivate var firstOffset: Int? {
    switch first {
    case .text(let range), .raw(let range): range.lowerBound
    case .output(let expression), .assign(_, let expression): expression.offset
    default: nil
    }
  }
}
