import Ledger
import Reports

/// Whose turn it is when messages are tried again: new ones go first, and then those whose last try is the
/// oldest. So all have their turn, however many runs that takes.
///
/// Runs of which each goes on where the one before ended early are a round, and come to what one long run
/// would: what was tried in it, for the first time or again, has had its turn.
struct RetryTurns: Equatable {
  /// Where a round began.
  struct Round: Equatable {
    /// Its first run: of those that were only left for later, or interrupted.
    var first: Int
    /// The same for what may have been accepted since, and would perhaps be sent once more each time: of all
    /// that tried such again, whatever else they tried, and also of those that stopped.
    var firstOfDoubts: Int
  }

  /// What there is to be sent.
  struct Census: Equatable {
    /// Messages that are free: never tried, or surely not accepted and given back.
    var new = 0
    /// How many that may be tried again had their last try in each run.
    var tries: [Int: Int] = [:]
    /// How many of these may have been accepted.
    var doubts: [Int: Int] = [:]

    var messages: Int { new + tries.values.reduce(0, +) }
    var inDoubt: Int { doubts.values.reduce(0, +) }
  }

  let round: Round
  private let states: Set<EntryState>
  private let run: Int

  /// Passes through the list that the tries of one round, or of those before, may take.
  private static let mostPasses = 10

  init(_ states: Set<EntryState>, run: Int, round: Round) {
    self.states = states
    self.run = run
    self.round = round
  }

  /// Whether a row, as it stands in the ledger, may be tried again, if there is a message for it.
  ///
  /// - Parameters:
  ///   - isSameNumber: as that of its last try: a doubt about another number has to be settled.
  ///   - isKeptDoubt: it may have been accepted before its last try, and surely was not then.
  func names(
    _ status: Status, triedIn last: Int, isSameNumber: Bool, isKeptDoubt: Bool = false
  ) -> Bool {
    guard states.contains(where: { Status($0) == status }) else { return false }
    guard status == .unknown else { return last < run }
    return isSameNumber && last < (isKeptDoubt ? run : round.firstOfDoubts)
  }

  /// Whether such a row has not had its turn in this round.
  func isLeft(
    _ status: Status, triedIn last: Int, isSameNumber: Bool, isKeptDoubt: Bool = false
  ) -> Bool {
    last < round.first
      && names(status, triedIn: last, isSameNumber: isSameNumber, isKeptDoubt: isKeptDoubt)
  }

  /// Through the plan, each with what it tries again; at least one.
  func passes(_ census: Census) -> [Repeats] {
    let bounds = bounds(census)
    let new = census.new > 0 || bounds.isEmpty ? [Repeats([], before: 0)] : []
    return new + bounds.map { Repeats(states, before: $0, doubtsBefore: round.firstOfDoubts) }
  }

  /// How many that may have been accepted can be among so many messages. Where these end within a pass, it
  /// depends on the order of the list: as many as there may be.
  func doubts(_ census: Census, among limit: Int) -> Int {
    var (doubts, room, start) = (0, limit - census.new, 0)
    for bound in bounds(census) where room > 0 {
      let runs = census.tries.keys.filter { $0 >= start && $0 < bound }
      doubts += min(room, runs.reduce(0) { $0 + (census.doubts[$1] ?? 0) })
      room -= runs.reduce(0) { $0 + (census.tries[$1] ?? 0) }
      start = bound
    }
    return doubts
  }

  /// Before which run each pass looks.
  private func bounds(_ census: Census) -> [Int] {
    let runs = census.tries.keys.sorted()
    return Self.bounds(runs.filter { $0 < round.first })
      + Self.bounds(runs.filter { $0 >= round.first })
  }

  /// The oldest have passes of their own, and the others the last one, in the order of the list.
  ///
  /// So nobody is passed over for ever, however runs end. A run that tries anything again begins with the
  /// oldest tries, and makes them the newest: each leaves fewer before whoever is in a pass of its own. One
  /// that gets to the last pass has been through all others, so those who share it come into passes of their
  /// own. Of what was withdrawn, which is the oldest of all then, a run leaves no more than it has lanes.
  private static func bounds(_ runs: [Int]) -> [Int] {
    let exact = runs.prefix(mostPasses - 1)
    return (exact + runs.dropFirst(exact.count).suffix(1)).map { $0 + 1 }
  }
}

extension RetryTurns.Round {
  /// A run before.
  struct Earlier {
    var number: Int
    /// What it tried again; nil where that is not known.
    var retried: Set<EntryState>?
    /// Nil: it was killed.
    var code: ExitCode?
  }

  /// - Parameter earlier: the last one first.
  init(_ run: Int, of states: Set<EntryState>, after earlier: [Earlier]) {
    self.init(first: run, firstOfDoubts: run)
    var goesOn = true
    for run in earlier {
      guard let retried = run.retried else { return }
      switch run.code {
      case .success, .someNotSent, .someUnknown: return
      case nil, .later, .hungUp, .interrupted, .terminated: break
      default: goesOn = false
      }
      goesOn = goesOn && states.isSubset(of: retried)
      if goesOn { first = run.number }
      if retried.contains(.unknown) { firstOfDoubts = run.number }
    }
  }
}

extension ReportRow {
  /// The run that tried it last; 0 where that run was ended before its request was written. Nil for a new one.
  var lastTry: Int? { run.map { attempts > 0 ? $0 : 0 } }

  /// Whether it may have been accepted before that, and surely was not then.
  var isKeptDoubt: Bool { status == .unknown && error.starts(with: Finding.keptDoubt.utf8) }
}
