import GRDB

/// The questions that can be asked of the ledger, inside of ``Ledger/read(_:)``.
package struct LedgerView: ~Copyable {
  let database: Database

  /// The campaign of that name; nil when the ledger knows none.
  package func campaign(named name: CampaignName) throws -> CampaignID? {
    try Int64.fetchOne(
      database, sql: "SELECT id FROM campaign WHERE name = ?", arguments: [name.description]
    ).map(CampaignID.init(rawValue:))
  }

  /// The entries of one part of a list after another, which is quick when it is read in its order.
  ///
  /// - Parameters:
  ///   - count: How many keys the part has.
  ///   - key: Adds the key of an index, in UTF-8, to an empty array. One that stays empty has no entry.
  package func entries(
    count: Int, in campaign: CampaignID, from place: inout EntryPlace,
    key: (Int, inout [UInt8]) -> Void
  ) throws -> EntryBatch {
    var scan = try EntryScan(database, campaign, from: place)
    defer { place = scan.place }
    var batch = EntryBatch(expecting: count)
    var bytes: [UInt8] = []
    for index in 0..<count {
      bytes.removeAll(keepingCapacity: true)
      key(index, &bytes)
      try scan.append(bytes, to: &batch)
    }
    return batch
  }

  /// How many keys of a campaign were promised, and not released since, besides those that are known.
  ///
  /// - Parameter released: How many of the known ones are in that state.
  package func count(
    of campaign: CampaignID, besides known: Int, released: Int = 0
  ) throws -> Int {
    // As many numbers were leased as messages could be promised. Most often all were, and to count the
    // promises would read all of them.
    let leased = try Int.fetchOne(
      database, sql: "SELECT sum(count) FROM block WHERE campaign = ?",
      arguments: [campaign.rawValue])
    if leased == known { return 0 }
    let all = try Int.fetchOne(
      database,
      sql: "SELECT count(*) FROM \(LedgerSchema.promises) AND ifnull(state, 0) != ?",
      arguments: [campaign.rawValue, EntryState.released.rawValue])
    return (all ?? 0) - (known - released)
  }

  /// The numbers that may have got a message of the campaign.
  package func numbers(of campaign: CampaignID) throws -> Set<String> {
    try String.fetchSet(
      database,
      sql: """
        SELECT to_number FROM \(LedgerSchema.promises) AND ifnull(state, 0) != ?
        """,
      arguments: [campaign.rawValue, EntryState.released.rawValue])
  }

  /// Whether a message with this key was ever promised.
  package func knows(_ key: String, in campaign: CampaignID) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM promise WHERE id =
          (SELECT id FROM entry WHERE campaign = ? AND key = ?))
        """,
      arguments: [campaign.rawValue, key]) ?? false
  }

  /// How many keys are in each state.
  package func counts(of campaign: CampaignID) throws -> [EntryState: Int] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT ifnull(state, 0) AS known, count(*) FROM \(LedgerSchema.promises) GROUP BY known
        """,
      arguments: [campaign.rawValue])
    return try rows.reduce(into: [:]) { counts, row in
      guard let state = EntryState(rawValue: try row.decode(atIndex: 0)) else { return }
      counts[state] = try row.decode(atIndex: 1)
    }
  }

  /// The latest run of a campaign; nil: there was none.
  package func lastRun(of campaign: CampaignID) throws -> RunRecord? {
    try runs(of: campaign, limit: 1).first
  }

  /// The runs of a campaign, the last one first.
  package func runs(of campaign: CampaignID, limit: Int = .max) throws -> [RunRecord] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT number, started_at, ended_at, exit_code, stop, plan, definition, settings
        FROM run WHERE campaign = ? ORDER BY number DESC LIMIT ?
        """,
      arguments: [campaign.rawValue, limit]
    ).map(RunRecord.init)
  }

  /// The campaigns whose last run has no end: it is going on, or was killed. A later one would have taken
  /// note of all that an earlier one did.
  package func openCampaigns() throws -> [CampaignName] { try campaigns(whoseRunStopped: nil) }

  /// The campaigns of which it was noted that their log is missing.
  func lackingCampaigns() throws -> [CampaignName] {
    try campaigns(whoseRunStopped: RunRecord.lacking)
  }

  /// Those whose last run has no end, but for this word.
  private func campaigns(whoseRunStopped stop: String?) throws -> [CampaignName] {
    try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT name FROM run JOIN campaign ON campaign.id = run.campaign
        WHERE ended_at IS NULL AND stop IS ? AND number =
          (SELECT max(number) FROM run AS other WHERE other.campaign = run.campaign)
        ORDER BY name
        """,
      arguments: [stop]
    ).compactMap(CampaignName.init)
  }

  /// When a run of the campaign last ended with exit code 0, in microseconds since 1970.
  package func lastSuccess(of campaign: CampaignID) throws -> Int64? {
    try Int64.fetchOne(
      database, sql: "SELECT max(ended_at) FROM run WHERE campaign = ? AND exit_code = 0",
      arguments: [campaign.rawValue])
  }

  /// Every campaign of the ledger, in the order of their names.
  package func campaigns() throws -> [CampaignName] {
    try String.fetchAll(database, sql: "SELECT name FROM campaign ORDER BY name")
      .compactMap(CampaignName.init)
  }
}
