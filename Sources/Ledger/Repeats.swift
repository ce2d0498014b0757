/// Known keys that may be promised once more.
package struct Repeats: Equatable, Sendable {
  /// What they have come to.
  package var states: Set<EntryState>
  /// Only those whose last run has a lower number than this.
  package var before: Int
  /// The same for those that may have been accepted in their last run, if that is less.
  package var doubtsBefore: Int

  /// Without `doubtsBefore`, those that may have been accepted are as all others.
  package init(_ states: Set<EntryState>, before run: Int, doubtsBefore: Int = .max) {
    self.states = states
    before = run
    self.doubtsBefore = doubtsBefore
  }

  func names(_ last: LastPromise) -> Bool {
    let run = last.attempts > 0 ? last.run : 0
    let mayBeSent = last.state == .unknown && !last.isKeptDoubt
    return states.contains(last.state) && run < (mayBeSent ? min(before, doubtsBefore) : before)
  }
}
