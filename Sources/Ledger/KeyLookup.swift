import GRDB

/// Finds what keys have come to, one after another, for messages that are to be promised.
struct KeyLookup {
  private static let columns = """
    SELECT id, run, ifnull(state, 0), campaign, key, attempts, error
    FROM promise LEFT JOIN outcome ON promise = id
    """

  private static let lookup =
    columns + " WHERE id = (SELECT id FROM entry WHERE campaign = ? AND key = ?)"

  private static let following = columns + " WHERE id > ? ORDER BY id LIMIT 1"

  private let lookup: RawStatement
  private let following: RawStatement

  init(_ database: Database) throws {
    lookup = try RawStatement(database, Self.lookup)
    following = try RawStatement(database, Self.following)
  }

  /// The last promise of a key, wherever it stands; nil where there is none.
  func find(_ intent: Intent, in campaign: CampaignID) throws -> LastPromise? {
    lookup.bind(campaign.rawValue)
    lookup.bind(Array(intent.texts[intent.places.key]))
    guard try lookup.step() else { return nil }
    defer { lookup.reset() }
    return facts(of: lookup)
  }

  /// The promise that follows `place`, if it has the same key.
  func next(
    after place: EntryPlace, _ intent: Intent, in campaign: CampaignID
  ) throws -> LastPromise? {
    guard let last = place.last else { return nil }
    following.bind(last)
    guard try following.step() else { return nil }
    defer { following.reset() }
    guard following.integer(3) == Int(campaign.rawValue),
      following.holds(intent.texts.span.extracting(intent.places.key), in: 4)
    else { return nil }
    return facts(of: following)
  }

  private func facts(of row: RawStatement) -> LastPromise {
    let state = EntryState(rawValue: row.integer(2)) ?? .unknown
    return LastPromise(
      id: EntryID(rawValue: Int64(row.integer(0))), run: row.integer(1), state: state,
      attempts: row.integer(5),
      isKeptDoubt: state == .unknown && row.begins(with: Finding.keptDoubt, in: 6))
  }
}
