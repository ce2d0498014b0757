import GRDB

/// One run of a campaign, as the ledger keeps it.
package struct RunRecord: Sendable, Equatable {
  package var number: Int
  /// Microseconds since 1970, as are all times of the ledger.
  package var startedAt: Int64
  /// nil while it runs, and for ever if it was killed.
  package var endedAt: Int64?
  package var exitCode: Int?
  package var stop: String?
  /// The fingerprint of its plan.
  package var plan: String
  package var definition: String
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
  /// In the tables of any version.
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
