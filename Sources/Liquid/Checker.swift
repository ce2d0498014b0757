/// Checks every branch of a template against the names that it may use.
struct Checker {
  let source: SourceText
  private let columns: Set<String>
  /// Whether the columns are texts, which have no parts.
  private let areTexts: Bool
  /// The names that are told to people.
  private let columnList: [String]
  private var assigned: Set<String> = []
  private var assignedList: [String] = []

  /// - Parameter aliases: Other names of columns, which may be such that no template can write them.
  init(
    _ source: SourceText, columns: some Collection<String>, aliases: some Sequence<String> = [],
    areTexts: Bool
  ) {
    self.source = source
    self.columns = Set(columns).union(aliases)
    self.areTexts = areTexts
    columnList = Array(columns)
  }

  mutating func check(_ nodes: [Node]) throws(TemplateError) {
    for node in nodes {
      switch node {
      case .text, .raw: break
      case .output(let expression): try checkPrinted(expression)
      case .assign(let name, let value):
        try check(value)
        know(name)
      case .capture(let name, let body):
        try check(body)
        know(name)
      case .branches(let branches): for branch in branches { try check(branch) }
      case .choice(let choice):
        try check(choice.subject)
        for part in choice.parts {
          for value in part.values ?? [] { try check(value) }
          try check(part.body)
        }
      }
    }
  }

  private mutating func know(_ name: String) {
    if assigned.insert(name).inserted { assignedList.append(name) }
  }

  private mutating func check(_ branch: Branch) throws(TemplateError) {
    for (comparison, _) in branch.condition?.terms ?? [] {
      try check(comparison.left)
      try check(comparison.right)
    }
    try check(branch.body)
  }

  private func checkPrinted(_ expression: Expression) throws(TemplateError) {
    switch expression.head {
    case .nothing, .blank, .empty:
      guard expression.filters.isEmpty else { break }
      throw TemplateError(.nothingToPrint, at: expression.offset, in: source)
    default: break
    }
    try check(expression)
  }

  private func check(_ expression: Expression) throws(TemplateError) {
    try check(expression.head)
    for use in expression.filters { try check(use) }
  }

  private func check(_ use: FilterUse) throws(TemplateError) {
    guard let filter = use.filter else {
      let nearest = NearestName.of(use.name, in: Filter.allCases.map(\.rawValue))
      throw TemplateError(.unknownFilter(use.name, nearest: nearest), at: use.offset, in: source)
    }
    guard filter.arguments.contains(use.arguments.count) else {
      let kind = TemplateError.Kind.wrongArguments(
        filter: use.name, given: use.arguments.count, accepted: filter.arguments)
      throw TemplateError(kind, at: use.offset, in: source)
    }
    if let stray = use.options.first(where: { !filter.options.contains($0.name) }) {
      throw TemplateError(
        .unknownOption(filter: use.name, option: stray.name), at: use.offset, in: source)
    }
    if areTexts, filter == .date { try checkFormat(use) }
    for argument in use.arguments { try check(argument) }
    for option in use.options { try check(option.value) }
  }

  /// `DD/MM/YYYY` would be told to everybody as it stands.
  private func checkFormat(_ use: FilterUse) throws(TemplateError) {
    guard case .string(let range) = use.arguments.first else { return }
    let format = source.string(range)
    guard !format.contains("%"), format.contains(where: \.isLetter) else { return }
    throw TemplateError(.noDirective(format), at: range.lowerBound, in: source)
  }

  private func check(_ operand: Operand) throws(TemplateError) {
    guard case .variable(let variable) = operand else { return }
    for case .index(let index) in variable.steps { try check(index) }
    if assigned.contains(variable.name) { return }
    if columns.contains(variable.name) { return try checkSteps(of: variable) }
    if let flat = variable.flatName, columns.contains(flat) { return }
    try checkLastProperty(of: variable)
    let known = assignedList + columnList
    let kind = TemplateError.Kind.unknownVariable(
      variable.name, nearest: NearestName.of(variable.name, in: known), known: known)
    throw TemplateError(kind, at: variable.offset, in: source)
  }

  /// `customer.first_name` is what other programs call a column.
  private func checkLastProperty(of variable: Variable) throws(TemplateError) {
    guard let flat = variable.flatName, case .property(let name, _) = variable.steps.last,
      let column = NearestName.same(as: name, in: columnList)
    else { return }
    let kind = TemplateError.Kind.unknownVariable(
      flat, nearest: column, known: assignedList + columnList)
    throw TemplateError(kind, at: variable.offset, in: source)
  }

  /// A column is text, and of text Liquid knows only the size.
  private func checkSteps(of variable: Variable) throws(TemplateError) {
    guard areTexts, let step = variable.steps.first else { return }
    if let flat = variable.flatName, columns.contains(flat) { return }
    var kind = TemplateError.Kind.unknownProperty("[…]", of: variable.name)
    var offset = variable.offset
    if case .property(let name, let range) = step {
      guard name != "size" else { return }
      try checkLastProperty(of: variable)
      kind = .unknownProperty(name, of: variable.name)
      offset = range.lowerBound
    }
    throw TemplateError(kind, at: offset, in: source)
  }
}

extension Variable {
  /// `a.b` as one name, for columns whose names have dots.
  var flatName: String? {
    var parts = [name]
    for step in steps {
      guard case .property(let property, _) = step else { return nil }
      parts.append(property)
    }
    return steps.isEmpty ? nil : parts.joined(separator: ".")
  }
}
