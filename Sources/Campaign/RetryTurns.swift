import Ledger

/// Whose turn it is when a run with a limit tries messages again: new ones go first, and then those whose last
/// try is the oldest. So all have their turn, however many runs that takes.
struct RetryTurns {
  /// Through the plan, each with what it tries again.
  let passes: [Repeats]
  private let run: Int
  /// The first of the runs without a break that tried the same again.
  private let firstRun: Int
  private let states: Set<EntryState>

  /// More passes than these would be for runs that left hardly anything.
  private static let mostPasses = 50

  /// - Parameters:
  ///   - limit: nil: all are tried.
  ///   - tries: how many of these keys each run tried last, the earliest run first.
  init(
    _ states: Set<EntryState>, run: Int, firstRun: Int, limit: Int?, tries: [(run: Int, keys: Int)]
  ) {
    (self.states, self.run, self.firstRun) = (states, run, firstRun)
    let all = Repeats(states, before: run)
    guard let limit, !states.isEmpty else {
      passes = [all]
      return
    }
    var covered = 0
    let later = tries.drop { entry in
      covered += entry.keys
      return covered < limit
    }
    let bounds = later.prefix(Self.mostPasses).map { $0.run + 1 }.filter { $0 < run }
    passes = [Repeats([], before: 0)] + bounds.map { Repeats(states, before: $0) } + [all]
  }

  /// What is left to be tried again, by the run that tried it last: what was to have its turn by now, or since
  /// the first of these runs. Others would come to the same end once more, without end.
  ///
  /// - Parameters:
  ///   - pass: the one that the limit ended: of earlier ones nothing is left that can be tried.
  ///   - isLeftByHours: whether the hour kept messages from their turn.
  func left(after pass: Int, isLeftByHours: Bool) -> Left {
    if isLeftByHours { return Left(states: states, runs: 0..<run) }
    let first = pass < 2 ? 0 : passes[pass - 1].before
    let end = max(passes[min(1, passes.count - 1)].before, firstRun)
    return Left(states: states, runs: first..<max(first, end))
  }

  struct Left {
    let states: Set<EntryState>
    let runs: Range<Int>
  }
}
