import Testing

@testable import Ledger

@Suite("The last promise of a key")
struct LastPromiseTests {
  private let run = 3
  private let outcomes = [EntryState.sent, .rejected, .failed, .unknown]

  private func promise(of run: Int, _ state: EntryState) -> LastPromise {
    LastPromise(id: EntryID(rawValue: 1), run: run, state: state)
  }

  private func repeats(_ states: Set<EntryState>, before run: Int = 3) -> Repeats {
    Repeats(states, before: run)
  }

  @Test("leaves the key free where an earlier run released it", arguments: [false, true])
  func released(isRetry: Bool) {
    let promise = promise(of: 2, .released)
    #expect(promise.isFree(for: run, repeating: repeats([], before: 1), isRetry: isRetry))
  }

  @Test("of an earlier run is repeated when its state is asked for, and no other")
  func asked() {
    for state in outcomes {
      for asked in outcomes {
        let isFree = promise(of: 2, state).isFree(for: run, repeating: repeats([asked]))
        #expect(isFree == (state == asked), "\(state), \(asked)")
      }
    }
    #expect(!promise(of: 2, .intent).isFree(for: run, repeating: repeats(Set(outcomes))))
  }

  @Test("is repeated only where it was made before the run that is named")
  func before() {
    for (last, isFree) in [(1, true), (2, false)] {
      let promise = promise(of: last, .failed)
      #expect(promise.isFree(for: run, repeating: repeats([.failed], before: 2)) == isFree)
    }
  }

  @Test("in doubt is repeated only where it was made before the run that is named for doubts, too")
  func doubts() {
    let repeats = Repeats([.failed, .unknown], before: 3, doubtsBefore: 2)
    #expect(promise(of: 2, .failed).isFree(for: run, repeating: repeats))
    #expect(!promise(of: 2, .unknown).isFree(for: run, repeating: repeats))
    #expect(promise(of: 1, .unknown).isFree(for: run, repeating: repeats))
  }

  @Test("in doubt of a run that ended before its request is repeated as if that had not been")
  func withdrawn() {
    let repeats = Repeats([.unknown], before: 3, doubtsBefore: 2)
    var withdrawn = promise(of: 2, .unknown)
    withdrawn.attempts = 0
    #expect(withdrawn.isFree(for: run, repeating: repeats))
  }

  @Test("in doubt since before its run is repeated as what surely was not accepted")
  func keptDoubt() {
    var kept = promise(of: 2, .unknown)
    kept.isKeptDoubt = true
    #expect(kept.isFree(for: run, repeating: Repeats([.unknown], before: 3, doubtsBefore: 1)))
    #expect(!kept.isFree(for: run, repeating: Repeats([.unknown], before: 2, doubtsBefore: 1)))
    #expect(!kept.isFree(for: run, repeating: repeats([.failed])))
  }

  @Test("of this run is made again only by whoever answered it, where it may be tried again")
  func retry() {
    let all = repeats(Set(EntryState.allCases), before: 9)
    for state in EntryState.allCases {
      let promise = promise(of: run, state)
      #expect(!promise.isFree(for: run, repeating: all))
      let mayRetry = state == .released || state == .unknown
      #expect(promise.isFree(for: run, repeating: repeats([]), isRetry: true) == mayRetry)
    }
  }

  @Test("of a later run is left to that", arguments: [false, true])
  func later(isRetry: Bool) {
    let all = repeats(Set(EntryState.allCases), before: 9)
    for state in EntryState.allCases {
      #expect(!promise(of: 4, state).isFree(for: run, repeating: all, isRetry: isRetry))
    }
  }
}
