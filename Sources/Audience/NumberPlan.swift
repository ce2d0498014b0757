import CPhone

/// The ranges of numbers that one country code is known to have, as an automaton that reads a
/// national number digit by digit. It answers as libphonenumber does, in nanoseconds for its
/// microseconds: what it is asked once, it remembers.
struct NumberPlan: Sendable {
  /// What one regular expression of the plan says.
  private struct Rule {
    let region: Int
    /// A number must satisfy its region's general rule, and one of the others.
    let isGeneral: Bool
    /// Bit n: numbers of n digits.
    let lengths: UInt32
  }

  /// The machine of all rules at once, compiled backwards so that `next` exists already.
  private enum Node {
    case digit(UInt16, next: Int32)
    case either([Int32])
    case match(rule: Int)
  }

  private var rules: [Rule] = []
  private var nodes: [Node] = []
  /// A state is the set of nodes that the digits so far may have led to.
  private var states: [[Int32]] = []
  private var stateOf: [[Int32]: Int32] = [:]
  /// Ten for each state: where those of the next state begin, or `unknown` until first taken.
  private var transitions: [Int32] = []
  /// Bit n: a number of n digits may end here.
  private var endings: [UInt32] = []
  private var isComplete = true

  private static let unknown: Int32 = -1
  /// Where the rules of all countries need far fewer, this only keeps memory bounded.
  private static let mostStates = 50_000

  init(code: Int) {
    var visited: [(Rule, [UInt8])] = []
    isComplete = withUnsafeMutablePointer(to: &visited) { context in
      cphone_visit_plan(Int32(code), context) {
        context, region, general, text, count, lengths in
        guard let context, let text else { return }
        let pattern = UnsafeRawBufferPointer(start: text, count: count)
        context.assumingMemoryBound(to: [(Rule, [UInt8])].self).pointee.append(
          (Rule(region: Int(region), isGeneral: general, lengths: lengths), Array(pattern)))
      }
    }
    build(visited)
  }

  /// Whether a national number is in a known range.
  mutating func knows(_ digits: Span<UInt8>, from start: Int) -> Bool {
    guard isComplete else { return true }
    var state: Int32 = 0
    for position in start..<digits.count {
      let index = Int(state) &+ Int(digits[position] &- 0x30)
      state = transitions[index]
      if state == Self.unknown { state = takeTransition(index) }
    }
    return endings[Int(state) / 10] & (1 << UInt32(digits.count - start)) != 0
  }

  private mutating func build(_ visited: [(Rule, [UInt8])]) {
    var starts: [Int32] = []
    for (rule, text) in visited {
      guard let pattern = DigitPattern(text) else {
        // A newer library with expressions of another kind: then no number is warned of.
        isComplete = false
        return
      }
      rules.append(rule)
      starts.append(compile(pattern, next: add(.match(rule: rules.count - 1))))
    }
    _ = state(for: starts)
  }

  private mutating func add(_ node: Node) -> Int32 {
    nodes.append(node)
    return Int32(nodes.count - 1)
  }

  private mutating func compile(_ pattern: DigitPattern, next: Int32) -> Int32 {
    switch pattern {
    case .digit(let bits): return add(.digit(bits, next: next))
    case .sequence(let parts):
      return parts.reversed().reduce(next) { next, part in compile(part, next: next) }
    case .choice(let branches):
      return add(.either(branches.map { compile($0, next: next) }))
    case .repeated(let part, let counts):
      var start = next
      for _ in 0..<counts.upperBound - counts.lowerBound {
        start = add(.either([compile(part, next: start), next]))
      }
      for _ in 0..<counts.lowerBound { start = compile(part, next: start) }
      return start
    }
  }

  private mutating func takeTransition(_ index: Int) -> Int32 {
    if states.count >= Self.mostStates { isComplete = false }
    let bit: UInt16 = 1 << UInt16(index % 10)
    var targets: [Int32] = []
    for node in states[index / 10] {
      if case .digit(let bits, let next) = nodes[Int(node)], bits & bit != 0 {
        targets.append(next)
      }
    }
    let target = state(for: targets) * 10
    transitions[index] = target
    return target
  }

  private mutating func state(for starts: [Int32]) -> Int32 {
    var members: Set<Int32> = []
    var open = starts
    while let node = open.popLast() {
      if case .either(let branches) = nodes[Int(node)] {
        open += branches
      } else {
        members.insert(node)
      }
    }
    let key = members.sorted()
    if let known = stateOf[key] { return known }
    let state = Int32(states.count)
    stateOf[key] = state
    states.append(key)
    transitions += Array(repeating: Self.unknown, count: 10)
    endings.append(lengths(at: key))
    return state
  }

  /// The lengths for which the rules that end here make a known number.
  private func lengths(at members: [Int32]) -> UInt32 {
    var general: [Int: UInt32] = [:]
    var special: [Int: UInt32] = [:]
    for node in members {
      guard case .match(let index) = nodes[Int(node)] else { continue }
      let rule = rules[index]
      if rule.isGeneral {
        general[rule.region, default: 0] |= rule.lengths
      } else {
        special[rule.region, default: 0] |= rule.lengths
      }
    }
    return general.reduce(0) { $0 | $1.value & special[$1.key, default: 0] }
  }
}
