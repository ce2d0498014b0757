/// Whether a key could be promised now.
package enum Begun: Sendable, Equatable {
  /// It is now, as this entry.
  case begun(EntryID)
  /// It is, and an earlier request for it may have been accepted: only ``EntryState/sent`` ends that doubt.
  case doubted(EntryID)
  /// The key has an entry already, in a state that is not to be repeated.
  case taken(EntryState)
}
