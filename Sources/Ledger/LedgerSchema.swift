import GRDB

/// The tables of the ledger, and how older ones become newer ones.
enum LedgerSchema {
  /// Marks a SQLite file as a ledger (`PRAGMA application_id`): the letters "Voll".
  static let applicationID = 0x566F_6C6C

  /// All promises of the campaign that is bound first, with their outcomes, in the order in which their
  /// entries were leased; an older version's campaigns lie among each other. The `+` keeps SQLite from making
  /// an index of all campaigns for it.
  static let promises = """
    block CROSS JOIN promise ON id BETWEEN first AND first + count - 1
    LEFT JOIN outcome ON promise = id
    WHERE block.campaign = ?1 AND +promise.campaign = block.campaign
    """

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { try $0.execute(sql: first) }
    migrator.registerMigration("2") { try $0.execute(sql: second) }
    migrator.registerMigration("3") { try $0.execute(sql: third) }
    return migrator
  }

  /// Rows stand in the order of their promises, so that a group of them fills few pages; the keys have
  /// an index of their own.
  private static let first = """
    PRAGMA application_id = \(applicationID);
    CREATE TABLE campaign (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      created_at INTEGER NOT NULL
    );
    CREATE TABLE run (
      campaign INTEGER NOT NULL REFERENCES campaign (id),
      number INTEGER NOT NULL,
      process INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      ended_at INTEGER,
      exit_code INTEGER,
      stop TEXT,
      plan TEXT NOT NULL,
      definition TEXT NOT NULL,
      settings TEXT NOT NULL,
      PRIMARY KEY (campaign, number)
    ) WITHOUT ROWID;
    CREATE TABLE message (
      id INTEGER PRIMARY KEY,
      campaign INTEGER NOT NULL REFERENCES campaign (id),
      key TEXT NOT NULL,
      state INTEGER NOT NULL,
      run INTEGER NOT NULL,
      row INTEGER NOT NULL,
      to_number TEXT NOT NULL,
      from_number TEXT NOT NULL,
      text TEXT NOT NULL,
      segments INTEGER NOT NULL,
      encoding TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      at INTEGER NOT NULL,
      http_status INTEGER,
      error TEXT,
      latency INTEGER
    );
    CREATE UNIQUE INDEX message_key ON message (campaign, key);
    """

  /// An outcome is a row of its own. Small rows, added one after another, cost a third of changing the
  /// promises that they answer.
  private static let second = """
    CREATE TABLE promise (
      id INTEGER PRIMARY KEY,
      campaign INTEGER NOT NULL REFERENCES campaign (id),
      key TEXT NOT NULL,
      run INTEGER NOT NULL,
      row INTEGER NOT NULL,
      to_number TEXT NOT NULL,
      from_number TEXT NOT NULL,
      text TEXT NOT NULL,
      segments INTEGER NOT NULL,
      encoding TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      at INTEGER NOT NULL
    );
    CREATE TABLE outcome (
      promise INTEGER PRIMARY KEY REFERENCES promise (id),
      state INTEGER NOT NULL,
      at INTEGER NOT NULL,
      http_status INTEGER,
      error TEXT,
      latency INTEGER
    );
    INSERT INTO promise SELECT id, campaign, key, run, row, to_number, from_number, text, segments,
      encoding, attempts, at FROM message;
    INSERT INTO outcome SELECT id, state, at, http_status, error, latency FROM message
      WHERE state != 0;
    DROP TABLE message;
    CREATE UNIQUE INDEX promise_key ON promise (campaign, key);
    """

  /// A key is leased before it is promised, together with its neighbours: one after another in the order of
  /// a list, each would change a page of its own, and pages are what a commit costs.
  ///
  /// The numbers of entries are leased in blocks, in the order of a list. So the promises of a campaign are
  /// found without an index, which each promise would have to change.
  private static let third = """
    CREATE TABLE entry (
      campaign INTEGER NOT NULL,
      key TEXT NOT NULL,
      id INTEGER NOT NULL,
      PRIMARY KEY (campaign, key)
    ) WITHOUT ROWID;
    INSERT INTO entry SELECT campaign, key, id FROM promise ORDER BY campaign, key;
    CREATE TABLE block (
      first INTEGER PRIMARY KEY,
      count INTEGER NOT NULL,
      campaign INTEGER NOT NULL REFERENCES campaign (id)
    );
    INSERT INTO block SELECT min(id), max(id) - min(id) + 1, campaign FROM promise GROUP BY campaign;
    DROP INDEX promise_key;
    """
}
