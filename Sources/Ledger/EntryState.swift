/// What the ledger knows of one key of a campaign.
///
/// The raw values are stored; they never change their meaning.
package enum EntryState: Int, Sendable, CaseIterable {
  /// Promised: its request may have been written. Without an outcome it is in doubt.
  case intent = 0
  /// The API accepted it (any 2xx), or a person found out that it did.
  case sent = 1
  /// The API refused this message.
  case rejected = 2
  /// Surely not accepted, and no try was left; not promised again unless asked.
  case failed = 3
  /// It may have been accepted; never sent again unless asked.
  case unknown = 4
  /// Promised once, and surely not accepted: free to be promised again.
  case released = 5
}
