/// All who are served at the desk at one time, and what they get.
struct Round {
  /// Those who try again come first, or last; the others as they came last: their connections are the
  /// freshest.
  var visitors: [Desk.Visitor]
  var turns: [Desk.Turn?]
  private var waits: [Instant?]
  /// Until when nothing may be promised.
  let held: Instant?
  /// Whether no message is left for the end of that time.
  var hasNoMessage = false

  init(_ all: ArraySlice<Desk.Visitor>, held: Instant?, repeatsFirst: Bool) {
    self.held = held
    let repeats = all.filter { $0.wish.isForRepeat }
    let others = all.reversed().filter { !$0.wish.isForRepeat }
    visitors = repeatsFirst ? repeats + others : others + repeats
    turns = Array(repeating: nil, count: all.count)
    waits = Array(repeating: nil, count: all.count)
  }

  var wantsMessages: Bool { visitors.contains { $0.wish.isForMessage } }

  mutating func wait(_ index: Int, until moment: Instant) {
    waits[index] = moment
  }

  /// Until when a visitor has to wait for a message; nil: it has one, or gets none.
  func wait(of index: Int) -> Instant? {
    guard visitors[index].wish.isForMessage, turns[index] == nil else { return nil }
    return held ?? waits[index]
  }

  /// When the first of the messages leaves.
  var firstDeparture: Instant? { turns.lazy.compactMap { $0?.at }.min() }

  /// All messages leave so much later.
  mutating func delay(by late: Duration) {
    for index in turns.indices { turns[index]?.at += late }
  }

  /// Nothing was promised.
  mutating func fail() {
    turns = Array(repeating: nil, count: visitors.count)
    waits = turns.map { _ in nil }
  }
}
