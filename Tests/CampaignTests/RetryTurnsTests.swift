import Ledger
import Testing

@testable import Campaign

@Suite("Turns of what is tried again")
struct RetryTurnsTests {
  /// Keys by the run that tried them last, refused again and again.
  private struct Sequence {
    var tries: [Int: Int]
    /// Those of a run that cannot be reached, such as rows that the list has no more.
    var unreached: [Int: Int] = [:]

    /// One more run.
    ///
    /// - Returns: the runs whose keys it tried, and how many are left.
    mutating func run(_ number: Int, first: Int, limit: Int) -> (tried: Set<Int>, left: Int) {
      let all = tries.merging(unreached) { $0 + $1 }.sorted { $0.key < $1.key }
      let turns = RetryTurns(
        [.rejected], run: number, firstRun: first, limit: limit,
        tries: all.map { ($0.key, $0.value) })
      var (room, tried, pass) = (limit, Set<Int>(), 0)
      for (index, repeats) in turns.passes.enumerated() where room > 0 {
        pass = index
        for (last, count) in tries.sorted(by: { $0.key < $1.key })
        where last < repeats.before && count > 0 && room > 0 && !repeats.states.isEmpty {
          let taken = min(room, count)
          tries[last] = count - taken
          tries[number, default: 0] += taken
          room -= taken
          tried.insert(last)
        }
      }
      if room > 0 { return (tried, 0) }
      let left = turns.left(after: pass, isLeftByHours: false)
      return (tried, tries.filter { left.runs.contains($0.key) }.values.reduce(0, +))
    }
  }

  @Test("all that earlier runs left have one turn before it is done")
  func waves() {
    var sequence = Sequence(tries: [1: 5, 2: 5, 3: 5, 4: 5])
    let runs = (5...9).map { sequence.run($0, first: 5, limit: 5) }
    #expect(runs.map(\.tried) == [[1], [2], [3], [4], [5]])
    #expect(runs.map(\.left) == [15, 10, 5, 0, 0])
  }

  @Test("what cannot be reached takes no turn from others")
  func unreached() {
    var sequence = Sequence(tries: [1: 20], unreached: [1: 10])
    let runs = (2...7).map { sequence.run($0, first: 2, limit: 5) }
    #expect(runs.map(\.tried) == [[1], [1], [1], [1], [2], [3]])
    #expect(runs.map(\.left) == [15, 10, 5, 0, 0, 0])
  }

  @Test("without a limit there is one pass, and hours leave all that it did not try")
  func plain() {
    let turns = RetryTurns([.failed], run: 4, firstRun: 4, limit: nil, tries: [])
    #expect(turns.passes == [Repeats([.failed], before: 4)])
    #expect(turns.left(after: 0, isLeftByHours: true).runs == 0..<4)
  }
}
