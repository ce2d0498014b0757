import Composing
import Ledger
import Testing

@testable import Delivery

@Suite("Promises of a run")
struct PromisesTests {
  /// Those of a second run, of so many messages.
  private func with(
    _ messages: Int, repeating states: Set<EntryState> = [],
    _ body: (Rig, inout Promises, Repeats) throws -> Void
  ) async throws {
    try await Rig.with(port: 9, .init(messages: messages)) { rig in
      try rig.markSent([0])
      var promises = Promises(
        ListSource(count: messages), of: rig.campaign, run: 2, limit: nil)
      try body(rig, &promises, Repeats(states, before: 2))
    }
  }

  @Test("are made of those that are free, and of no others")
  func free() async throws {
    for states in [[], [.sent]] as [Set<EntryState>] {
      try await with(2, repeating: states) { rig, promises, repeats in
        for index in 0..<2 {
          let isExpected = index == 1 || states.contains(.sent)
          let (isFree, begun) = try rig.ledger.commit { transaction in
            let message = Message.example(index)
            return (
              try promises.isFree(message, repeats, transaction),
              try promises.begin(message, repeats, isRetry: false, transaction)
            )
          }
          #expect(isFree == isExpected)
          #expect((begun == .taken(.sent)) == !isExpected)
        }
      }
    }
  }

  @Test("are made with leases once keys are new, but not with those that may have been undone")
  func leases() async throws {
    try await with(100) { rig, promises, repeats in
      try rig.ledger.commit { transaction in
        _ = try promises.isFree(.example(0), repeats, transaction)
        _ = try promises.begin(.example(0), repeats, isRetry: false, transaction)
        #expect(promises.leases.block == nil)
        for index in 1..<3 {
          _ = try promises.begin(.example(index), repeats, isRetry: false, transaction)
        }
        #expect(promises.leases.block?.count == 98)
      }
      promises.forgetLeases()
      #expect(promises.leases.block == nil)
      #expect(try rig.counts() == [.sent: 1, .intent: 2])
    }
  }

  @Test("are made anew of what was laid aside, by whoever comes to it first")
  func asleep() async throws {
    try await with(2) { rig, promises, repeats in
      let message = Message.example(1)
      func ask(_ promises: inout Promises) throws -> (isFree: Bool, begun: Begun) {
        try rig.ledger.commit { transaction in
          (
            try promises.isFree(message, repeats, transaction),
            try promises.begin(message, repeats, isRetry: false, transaction)
          )
        }
      }
      guard case .begun(let entry) = try ask(&promises).begun else {
        Issue.record("it was taken")
        return
      }
      try rig.ledger.commit { try $0.finish(Finding(entry: entry, state: .released, at: 1)) }
      var answer = try ask(&promises)
      #expect(answer == (false, .taken(.released)))
      promises.lay(aside: message, before: 3)
      #expect(promises.attempt(of: message) == 3)
      answer = try ask(&promises)
      #expect(answer == (true, .begun(entry)))
      try rig.ledger.commit { try $0.finish(Finding(entry: entry, state: .released, at: 1)) }
      answer = try ask(&promises)
      #expect(answer == (false, .taken(.released)))
    }
  }
}
