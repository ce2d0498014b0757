import Composing
import Ledger
import Testing

@testable import Delivery

@Suite("A round at the desk")
struct RoundTests {
  private let now = Instant.now

  /// A round of visitors with these wishes, in the order in which they came; none of them is answered.
  private func with(
    _ wishes: [Desk.Wish], held: Instant? = nil, repeatsFirst: Bool = true,
    _ body: (inout Round) -> Void
  ) async {
    let none = await wait { (answer: Waiting<Desk.Turn?>) in
      let visitors = wishes.map { Desk.Visitor(wish: $0, early: .zero, answer: answer) }
      var round = Round(visitors[...], held: held, repeatsFirst: repeatsFirst)
      body(&round)
      answer.resume(returning: nil)
    }
    #expect(none == nil)
  }

  private func turn(_ index: Int, at moment: Instant) -> Desk.Turn {
    Desk.Turn(message: .example(index), entry: EntryID(rawValue: 1), at: moment)
  }

  /// The row that is tried again; nil: something else is wished for.
  private func row(of wish: Desk.Wish) -> Int? {
    guard case .again(let message, _) = wish else { return nil }
    return message.row
  }

  @Test(
    "has those who try again first or last, as they came, and the others as they came last",
    arguments: [true, false])
  func order(repeatsFirst: Bool) async {
    let wishes: [Desk.Wish] = [.next, .again(.example(0)), .nothing, .again(.example(1))]
    await with(wishes, repeatsFirst: repeatsFirst) { round in
      let rows = round.visitors.map { row(of: $0.wish) }
      #expect(rows == (repeatsFirst ? [2, 3, nil, nil] : [nil, nil, 2, 3]))
      let areForMessages = round.visitors.map(\.wish.isForMessage)
      #expect(areForMessages.firstIndex(of: false) == (repeatsFirst ? 2 : 0))
    }
  }

  @Test("wants messages when somebody does")
  func wants() async {
    await with([.nothing, .next]) { #expect($0.wantsMessages) }
    await with([.nothing, .again(.example(0))]) { #expect($0.wantsMessages) }
    await with([.nothing]) { #expect(!$0.wantsMessages) }
  }

  @Test("has those wait who were told to, and nobody who has a message or wants none")
  func waits() async {
    let later = now + .seconds(1)
    await with([.next, .next, .next]) { round in
      round.turns[0] = turn(0, at: now)
      round.wait(1, until: later)
      #expect((0..<3).map { round.wait(of: $0) } == [nil, later, nil])
    }
    await with([.again(.example(0)), .nothing, .next], held: later) { round in
      round.turns[1] = turn(1, at: now)
      #expect((0..<3).map { round.wait(of: $0) } == [later, nil, nil])
    }
  }

  @Test("that was late has all its messages leave later")
  func delay() async {
    await with([.next, .next, .next]) { round in
      #expect(round.firstDeparture == nil)
      round.turns[1] = turn(1, at: now + .seconds(2))
      round.turns[2] = turn(2, at: now + .seconds(1))
      #expect(round.firstDeparture == now + .seconds(1))
      round.delay(by: .seconds(5))
      #expect(round.turns.map { $0?.at } == [nil, now + .seconds(7), now + .seconds(6)])
    }
  }

  @Test("that failed gives nobody a message or a moment")
  func fail() async {
    await with([.next, .next]) { round in
      round.turns[0] = turn(0, at: now)
      round.wait(1, until: now)
      round.fail()
      #expect(round.turns.allSatisfy { $0 == nil })
      #expect((0..<2).map { round.wait(of: $0) } == [nil, nil])
    }
  }
}
