import GRDB

/// Campaigns and their runs, and what is said of many promises at once.
extension LedgerTransaction {
  /// The campaign of that name, made where there is none, at a moment in microseconds since 1970.
  package func campaign(named name: CampaignName, at: Int64) throws -> CampaignID {
    try database.execute(
      sql: "INSERT OR IGNORE INTO campaign (name, created_at) VALUES (?, ?)",
      arguments: [name.description, at])
    let id = try Int64.fetchOne(
      database, sql: "SELECT id FROM campaign WHERE name = ?", arguments: [name.description])
    return CampaignID(rawValue: id ?? 0)
  }

  /// Opens the next run of a campaign. Promises that an earlier run left without an outcome
  /// become ``EntryState/unknown``: their requests may have been written.
  ///
  /// The caller holds the campaign's lock, so that no other run can be in the middle of one.
  ///
  /// - Returns: the number of the run, which is 1 for the first of its campaign.
  package func startRun(_ run: NewRun, of campaign: CampaignID) throws -> Int {
    try doubt(campaign)
    let last = try Int.fetchOne(
      database, sql: "SELECT max(number) FROM run WHERE campaign = ?",
      arguments: [campaign.rawValue])
    let number = (last ?? 0) + 1
    try database.execute(
      sql: """
        INSERT INTO run (campaign, number, process, started_at, plan, definition, settings)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        campaign.rawValue, number, run.process, run.startedAt, run.plan, run.definition,
        run.settings,
      ])
    return number
  }

  /// Notes the end of a run: when it was, in microseconds since 1970, with which exit code, and why early, in words.
  package func endRun(
    _ number: Int, of campaign: CampaignID, at: Int64, exitCode: Int, stop: String?
  ) throws {
    try database.execute(
      sql: """
        UPDATE run SET ended_at = ?, exit_code = ?, stop = ? WHERE campaign = ? AND number = ?
        """,
      arguments: [at, exitCode, stop, campaign.rawValue, number])
  }

  /// Notes that nothing more will come of the runs of a campaign that have no end: they were killed,
  /// and all that they did is known here.
  ///
  /// The caller knows that no run of the campaign is going on.
  ///
  /// - Parameter isSettled: the same is said of runs whose log is missing.
  package func noteKilled(_ campaign: CampaignID, isSettled: Bool = false) throws {
    try database.execute(
      sql: """
        UPDATE run SET stop = ? WHERE campaign = ? AND ended_at IS NULL AND (stop IS NULL OR stop = ?)
        """,
      arguments: [RunRecord.killed, campaign.rawValue, isSettled ? RunRecord.lacking : nil])
  }

  /// Notes of campaigns whose log is missing that it is: from now on another log may stand there, which
  /// looks as if it were theirs.
  package func noteLacking(_ campaigns: [CampaignName]) throws {
    try RunRecord.noteLacking(campaigns, in: database)
  }

  /// The campaigns of which that was noted, by this process or by another one.
  package func lackingCampaigns() throws -> [CampaignName] {
    try LedgerView(database: database).lackingCampaigns()
  }

  /// Records what a person found out about keys in doubt.
  ///
  /// - Parameters:
  ///   - numbers: E.164 of those it is about; nil: all of them.
  ///   - note: who says so, which the reports show: the API did not.
  /// - Returns: how many entries were settled, and which of the numbers they had.
  package func settle(
    unknownOf campaign: CampaignID, as state: EntryState, numbers: [String]?, note: String
  ) throws -> (count: Int, numbers: Set<String>) {
    try doubt(campaign)
    let list = numbers.map { "[\($0.map { "\"\($0)\"" }.joined(separator: ","))]" }
    let found =
      numbers == nil
      ? []
      : try String.fetchSet(
        database,
        sql: """
          SELECT to_number FROM \(LedgerSchema.promises) AND state = \(EntryState.unknown.rawValue)
            AND to_number IN (SELECT value FROM json_each(?2))
          """,
        arguments: [campaign.rawValue, list])
    try database.execute(
      sql: """
        UPDATE outcome SET state = ?, error = ? WHERE state = \(EntryState.unknown.rawValue) AND EXISTS
          (SELECT 1 FROM promise WHERE id = outcome.promise AND campaign = ?
            AND (? IS NULL OR to_number IN (SELECT value FROM json_each(?))))
        """,
      arguments: [state.rawValue, note, campaign.rawValue, list, list])
    return (database.changesCount, found)
  }

  /// Whatever was promised and has no outcome may have been accepted.
  private func doubt(_ campaign: CampaignID) throws {
    try database.execute(
      sql: """
        INSERT INTO outcome (promise, state, at, error)
        SELECT id, \(EntryState.unknown.rawValue), promise.at, ?2 FROM \(LedgerSchema.promises) AND state IS NULL
        """,
      arguments: [campaign.rawValue, NewRun.interrupted])
  }
}
