/// Known keys that may be promised once more.
package struct Repeats: Equatable, Sendable {
  /// What they have come to.
  package var states: Set<EntryState>
  /// Only those whose last run was an earlier one than this.
  package var before: Int

  package init(_ states: Set<EntryState>, before run: Int) {
    self.states = states
    before = run
  }
}
