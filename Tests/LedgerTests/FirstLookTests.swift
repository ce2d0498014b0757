import Foundation
import GRDB
import Scratch
import Testing

@testable import Ledger

@Suite("A look at a file before it is opened")
struct FirstLookTests {
  private static let future = "INSERT INTO grdb_migrations VALUES ('from the future')"
  /// No SQLite of today knows what this is.
  private static let unreadable = """
    PRAGMA writable_schema = 1;
    INSERT INTO sqlite_master VALUES ('table', 'z', 'z', 0, 'CREATE FANCY TABLE z (a)')
    """

  @Test(
    "refuses another program's SQLite file, and leaves it as it is",
    arguments: [
      "CREATE TABLE a (b)", "PRAGMA application_id = 7", "PRAGMA user_version = 5",
      "PRAGMA journal_mode = WAL; CREATE TABLE a (b)",
    ])
  func foreign(_ making: String) throws {
    try Scratch.with { scratch in
      let path = scratch.path("other ?#%2\n.sqlite")
      let other = try DatabaseQueue(path: path)
      try other.writeWithoutTransaction { try $0.execute(sql: making) }
      try other.close()
      try expectRefusal(.notALedger(path: path), at: path)
      #expect(scratch.names() == ["other ?#%2\n.sqlite"])
    }
  }

  @Test("leaves the log of another program beside its file", arguments: [false, true])
  func foreignLog(isUnreadable: Bool) throws {
    try withKilled(
      "PRAGMA journal_mode = WAL; CREATE TABLE a (b); \(isUnreadable ? Self.unreadable : "")"
    ) { path in
      let damaged = LedgerError.cannotOpen(path: path, reason: "it is damaged")
      try expectRefusal(isUnreadable ? damaged : .notALedger(path: path), at: path)
    }
  }

  @Test("leaves the log of a newer version beside its ledger", arguments: [false, true])
  func newerLog(isUnreadable: Bool) throws {
    try withKilled(
      "\(Self.future); \(isUnreadable ? Self.unreadable : "")", making: Self.open
    ) { path in
      let damaged = LedgerError.cannotOpen(path: path, reason: "it is damaged")
      try expectRefusal(isUnreadable ? damaged : .newerVersion(path: path), at: path)
    }
  }

  @Test("leaves the journal of another program beside its file")
  func foreignJournal() throws {
    let making = """
      CREATE TABLE a (b);
      WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 300)
      INSERT INTO a SELECT hex(randomblob(500)) FROM i;
      """
    // With so little memory, some of the change is in the file before it is whole.
    let change = "PRAGMA cache_size = 5; BEGIN; UPDATE a SET b = hex(randomblob(500))"
    try withKilled(making + change) { path in
      #expect(FileManager.default.fileExists(atPath: path + "-journal"))
      try expectRefusal(.notALedger(path: path), at: path)
    }
  }

  @Test("refuses what is too short for anything", arguments: [1, 10, 99])
  func short(length: Int) throws {
    try Scratch.with { scratch in
      let path = scratch.path("short")
      try Data(repeating: 0, count: length).write(to: URL(filePath: path))
      try expectRefusal(.notALedger(path: path), at: path)
    }
  }

  /// As the machine may leave a file that was begun when it stopped: SQLite undoes that.
  @Test("takes a file of zeros for a new one, if a journal stands beside it")
  func blank() throws {
    try Scratch.with { scratch in
      let path = scratch.path("blank")
      try Data(repeating: 0, count: 4_096).write(to: URL(filePath: path))
      try expectRefusal(.notALedger(path: path), at: path)
      try Data("x".utf8).write(to: URL(filePath: path + "-journal"))
      try FirstLook(path: path, hasLog: false, patience: 1).check()
    }
  }

  @Test("refuses a ledger that was emptied, with its log beside it")
  func emptied() throws {
    try withKilled("", making: Self.record) { path in
      try Data().write(to: URL(filePath: path))
      try expectRefusal(.logWithoutFile(path: path), at: path)
    }
  }

  @Test("takes a log that is none for missing", arguments: ["x", "no log at all, but some text"])
  func noLog(words: String) throws {
    try withKilled("", making: Self.record) { path in
      try Ledger(path: path).close()
      try Data(words.utf8).write(to: URL(filePath: path + "-wal"))
      let spring = try #require(CampaignName("spring"))
      #expect(try Ledger(path: path).lacking == [spring])
    }
  }

  @Test(
    "goes on with the log of a run that was killed, and with one that was killed before all else")
  func ours() throws {
    try withKilled("", making: Self.record) { path in
      let ledger = try Ledger(path: path)
      #expect(ledger.lacking == [])
      #expect(try Book(ledger).begin("+1") == .sent)
    }
    let first = "PRAGMA journal_mode = WAL; CREATE TABLE grdb_migrations (identifier TEXT)"
    try withKilled(first) { path in
      let book = try Book(Ledger(path: path))
      #expect(try book.begin("+1") == nil)
    }
  }

  private static func open(at path: String) throws -> Ledger { try Ledger(path: path) }

  private static func record(at path: String) throws -> Book {
    let book = try Book(Ledger(path: path))
    try book.record("+1", .sent)
    return book
  }

  /// A file as it is after a kill, with whatever stands beside it.
  private func withKilled(
    _ sql: String, making: (String) throws -> Any = { _ in () }, _ body: (String) throws -> Void
  ) throws {
    try Scratch.with { scratch in
      let (path, copy) = (scratch.path("a"), scratch.path("b"))
      let made = try making(path)
      let other = try DatabaseQueue(path: path)
      try other.writeWithoutTransaction { database in
        try database.execute(sql: sql)
        for (end, bytes) in contents(of: path) {
          try bytes.write(to: URL(filePath: copy + end))
        }
        if database.isInsideTransaction { try database.rollback() }
      }
      try other.close()
      try withExtendedLifetime(made) { try body(copy) }
    }
  }

  private func expectRefusal(_ refusal: LedgerError, at path: String) throws {
    let before = contents(of: path)
    for _ in 0..<2 { #expect(throws: refusal) { try Ledger(path: path) } }
    #expect(contents(of: path) == before)
  }

  /// All that is to stay as it is: the index of a log can be made anew.
  private func contents(of path: String) -> [String: Data] {
    ["", "-wal", "-journal"].reduce(into: [:]) { contents, end in
      contents[end] = try? Data(contentsOf: URL(filePath: path + end))
    }
  }
}
