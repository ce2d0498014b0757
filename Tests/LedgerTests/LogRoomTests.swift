import Foundation
import GRDB
import Scratch
import Testing

@testable import Ledger

@Suite("Room in the ledger's log")
struct LogRoomTests {
  /// Of the header and 2,000 pages, each with 24 bytes before it.
  private static let length = 8_240_032

  private func withBook(_ body: (Scratch, Book) throws -> Void) throws {
    try Scratch.with { scratch in
      let book = try Book(Ledger(path: scratch.path("l")))
      try book.record("+1", .sent)
      try body(scratch, book)
    }
  }

  private func logLength(_ scratch: Scratch) throws -> Int {
    try Data(contentsOf: URL(filePath: scratch.path("l-wal"))).count
  }

  private func logPages(_ book: Book) throws -> Int? {
    try book.ledger.commit { try Int.fetchOne($0.database, sql: "PRAGMA wal_autocheckpoint") }
  }

  /// What a kill now would leave.
  private func killed(_ scratch: Scratch, as name: String = "killed") throws -> Book {
    for end in ["", "-wal"] {
      try FileManager.default.copyItem(
        atPath: scratch.path("l\(end)"), toPath: scratch.path("\(name)\(end)"))
    }
    return try Book(Ledger(path: scratch.path(name)))
  }

  @Test("is made once, for a run of many messages")
  func length() throws {
    try withBook { scratch, book in
      let before = try Data(contentsOf: URL(filePath: scratch.path("l-wal")))
      for _ in 0..<2 {
        book.ledger.makeRoomInLog(for: 20_000)
        let after = try Data(contentsOf: URL(filePath: scratch.path("l-wal")))
        #expect(after.count == Self.length)
        #expect(after.starts(with: before))
        #expect(after.dropFirst(before.count).allSatisfy { $0 == 0 })
      }
      #expect(try logPages(book) == 2_000)
    }
  }

  @Test(
    "is not made for few messages, nor for more than gain by it",
    arguments: [19_999, 2_000_000, .max])
  func withoutGain(messages: Int) throws {
    try withBook { scratch, book in
      let before = try logLength(scratch)
      book.ledger.makeRoomInLog(for: messages)
      #expect(try logLength(scratch) == before)
      #expect(try logPages(book) == 32_000)
    }
  }

  @Test("is not made beside a large ledger")
  func largeLedger() throws {
    try Scratch.with { scratch in
      let path = scratch.path("l")
      try Data().write(to: URL(filePath: path))
      #expect(LogRoom.isWorthIt(messages: 20_000, ledger: path))
      #expect(truncate(path, 300_000_000) == 0)
      #expect(!LogRoom.isWorthIt(messages: 20_000, ledger: path))
      #expect(!LogRoom.isWorthIt(messages: 20_000, ledger: scratch.path("none")))
    }
  }

  @Test("takes nothing from what a kill leaves, before it is used and after")
  func kill() throws {
    try withBook { scratch, book in
      book.ledger.makeRoomInLog(for: 20_000)
      #expect(try killed(scratch).state("+1") == .sent)
      try book.record("+2", .rejected)
      let after = try killed(scratch, as: "later")
      #expect(try after.state("+1") == .sent)
      #expect(try after.state("+2") == .rejected)
    }
  }

  @Test("is written over again and again, and what a kill leaves is whole")
  func writtenOver() throws {
    try withBook { scratch, book in
      book.ledger.makeRoomInLog(for: 20_000)
      // Of 50 pages each: three times the log.
      let text = String(repeating: "x", count: 200_000)
      for number in 2..<122 { try book.begin("+\(number)", text: text) }
      // Nobody else is in the way, and a commit goes beyond the end by what it is long.
      #expect(try logLength(scratch) < Self.length + 400_000)
      let after = try killed(scratch)
      #expect(try after.counts() == [.sent: 1, .unknown: 120])
    }
  }

  @Test("is left alone where there is no log")
  func withoutLog() throws {
    try Scratch.with { scratch in
      LogRoom.write(to: scratch.path("none"))
      #expect(scratch.names() == [])
      // An empty one has no beginning yet, and zeros are none.
      try Data().write(to: URL(filePath: scratch.path("empty")))
      LogRoom.write(to: scratch.path("empty"))
      #expect(try scratch.read("empty") == "")
    }
  }
}
