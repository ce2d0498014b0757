import Foundation
import GRDB
import Scratch
import Synchronization
import Testing

@testable import Ledger

@Suite("The SQLite ledger")
struct LedgerTests {
  private struct Refused: Error {}

  private static let future = "INSERT INTO grdb_migrations VALUES ('from the future')"

  private func withLedger(_ body: (Scratch, Ledger) throws -> Void) throws {
    try Scratch.with { try body($0, Ledger(path: $0.path("ledger.sqlite"))) }
  }

  @Test("keeps the contract", arguments: LedgerContract.all)
  func contract(_ rule: LedgerContract) throws {
    try Scratch.with { scratch in
      try rule.check { try Ledger(path: scratch.path("ledger.sqlite")) }
    }
  }

  @Test("syncs every commit, in WAL mode")
  func durability() throws {
    try withLedger { _, ledger in
      let (synchronous, journal) = try ledger.commit { transaction in
        (
          try Int.fetchOne(transaction.database, sql: "PRAGMA synchronous"),
          try String.fetchOne(transaction.database, sql: "PRAGMA journal_mode")
        )
      }
      #expect(synchronous == 2)  // FULL
      #expect(journal == "wal")
    }
  }

  @Test("says that its log is not in the file while somebody else moves that")
  func checkpointOfAnother() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      let (ledger, reader) = (try Ledger(path: path), try Ledger(path: path))
      let answers = Mutex<[Bool]>([])
      var configuration = Configuration()
      configuration.busyMode = .callback { _ in
        answers.withLock { $0.append(ledger.checkpoint()) }
        return false
      }
      let other = try DatabaseQueue(path: path, configuration: configuration)
      try reader.read { view in
        #expect(try view.campaigns() == [])
        _ = try Book(ledger)
        // It has begun, and has to wait for who reads.
        #expect(throws: DatabaseError.self) {
          try other.writeWithoutTransaction { try $0.checkpoint(.full) }
        }
      }
      #expect(answers.withLock { $0 } == [false])
      #expect(ledger.checkpoint())
    }
  }

  @Test("leaves its log behind unless it is closed")
  func goesAway() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      try Book(Ledger(path: path)).begin("+1")
      #expect(FileManager.default.fileExists(atPath: path + "-wal"))
      let ledger = try Ledger(path: path)
      #expect(ledger.lacking == [])
      ledger.close()
      #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    }
  }

  /// The log of what is settled then is none of theirs.
  @Test("lacks the log of other campaigns after one of them was settled without it")
  func othersLack() throws {
    try Scratch.with { scratch in
      let (path, copy) = (scratch.path("ledger.sqlite"), scratch.path("copy.sqlite"))
      let ledger = try Ledger(path: path)
      let (spring, summer) = (try Book(ledger), try Book(ledger, name: "summer"))
      try spring.begin("+1")
      try summer.begin("+2")
      #expect(ledger.checkpoint())
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      let names = { (ledger: Ledger) in ledger.lacking.map(\.description) }
      let first = try Ledger(path: copy)
      #expect(names(first) == ["spring", "summer"])
      try first.commit { transaction in
        try transaction.noteKilled(spring.campaign, isSettled: true)
        try transaction.noteLacking(first.lacking.filter { $0.description != "spring" })
      }
      first.leave()
      #expect(FileManager.default.fileExists(atPath: copy + "-wal"))
      let second = try Ledger(path: copy)
      #expect(names(second) == ["summer"])
      // Of somebody who looked before that was noted.
      try second.commit { try $0.noteKilled(summer.campaign) }
      #expect(try second.commit { try $0.lackingCampaigns().map(\.description) } == ["summer"])
      try second.commit { try $0.noteKilled(summer.campaign, isSettled: true) }
      second.leave()
      #expect(try names(Ledger(path: copy)) == [])
    }
  }

  @Test("is for its owner's eyes only, its companions too")
  func mode() throws {
    try withLedger { scratch, ledger in
      _ = try Book(ledger)
      for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
        #expect(scratch.mode(name) == 0o600)
      }
    }
  }

  @Test("finds everything again when it is opened anew")
  func reopened() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      try Book(Ledger(path: path)).record("+1", .sent)
      let book = try Book(Ledger(path: path))
      #expect(book.run == 2)
      #expect(try book.begin("+1") == .sent)
    }
  }

  @Test("refuses a file that is no SQLite, and leaves it as it is")
  func text() throws {
    try Scratch.with { scratch in
      let path = scratch.path("notes.txt")
      let words = Data(String(repeating: "to_number,name\n", count: 100).utf8)
      try words.write(to: URL(filePath: path))
      #expect(throws: LedgerError.notALedger(path: path)) { try Ledger(path: path) }
      #expect(try Data(contentsOf: URL(filePath: path)) == words)
    }
  }

  @Test("refuses a newer version's file by name")
  func newer() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      _ = try Book(Ledger(path: path))
      try DatabaseQueue(path: path).write { try $0.execute(sql: Self.future) }
      #expect(throws: LedgerError.newerVersion(path: path)) { try Ledger(path: path) }
    }
  }

  @Test("says whether somebody who reads keeps the log from the file")
  func checkpoint() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      let ledger = try Ledger(path: path)
      _ = try Book(ledger)
      #expect(ledger.checkpoint())
      let other = try Ledger(path: path)
      try other.read { view in
        #expect(try view.campaigns().count == 1)
        _ = try Book(ledger, name: "summer")
        #expect(!ledger.checkpoint())
      }
      #expect(ledger.checkpoint())
    }
  }

  @Test("goes on with an older version's file")
  func older() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      try OlderLedger.make(at: path)
      let ledger = try Ledger(path: path)
      let spring = try #require(CampaignName("spring"))
      let campaign = try #require(try ledger.read { try $0.campaign(named: spring) })
      let keys = OlderLedger.entries.map(\.intent.key)
      #expect(try ledger.knownEntries(of: keys, in: campaign) == OlderLedger.entries)
      #expect(try ledger.read { try $0.lastRun(of: campaign) }?.exitCode == 4)
      let book = try Book(ledger)
      #expect(book.run == 2)
      #expect(try book.counts() == [.unknown: 2, .sent: 1, .released: 1])
      #expect(try book.begin("+1") == .sent)
      #expect(try book.begin("+4") == nil)
    }
  }

  @Test("goes on with campaigns of an older version that lie among each other")
  func olderAmong() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      try OlderLedger.makeSecond(at: path, rounds: 5)
      let ledger = try Ledger(path: path)
      let books = try [Book(ledger), Book(ledger, name: "summer")]
      for (number, book) in books.enumerated() {
        #expect(try book.counts() == [.sent: 5])
        #expect(try book.count() == 5)
        #expect(try book.numbers() == Set((1...5).map { "+\(number)\($0)" }))
        #expect(try book.begin("+\(number)3") == .sent)
        let block = try book.lease(["+\(number)5", "+\(number)6"])
        #expect(try book.begin("+\(number)5", row: 2, leased: block) == .sent)
        #expect(try book.begin("+\(number)6", row: 3, leased: block) == nil)
        #expect(try book.begin("+\(number)7") == nil)
        #expect(try book.counts() == [.sent: 5, .intent: 2])
      }
    }
  }

  @Test("leaves an older version's file as it is while its log is missing")
  func olderWithoutLog() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      try OlderLedger.make(at: path, isOpen: true)
      let before = try Data(contentsOf: URL(filePath: path))
      let spring = try #require(CampaignName("spring"))
      for other in [nil, CampaignName("summer")] {
        #expect(throws: LedgerError.olderWithoutLog(path: path, campaign: spring)) {
          try Ledger(path: path, settling: other)
        }
      }
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
      let ledger = try Ledger(path: path, settling: spring)
      #expect(ledger.lacking == [spring])
      // It may be killed before it has settled anything.
      #expect(try Ledger(path: path).lacking == [spring])
      #expect(try Book(ledger).counts() == [.unknown: 2, .sent: 1, .released: 1])
    }
  }

  @Test("is brought up to date by one of many that open it at once")
  func together() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      let older = try OlderLedger.make(at: path)
      try OlderLedger.fill(older, with: 30_000)
      try older.close()
      let failures = Mutex<[any Error]>([])
      let all = DispatchGroup()
      for _ in 0..<6 {
        all.enter()
        Thread.detachNewThread {
          defer { all.leave() }
          do { _ = try Ledger(path: path) } catch { failures.withLock { $0.append(error) } }
        }
      }
      all.wait()
      #expect(failures.withLock { $0.map { "\($0)" } } == [])
      #expect(try Book(Ledger(path: path)).counts()[.sent] == 30_001)
    }
  }

  @Test("that an older run without an end is followed by another lacks nothing")
  func followed() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      let book = try Book(Ledger(path: path)).nextRun()
      try book.ledger.commit {
        try $0.endRun(book.run, of: book.campaign, at: 50, exitCode: 0, stop: nil)
      }
      book.ledger.close()
      #expect(try Ledger(path: path).lacking == [])
    }
  }

  @Test("leaves an older version's file as it is while that is at work")
  func olderInUse() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      let spring = try #require(CampaignName("spring"))
      let lock = try CampaignLock(of: spring, beside: path, now: "2026-03-01T09:00:00Z")
      let database = try OlderLedger.make(at: path, isOpen: true)
      try database.write { try $0.execute(sql: "UPDATE message SET at = 11") }
      #expect(throws: LedgerError.olderInUse(path: path, campaign: spring)) {
        try Ledger(path: path)
      }
      #expect(try database.read { try Int.fetchOne($0, sql: "SELECT max(at) FROM message") } == 11)
      withExtendedLifetime(lock) {}
    }
  }

  @Test("says why it cannot be opened")
  func unopened() throws {
    try Scratch.with { scratch in
      let path = scratch.path("nowhere/ledger.sqlite")
      let reason = "there is no such folder; make it, or name another --ledger"
      #expect(throws: LedgerError.cannotOpen(path: path, reason: reason)) {
        try Ledger(path: path)
      }
    }
  }

  @Test("takes nothing when its file is deleted, moved or replaced")
  func gone() throws {
    try withLedger { scratch, ledger in
      let book = try Book(ledger)
      let gone = LedgerError.gone(path: ledger.path)
      try FileManager.default.moveItem(atPath: ledger.path, toPath: scratch.path("moved"))
      #expect(throws: gone) { try book.begin("+1") }
      try Data().write(to: URL(filePath: ledger.path))
      #expect(throws: gone) { try book.begin("+1") }
      try FileManager.default.removeItem(atPath: ledger.path)
      #expect(throws: gone) { try book.begin("+1") }
      try FileManager.default.moveItem(atPath: scratch.path("moved"), toPath: ledger.path)
      #expect(try book.begin("+1") == nil)
    }
  }

  /// Who opens it then would not see the locks of this one, or nothing of what it writes.
  @Test(
    "takes nothing when its log, or the index of that, is deleted or replaced",
    arguments: ["-wal", "-shm"])
  func logGone(_ file: String) throws {
    try withLedger { _, ledger in
      let book = try Book(ledger)
      try book.begin("+1")
      let gone = LedgerError.gone(path: ledger.path)
      try FileManager.default.removeItem(atPath: ledger.path + file)
      #expect(throws: gone) { try book.begin("+2") }
      try Data().write(to: URL(filePath: ledger.path + file))
      #expect(throws: gone) { try book.begin("+2") }
    }
  }

  @Test("undoes all of a transaction that throws")
  func rollback() throws {
    try withLedger { _, ledger in
      let book = try Book(ledger)
      try book.begin("+1")
      #expect(throws: LedgerError.self) {
        try ledger.commit { transaction in
          var place = EntryPlace()
          try transaction.finish(Finding(entry: book.id("+1"), state: .sent, at: 20))
          _ = try transaction.begin(
            .example("+2"), of: book.campaign, run: 1, repeating: Repeats([], before: 1),
            after: &place)
          throw Refused()
        }
      }
      #expect(try book.counts() == [.intent: 1])
      #expect(try book.begin("+2") == nil)
    }
  }

  @Test("is shared by runs of different campaigns at the same time")
  func shared() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
      .path
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    let books = [
      try Book(Ledger(path: path), name: "spring"), try Book(Ledger(path: path), name: "summer"),
    ]
    try await withThrowingTaskGroup { group in
      for book in books {
        group.addTask { for number in 0..<40 { try book.record("+\(number)", .sent) } }
      }
      try await group.waitForAll()
    }
    for book in books { #expect(try book.counts() == [.sent: 40]) }
  }
}
