import Ledger
import Reports
import Scratch
import Testing

@testable import Campaign

@Suite("Turns of what is tried again")
struct RetryTurnsTests {
  private typealias Round = RetryTurns.Round

  /// A list that is sent in portions to an API that takes none of it.
  private struct Portions {
    let state: EntryState
    /// Of each row, the run that tried it last; nil: a new one.
    var rows: [Int?]
    var round: Round
    /// Those in doubt that surely got no message by their last try.
    var kept: Set<Int> = []

    /// One more run.
    ///
    /// - Returns: the rows that it tried, by their place in the list, and how many are left.
    mutating func run(_ number: Int, limit: Int) -> (tried: [Int], left: Int) {
      let turns = RetryTurns([state], run: number, round: round)
      let status = Status(state)
      let last = rows.enumerated().compactMap { place, last in
        last.flatMap { isNamed(place, $0, by: turns) ? $0 : nil }
      }
      let census = RetryTurns.Census(
        new: rows.count { $0 == nil },
        tries: Dictionary(grouping: last, by: \.self).mapValues(\.count))
      var tried: [Int] = []
      for repeats in turns.passes(census) {
        for (place, last) in rows.enumerated() where tried.count < limit && last != number {
          guard last.map({ isNamed(place, $0, by: repeats) }) ?? true else { continue }
          rows[place] = number
          tried.append(place)
        }
      }
      let left = rows.count { last in
        last.map { turns.isLeft(status, triedIn: $0, isSameNumber: true) } ?? true
      }
      return (tried, left)
    }

    private func isNamed(_ place: Int, _ last: Int, by turns: RetryTurns) -> Bool {
      turns.names(
        Status(state), triedIn: last, isSameNumber: true, isKeptDoubt: kept.contains(place))
    }

    private func isNamed(_ place: Int, _ last: Int, by repeats: Repeats) -> Bool {
      let mayBeSent = state == .unknown && !kept.contains(place)
      return repeats.states.contains(state)
        && last < min(repeats.before, mayBeSent ? repeats.doubtsBefore : .max)
    }
  }

  private func round(_ first: Int, doubts: Int? = nil) -> Round {
    Round(first: first, firstOfDoubts: doubts ?? first)
  }

  @Test("each has one in a round, the oldest first, and then it is done", arguments: [5, 3, 7])
  func all(limit: Int) {
    var portions = Portions(state: .rejected, rows: Array(repeating: 1, count: 13), round: round(2))
    var (tried, number) = ([Int](), 1)
    while true {
      number += 1
      let portion = portions.run(number, limit: limit)
      tried += portion.tried
      if portion.left == 0 { break }
    }
    #expect(number - 1 == (13 + limit - 1) / limit)
    #expect(tried.prefix(13) == Array(0..<13)[...])
    // Those that surely were not accepted may be tried once more where there is room.
    #expect(tried.count == limit * (number - 1))
  }

  @Test("who may have got a message gets one more in a round, and not two")
  func doubts() {
    var portions = Portions(state: .unknown, rows: Array(repeating: 1, count: 7), round: round(2))
    #expect(portions.run(2, limit: 5) == ([0, 1, 2, 3, 4], 2))
    #expect(portions.run(3, limit: 5) == ([5, 6], 0))
    #expect(portions.run(4, limit: 5) == ([], 0))
    portions.round = round(5)
    #expect(portions.run(5, limit: 5) == ([0, 1, 2, 3, 4], 2))
  }

  @Test("new ones come before all others, with a limit or without", arguments: [2, .max])
  func new(limit: Int) {
    var portions = Portions(state: .failed, rows: [1, 2, 1, nil, nil], round: round(3))
    #expect(portions.run(3, limit: limit).tried == Array([3, 4, 0, 2, 1].prefix(limit)))
  }

  @Test("many runs share passes, and nobody is passed over for ever")
  func many() {
    var portions = Portions(
      state: .failed, rows: (1...60).map { ($0 * 7) % 60 + 1 }, round: round(61))
    let turns = RetryTurns([.failed], run: 61, round: portions.round)
    let tries = Dictionary(uniqueKeysWithValues: (1...60).map { ($0, 1) })
    #expect(turns.passes(RetryTurns.Census(tries: tries)).count == 10)
    var tried: Set<Int> = []
    for number in 61..<73 { tried.formUnion(portions.run(number, limit: 5).tried) }
    #expect(tried.count == 60)
  }

  /// Whom a run tries again first is told by its list where many last tries share a pass.
  @Test(
    "nobody is passed over for ever, however runs end",
    arguments: [.rejected, .unknown] as [EntryState])
  func endings(state: EntryState) {
    var random = SeededGenerator()
    let seed = "\(random)"
    let count = 40
    var portions = Portions(
      state: state, rows: (1...count).shuffled(using: &random), round: round(count + 1))
    var earlier: [Round.Earlier] = []
    var (waits, longest) = (Array(repeating: 0, count: count), 0)
    for number in count + 1..<count + 1_000 {
      portions.round = Round(number, of: [state], after: earlier.reversed())
      let limit = Self.limits.randomElement(using: &random) ?? 1
      let (tried, _) = portions.run(number, limit: limit)
      // The last ones were promised, and given back before their requests were written.
      let withdrawn =
        state == .unknown && tried.count > 1 ? Int.random(in: 0..<tried.count, using: &random) : 0
      for place in tried.suffix(withdrawn) { portions.rows[place] = 0 }
      for place in tried where state == .unknown {
        if .random(using: &random) {
          portions.kept.insert(place)
        } else {
          portions.kept.remove(place)
        }
      }
      for place in waits.indices where !tried.isEmpty { waits[place] += 1 }
      for place in tried.dropLast(withdrawn) { waits[place] = 0 }
      longest = max(longest, waits.max() ?? 0)
      let code = tried.isEmpty ? .someUnknown : Self.codes.randomElement(using: &random)
      earlier.append(Round.Earlier(number: number, retried: [state], code: code ?? nil))
    }
    // Who is withdrawn is the oldest at once, and goes before the others once more.
    #expect(longest <= (state == .unknown ? 2 * count : count), "\(seed)")
  }

  private static let limits = [1, 2, 3, 14]
  /// Of runs that end early, and of one that ends a round.
  private static let codes: [ExitCode?] = [.stopped, .stopped, .terminated, .later, nil, .success]

  @Test("of those that a limit allows, as many may be in doubt as their turns let be")
  func doubtsWithinLimit() {
    let turns = RetryTurns([.rejected, .unknown], run: 20, round: round(20))
    var census = RetryTurns.Census(tries: [1: 3, 2: 3], doubts: [1: 3])
    #expect([1, 3, 5, .max].map { turns.doubts(census, among: $0) } == [1, 3, 3, 3])
    census.new = 2
    #expect([1, 2, 3, 9].map { turns.doubts(census, among: $0) } == [0, 0, 1, 3])
    census = RetryTurns.Census(tries: [1: 3, 2: 3], doubts: [2: 1])
    #expect([3, 4, .max].map { turns.doubts(census, among: $0) } == [0, 1, 1])
    // Within a pass, the first ones of the list may be those in doubt.
    census = RetryTurns.Census(tries: [1: 3], doubts: [1: 2])
    #expect([1, 2, 3].map { turns.doubts(census, among: $0) } == [1, 2, 2])
    let tries = Dictionary(uniqueKeysWithValues: (1...19).map { ($0, 1) })
    census = RetryTurns.Census(tries: tries, doubts: [19: 1])
    #expect([9, 10].map { turns.doubts(census, among: $0) } == [0, 1])
  }

  @Test("of a number that was corrected, a doubt is not tried again, and is not left for it")
  func corrected() {
    let turns = RetryTurns([.unknown, .rejected], run: 3, round: round(3))
    for (status, isSame, isNamed) in [
      (.unknown, true, true), (.unknown, false, false), (.rejected, false, true),
      (.failed, true, false), (.sent, true, false),
    ] as [(Status, Bool, Bool)] {
      #expect(turns.names(status, triedIn: 1, isSameNumber: isSame) == isNamed)
      #expect(turns.isLeft(status, triedIn: 1, isSameNumber: isSame) == isNamed)
    }
  }

  @Test("who surely got no message by the last try may have one in the same round, as the newest")
  func keptDoubt() {
    let turns = RetryTurns([.unknown], run: 5, round: round(4, doubts: 3))
    for (last, isNamed, isLeft) in [(3, true, true), (4, true, false), (5, false, false)] {
      let (names, left) = (
        turns.names(.unknown, triedIn: last, isSameNumber: true, isKeptDoubt: true),
        turns.isLeft(.unknown, triedIn: last, isSameNumber: true, isKeptDoubt: true)
      )
      #expect(names == isNamed && left == isLeft, "\(last)")
      #expect(!turns.names(.unknown, triedIn: last, isSameNumber: true))
      #expect(!turns.names(.unknown, triedIn: last, isSameNumber: false, isKeptDoubt: true))
    }
    var row = ReportRow(row: 2, status: .unknown)
    #expect(!row.isKeptDoubt)
    row.error = Array("\(Finding.keptDoubt): 401: no".utf8)
    #expect(row.isKeptDoubt)
  }

  @Test("what was promised and given back before its request was written has not had one")
  func withdrawn() {
    var row = ReportRow(row: 2, status: .unknown)
    #expect(row.lastTry == nil)
    (row.run, row.attempts) = (5, 0)
    #expect(row.lastTry == 0)
    row.attempts = 1
    #expect(row.lastTry == 5)
  }

  @Test("without anything to try again there is one pass")
  func plain() {
    let turns = RetryTurns([.failed], run: 4, round: round(4))
    #expect(turns.passes(RetryTurns.Census()) == [Repeats([], before: 0)])
    #expect(
      turns.passes(RetryTurns.Census(tries: [2: 1]))
        == [Repeats([.failed], before: 3, doubtsBefore: 4)])
  }
}

@Suite("A round of runs that try again")
struct RetryRoundTests {
  private typealias Round = RetryTurns.Round

  /// Of run 9, which tries what is unknown and rejected, after runs from 8 down.
  private func round(after codes: [ExitCode?], retrying: Set<EntryState>? = nil) -> Round {
    let runs = codes.enumerated().map { index, code in
      Round.Earlier(
        number: 8 - index, retried: retrying ?? [.rejected, .unknown, .failed], code: code)
    }
    return Round(9, of: [.unknown, .rejected], after: runs)
  }

  @Test("goes on after what was left for later, interrupted, or killed")
  func goesOn() {
    for code in [.later, .interrupted, .terminated, .hungUp, nil] as [ExitCode?] {
      #expect(round(after: [code, .later, .success]) == Round(first: 7, firstOfDoubts: 7))
    }
  }

  @Test("is over when a run came to its end")
  func over() {
    for code in [.success, .someNotSent, .someUnknown] as [ExitCode] {
      #expect(round(after: [code, .later]) == Round(first: 9, firstOfDoubts: 9))
    }
  }

  @Test("begins anew after a stop, but not for what is in doubt")
  func stopped() {
    #expect(
      round(after: [.later, .stopped, .later, .success]) == Round(first: 8, firstOfDoubts: 6))
  }

  @Test("begins with the first run that tried the same again")
  func other() {
    #expect(
      round(after: [.later], retrying: [.rejected]) == Round(first: 9, firstOfDoubts: 9))
  }

  @Test("does not go beyond a run of which it is not known what it tried again")
  func unknown() {
    let runs = [nil, [.unknown, .rejected]].enumerated().map {
      Round.Earlier(number: 8 - $0, retried: $1, code: .later)
    }
    #expect(
      Round(9, of: [.unknown, .rejected], after: runs) == Round(first: 9, firstOfDoubts: 9))
  }

  @Test("of what is in doubt is not over when other things were tried in between, or with it")
  func others() {
    let retried: [Set<EntryState>?] = [[], [.unknown], [.failed], [.unknown, .failed]]
    let runs = retried.enumerated().map {
      Round.Earlier(number: 8 - $0, retried: $1, code: $0 == 2 ? .stopped : .later)
    }
    let codes: [ExitCode] = [.success, .someNotSent, .someUnknown]
    for code in codes {
      let before = Round.Earlier(number: 4, retried: [.unknown], code: code)
      #expect(
        Round(9, of: [.unknown, .rejected], after: runs + [before])
          == Round(first: 9, firstOfDoubts: 5))
    }
  }
}
