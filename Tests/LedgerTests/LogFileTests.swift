import Foundation
import GRDB
import Scratch
import Testing

@testable import Ledger

@Suite("The log beside a ledger")
struct LogFileTests {
  private static let frame = 24 + 4_096

  /// A log of several transactions, the first of one page.
  private func withLog(_ body: (LogFile, Data) throws -> Void) throws {
    try Scratch.with { scratch in
      let path = scratch.path("l")
      let database = try DatabaseQueue(path: path)
      try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
      for sql in [
        "CREATE TABLE a (b)", "CREATE TABLE c (d)", "INSERT INTO a VALUES (hex(randomblob(9000)))",
      ] {
        try database.write { try $0.execute(sql: sql) }
      }
      let log = LogFile(path: path + "-wal")
      try body(log, try Data(contentsOf: URL(filePath: log.path)))
      try database.close()
    }
  }

  private func rewrite(_ log: LogFile, _ bytes: Data) throws {
    try bytes.write(to: URL(filePath: log.path))
  }

  @Test("tells something once it has a transaction")
  func transaction() throws {
    try withLog { log, bytes in
      #expect(log.isThere && log.tellsSomething)
      // Of the first transaction there are two pages.
      for length in [33, 32 + 24, 32 + Self.frame, 32 + 2 * Self.frame - 1] {
        try rewrite(log, bytes.prefix(length))
        #expect(log.isThere && !log.tellsSomething, "\(length)")
      }
      try rewrite(log, bytes.prefix(32 + 2 * Self.frame))
      #expect(log.tellsSomething)
      try rewrite(log, bytes.prefix(32))
      #expect(!log.isThere)
    }
  }

  @Test("tells nothing with a page that was not written whole", arguments: [40, 60, 3_000, 4_200])
  func torn(place: Int) throws {
    try withLog { log, bytes in
      var bytes = bytes
      bytes[place] ^= 1
      try rewrite(log, bytes)
      #expect(!log.tellsSomething)
    }
  }

  /// All that it told before is in the file.
  @Test("tells something when it was begun anew")
  func generation() throws {
    try withLog { log, bytes in
      var bytes = bytes
      bytes[15] = 1
      bytes[60] ^= 1
      try rewrite(log, bytes)
      #expect(log.tellsSomething)
    }
  }

  @Test("is taken on trust where it is gone since, and not for what is none")
  func others() throws {
    try withLog { log, bytes in
      try rewrite(log, Data("some text that is long enough for a head".utf8))
      #expect(!log.tellsSomething)
      try FileManager.default.removeItem(atPath: log.path)
      #expect(!log.isThere && log.tellsSomething)
    }
  }
}
