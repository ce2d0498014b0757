import GRDB

/// Where a list stands in the ledger, from one look to the next.
package struct EntryPlace: Sendable {
  /// The entry that was found last; nil where none was, or where the list went on with new keys since.
  var last: Int?
  /// Whether the next key may well be a new one: it is the first, or the one before it was new.
  package private(set) var isAmongNew = true

  /// Before the first key of a list.
  package init() {}

  mutating func noteNew() {
    last = nil
    isAmongNew = true
  }

  mutating func note(known entry: EntryID) {
    last = Int(entry.rawValue)
    isAmongNew = false
  }
}

/// Finds the entries of keys.
///
/// A list is read in its order, and its messages were promised in that order, so the entry after the
/// one that was found last is most often the next: that one is looked at first, and a key is looked
/// up only when it is another's.
struct EntryScan {
  /// Those that say whose entry it is, then those that ``EntryBatch`` reads by their places.
  private static let columns = """
    SELECT id, campaign, key, ifnull(state, 0), run, attempts, segments,
      ifnull(outcome.at, promise.at), http_status, latency, to_number, from_number, text, encoding,
      error
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
    lookup = try RawStatement(
      database,
      Self.columns + " WHERE id = (SELECT id FROM entry WHERE campaign = ? AND key = ?)")
  }

  /// Adds the entry of a key, in UTF-8, to a batch; of an empty key there is none.
  mutating func append(_ key: [UInt8], to batch: inout EntryBatch) throws {
    if key.isEmpty { return batch.appendNothing() }
    if try advance(), following.integer(1) == Int(campaign.rawValue),
      following.holds(key.span, in: 2)
    {
      isOnRow = nil
      return found(following, batch: &batch)
    }
    lookup.bind(campaign.rawValue)
    lookup.bind(key)
    guard try lookup.step() else { return batch.appendNothing() }
    defer { lookup.reset() }
    following.reset()
    isStarted = false
    isOnRow = nil
    found(lookup, batch: &batch)
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

  private mutating func found(_ row: RawStatement, batch: inout EntryBatch) {
    place.last = row.integer(0)
    batch.append(row)
  }
}
