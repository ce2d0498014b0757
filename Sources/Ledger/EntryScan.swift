import GRDB

/// Where a reader of entries stands, from one look at the ledger to the next.
package struct EntryPlace: Sendable {
  /// The entry that was found last; nil: none yet.
  var last: Int?

  package init() {}
}

/// Finds the entries of keys.
///
/// A list is read in its order, and its messages were promised in that order, so the entry after the
/// one that was found last is most often the next: that one is looked at first, and a key is looked
/// up only when it is another's.
struct EntryScan {
  private static let columns = """
    SELECT id, campaign, key, row, to_number, from_number, text, segments, encoding,
      ifnull(outcome.at, promise.at), ifnull(state, 0), run, attempts, http_status, error, latency
    FROM promise LEFT JOIN outcome ON promise = id
    """

  private let campaign: CampaignID
  private let following: RawStatement
  private let lookup: RawStatement
  private var isStarted = false
  /// Whether `following` stands on a row that was not taken; nil: it has to go on first.
  private var isOnRow: Bool?
  private(set) var place: EntryPlace

  init(_ database: Database, _ campaign: CampaignID, from place: EntryPlace) throws {
    self.campaign = campaign
    self.place = place
    following = try RawStatement(database, Self.columns + " WHERE id > ? ORDER BY id")
    lookup = try RawStatement(database, Self.columns + " WHERE campaign = ? AND key = ?")
  }

  /// The entry of a key; of an empty one there is none.
  mutating func entry(of key: String) throws -> LedgerEntry? {
    if key.isEmpty { return nil }
    if try advance(), following.integer(1) == Int(campaign.rawValue), following.holds(key, in: 2) {
      isOnRow = nil
      return found(key, following)
    }
    lookup.bind(campaign.rawValue)
    lookup.bind(key)
    guard try lookup.step() else { return nil }
    defer { lookup.reset() }
    following.reset()
    isStarted = false
    isOnRow = nil
    return found(key, lookup)
  }

  /// Whether there is an entry after the last one that was found.
  private mutating func advance() throws -> Bool {
    if let isOnRow { return isOnRow }
    guard let last = place.last else { return false }
    if !isStarted { following.bind(last) }
    isStarted = true
    let isOnRow = try following.step()
    self.isOnRow = isOnRow
    return isOnRow
  }

  private mutating func found(_ key: String, _ row: RawStatement) -> LedgerEntry {
    place.last = row.integer(0)
    return LedgerEntry(
      intent: Intent(
        key: key, row: row.integer(3), toNumber: row.text(4), fromNumber: row.text(5),
        text: row.text(6), segments: row.integer(7), encoding: row.text(8),
        at: Int64(row.integer(9))),
      state: EntryState(rawValue: row.integer(10)) ?? .unknown, run: row.integer(11),
      attempts: row.integer(12), httpStatus: row.optionalInteger(13), error: row.optionalText(14),
      latency: row.optionalInteger(15).map(Int64.init))
  }
}
