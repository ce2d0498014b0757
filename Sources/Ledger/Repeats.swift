/// Known keys that may be promised once more.
package struct Repeats: Equatable, Sendable {
  /// What they have come to.
  package var states: Set<EntryState>
  /// Only those whose last run was an earlier one than this.
  package var before: Int
  /// The same for those that may have been accepted in their last run, if that is less.
  package var doubtsBefore: Int

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
