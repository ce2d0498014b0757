import GRDB

/// One run of a campaign, as the ledger keeps it.
package struct RunRecord: Sendable, Equatable {
  /// 1 for the first of its campaign.
  package var number: Int
  /// Microseconds since 1970, as are all times of the ledger.
  package var startedAt: Int64
  /// nil while it runs, and for ever if it was killed.
  package var endedAt: Int64?
  /// nil as long as it has no end.
  package var exitCode: Int?
  /// Why it ended early, in words for people, or that it was killed; nil when nothing stopped it.
  package var stop: String?
  /// The fingerprint of its plan.
  package var plan: String
  /// What made the campaign's messages what they are, as ``NewRun/definition``.
  package var definition: String
  /// What is needed to write its reports again, as ``NewRun/settings``.
  package var settings: String

  /// What stops a run that cannot say so itself.
  static let killed = "it was killed, or the machine stopped"
  /// The stop of a run whose log is missing, and with it what was sent last.
  static let lacking = "it was killed, and its log is missing"

  init(_ row: Row) throws {
    number = try row.decode(atIndex: 0)
    startedAt = try row.decode(atIndex: 1)
    endedAt = try row.decode(atIndex: 2)
    exitCode = try row.decode(atIndex: 3)
    stop = try row.decode(atIndex: 4)
    plan = try row.decode(atIndex: 5)
    definition = try row.decode(atIndex: 6)
    settings = try row.decode(atIndex: 7)
  }
}

extension RunRecord {
  /// Notes in the tables of any version that the logs of these campaigns are missing.
  static func noteLacking(_ campaigns: [CampaignName], in database: Database) throws {
    for name in campaigns {
      try database.execute(
        sql: """
          UPDATE run SET stop = ? WHERE ended_at IS NULL AND stop IS NULL
            AND campaign = (SELECT id FROM campaign WHERE name = ?)
          """,
        arguments: [lacking, name.description])
    }
  }
}
