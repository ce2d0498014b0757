/// A way to misbehave when a connection is opened.
package enum ConnectionFault: String, Sendable, CaseIterable {
  /// FIN as soon as it is accepted.
  case close = "accept-close"
  /// RST as soon as it is accepted.
  case reset = "accept-reset"
  /// Accepted, and nothing is ever said: no answer, and no TLS handshake.
  case silence = "accept-silent"
  /// It is reset, and the listener closed: later ones are refused by the kernel.
  case refuse = "refuse"
}

/// Which requests and which connections get which fault.
package struct FaultRules: Sendable, Equatable {
  /// When a rule applies. Requests and connections are each counted from 1.
  package enum When: Sendable, Equatable {
    /// The one with this number.
    case nth(Int)
    /// Each one whose number is a multiple.
    case every(Int)
    /// A share in percent, drawn from the seeded generator: one draw for each request, on which
    /// the shares are laid end to end. So they never overlap.
    case share(Double)
    /// Requests whose `to_number` this is; not for connections.
    case number(String)
  }

  /// A fault, and when.
  package struct Rule<Action: Sendable & Equatable>: Sendable, Equatable {
    package var action: Action
    package var when: When
    /// How often it applies at most; nil: always.
    package var times: Int?
  }

  /// In the order in which they are asked; those by number come first.
  package var requests: [Rule<Fault>] = []
  /// In the order in which they are asked.
  package var connections: [Rule<ConnectionFault>] = []
  /// What the shares are drawn from: the same seed draws the same.
  package var seed: UInt64 = 1

  package init() {}

  /// Adds a rule. The first that applies wins; those by number win over the others.
  package mutating func add(_ fault: Fault, _ when: When, times: Int? = nil) {
    requests.append(Rule(action: fault, when: when, times: times))
  }

  /// Adds a rule for connections; one by number applies to none.
  package mutating func add(_ fault: ConnectionFault, _ when: When, times: Int? = nil) {
    connections.append(Rule(action: fault, when: when, times: times))
  }
}

/// Rules at work: counts what comes by and says what it gets.
struct Chooser<Action: Sendable & Equatable> {
  private var rules: [FaultRules.Rule<Action>]
  private var count = 0
  private var generator: SplitMix64
  private let draws: Bool

  init(_ rules: [FaultRules.Rule<Action>], seed: UInt64) {
    self.rules = rules
    generator = SplitMix64(seed: seed)
    draws = rules.contains { if case .share = $0.when { true } else { false } }
  }

  /// The action for the next one to come by, as far as its number does not matter.
  mutating func next() -> Action? {
    count += 1
    let point = draws ? Double.random(in: 0..<100, using: &generator) : 0
    var start = 0.0
    for index in rules.indices {
      let hit: Bool
      switch rules[index].when {
      case .nth(let number): hit = number == count
      case .every(let number): hit = number > 0 && count.isMultiple(of: number)
      case .share(let percent):
        hit = (start..<start + percent).contains(point)
        start += percent
      case .number: hit = false
      }
      if hit, let action = use(index) { return action }
    }
    return nil
  }

  /// The action for requests to `number`.
  mutating func action(for number: String) -> Action? {
    for index in rules.indices where rules[index].when == .number(number) {
      if let action = use(index) { return action }
    }
    return nil
  }

  private mutating func use(_ index: Int) -> Action? {
    if let times = rules[index].times {
      guard times > 0 else { return nil }
      rules[index].times = times - 1
    }
    return rules[index].action
  }
}
