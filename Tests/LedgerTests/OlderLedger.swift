import GRDB

@testable import Ledger

/// A ledger as version 1 left it: one campaign, one run, four messages.
enum OlderLedger {
  static let entries = [
    KnownEntry(
      intent: .example("+1"), state: .sent, run: 1, attempts: 2, httpStatus: 201, latency: 1_500),
    KnownEntry(intent: .example("+2"), state: .intent, run: 1, attempts: 1),
    KnownEntry(
      intent: .example("+3"), state: .unknown, run: 1, attempts: 1, error: "timeout"),
    KnownEntry(
      intent: .example("+4"), state: .released, run: 1, attempts: 1, httpStatus: 429, error: "wait"),
  ]

  /// - Parameter isOpen: whether its run has no end.
  @discardableResult
  static func make(at path: String, isOpen: Bool = false) throws -> DatabaseQueue {
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try LedgerSchema.migrator.migrate(database, upTo: "1")
    try database.write { database in
      try database.execute(sql: "INSERT INTO campaign VALUES (1, 'spring', 1)")
      try database.execute(
        sql: "INSERT INTO run VALUES (1, 1, 4711, 7, ?, ?, NULL, 'fingerprint', '{}', '[]')",
        arguments: isOpen ? [nil, nil] : [50, 4])
      for entry in entries { try insert(entry, database) }
    }
    return database
  }

  /// A ledger as version 2 left it, with two campaigns that sent in turns: `+01`, `+11`, `+02`, …
  static func makeSecond(at path: String, rounds: Int) throws {
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try LedgerSchema.migrator.migrate(database, upTo: "2")
    try database.write { database in
      try database.execute(
        sql: "INSERT INTO campaign VALUES (1, 'spring', 1), (2, 'summer', 1)")
      for round in 1...rounds {
        for campaign in 1...2 {
          try database.execute(
            sql: """
              INSERT INTO promise (campaign, key, run, row, to_number, from_number, text, segments,
                encoding, attempts, at)
              VALUES (?, ?2, 1, 2, ?2, '+2', 'Hi', 1, 'GSM-7', 1, 1);
              """, arguments: [campaign, "+\(campaign - 1)\(round)"])
          try database.execute(
            sql: "INSERT INTO outcome (promise, state, at) VALUES (last_insert_rowid(), 1, 1)")
        }
      }
    }
    try database.close()
  }

  /// So many more messages, to make it slow to bring up to date.
  static func fill(_ database: DatabaseQueue, with count: Int) throws {
    try database.write { database in
      try database.execute(
        sql: """
          WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
          INSERT INTO message (campaign, key, state, run, row, to_number, from_number, text,
            segments, encoding, attempts, at)
          SELECT 1, 'k' || n, 1, 1, n, '+1', '+2', 'Hi', 1, 'GSM-7', 1, 1 FROM number
          """, arguments: [count])
    }
  }

  private static func insert(_ entry: KnownEntry, _ database: Database) throws {
    let intent = entry.intent
    try database.execute(
      sql: """
        INSERT INTO message (campaign, key, state, run, row, to_number, from_number, text, segments,
          encoding, attempts, at, http_status, error, latency)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        intent.key, entry.state.rawValue, entry.run, intent.row, intent.toNumber, intent.fromNumber,
        intent.text, intent.segments, intent.encoding, entry.attempts, intent.at, entry.httpStatus,
        entry.error, entry.latency,
      ])
  }
}
