/// The names that a template uses.
struct Names {
  /// Names that `assign` or `capture` creates somewhere, in the order of their first use.
  private(set) var assigned: [String] = []
  /// Names that are read anywhere, in the order of their first use.
  private(set) var read: [String] = []
  private var seen: (assigned: Set<String>, read: Set<String>) = ([], [])

  init(of nodes: [Node]) { visit(nodes) }

  private mutating func visit(_ nodes: [Node]) {
    for node in nodes {
      switch node {
      case .text, .raw: break
      case .output(let expression): visit(expression)
      case .assign(let name, let value):
        visit(value)
        assign(name)
      case .capture(let name, let body):
        visit(body)
        assign(name)
      case .branches(let branches):
        for branch in branches {
          for (comparison, _) in branch.condition?.terms ?? [] {
            visit(comparison.left)
            visit(comparison.right)
          }
          visit(branch.body)
        }
      case .choice(let choice):
        visit(choice.subject)
        for part in choice.parts {
          for value in part.values ?? [] { visit(value) }
          visit(part.body)
        }
      }
    }
  }

  private mutating func visit(_ expression: Expression) {
    visit(expression.head)
    for use in expression.filters {
      for argument in use.arguments { visit(argument) }
      for option in use.options { visit(option.value) }
    }
  }

  private mutating func visit(_ operand: Operand) {
    guard case .variable(let variable) = operand else { return }
    if seen.read.insert(variable.name).inserted { read.append(variable.name) }
    for case .index(let index) in variable.steps { visit(index) }
  }

  private mutating func assign(_ name: String) {
    if seen.assigned.insert(name).inserted { assigned.append(name) }
  }
}
