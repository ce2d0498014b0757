/// Known keys that may be promised once more.
package struct Repeats: Equatable, Sendable {
  /// What they have come to.
  package var states: Set<EntryState>
  /// Only those whose last run was an earlier one than this.
  package var before: Int
  /// The same for those that are ``EntryState/unknown``, if that is less.
  package var doubtsBefore: Int

  package init(_ states: Set<EntryState>, before run: Int, doubtsBefore: Int = .max) {
    self.states = states
    before = run
    self.doubtsBefore = doubtsBefore
  }

  func names(_ state: EntryState, of run: Int) -> Bool {
    states.contains(state) && run < (state == .unknown ? min(before, doubtsBefore) : before)
  }
}
