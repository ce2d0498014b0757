/// What the ledger knows of one key of a campaign.
///
/// The raw values are stored; they never change their meaning.
package enum EntryState: Int, Sendable, CaseIterable {
  /// Promised: its request may have been written. Without an outcome it is in doubt.
  case intent = 0
  case sent = 1
  case rejected = 2
  case failed = 3
  /// It may have been accepted; never sent again unless asked.
  case unknown = 4
  /// Promised once, and surely not accepted: free to be promised again.
  case released = 5
}
