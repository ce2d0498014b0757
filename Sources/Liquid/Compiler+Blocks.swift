extension Compiler {
  private var next: UInt32 { UInt32(draft.code.count) }

  // MARK: if, unless

  mutating func compile(_ branches: [Branch]) {
    var jumps: [Int] = []
    for (index, branch) in branches.enumerated() {
      let terms = compileTerms(of: branch)
      let body = next
      compile(branch.body)
      if index < branches.count - 1 {
        jumps.append(draft.code.count)
        draft.code.append(.jump(0))
      }
      patch(terms, of: branch, body: body, exit: next)
    }
    for jump in jumps { draft.code[jump] = .jump(next) }
  }

  private mutating func compileTerms(of branch: Branch) -> Range<Int> {
    let start = draft.code.count
    for (comparison, _) in branch.condition?.terms ?? [] {
      let test = Test(
        left: address(of: comparison.left, isCompared: true), sign: comparison.sign,
        right: address(of: comparison.right, isCompared: true), offset: UInt32(comparison.offset))
      draft.tests.append(test)
      draft.code.append(.branch(test: UInt32(draft.tests.count - 1), ifTrue: 0, ifFalse: 0))
    }
    return start..<draft.code.count
  }

  /// `and` goes on while true, `or` while false: so the rest of a condition is grouped to the right.
  private mutating func patch(_ terms: Range<Int>, of branch: Branch, body: UInt32, exit: UInt32) {
    let (whenTrue, whenFalse) = branch.isNegated ? (exit, body) : (body, exit)
    for (index, term) in zip(terms, branch.condition?.terms ?? []) {
      guard case .branch(let test, _, _) = draft.code[index] else { continue }
      let following = UInt32(index + 1)
      draft.code[index] = .branch(
        test: test, ifTrue: term.link == .and ? following : whenTrue,
        ifFalse: term.link == .or ? following : whenFalse)
    }
  }

  // MARK: case

  mutating func compile(_ choice: Choice) {
    choiceDepth += 1
    defer { choiceDepth -= 1 }
    draft.counters = max(draft.counters, choiceDepth * 2)
    draft.code.append(.begin(choice: test(of: choice, values: [])))
    for part in choice.parts {
      if let values = part.values {
        compile(part, test: test(of: choice, values: values))
      } else {
        compileOtherwise(part, test: test(of: choice, values: []))
      }
    }
  }

  private mutating func test(of choice: Choice, values: [Operand]) -> UInt32 {
    let counter = UInt32(draft.locals.count + choiceDepth * 2)
    let subject = address(of: choice.subject)
    draft.choices.append(
      ChoiceTest(
        subject: subject, values: list(values, areCompared: true), offset: UInt32(choice.offset),
        pending: counter - 2, matched: counter - 1))
    return UInt32(draft.choices.count - 1)
  }

  private mutating func compile(_ part: Choice.Part, test: UInt32) {
    draft.code.append(.match(choice: test))
    let start = draft.code.count
    draft.code.append(.again(choice: test, exit: 0))
    compile(part.body)
    draft.code.append(.jump(UInt32(start)))
    draft.code[start] = .again(choice: test, exit: next)
  }

  private mutating func compileOtherwise(_ part: Choice.Part, test: UInt32) {
    let start = draft.code.count
    draft.code.append(.otherwise(choice: test, exit: 0))
    compile(part.body)
    draft.code[start] = .otherwise(choice: test, exit: next)
  }
}
