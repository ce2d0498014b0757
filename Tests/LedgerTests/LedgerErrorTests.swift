import GRDB
import Scratch
import Testing

@testable import Ledger

@Suite("The ledger's errors")
struct LedgerErrorTests {
  @Test(
    "say what to look at",
    arguments: [
      (ResultCode.SQLITE_FULL, "the disk is full"),
      (.SQLITE_READONLY, "it is read-only"),
      (.SQLITE_IOERR_FSYNC, "the disk reported an error (1034)"),
      (.SQLITE_BUSY, "another program keeps it locked"),
      (.SQLITE_CORRUPT, "it is damaged"),
      (.SQLITE_CANTOPEN, "no such folder, or no permission"),
    ])
  func reasons(_ code: ResultCode, _ expected: String) {
    #expect(words(for: DatabaseError(resultCode: code)) == expected)
  }

  @Test(
    "name a ledger that somebody else wrote into",
    arguments: [
      "UPDATE run SET started_at = 'yesterday'", "UPDATE run SET number = 1e300",
      "UPDATE outcome SET state = 'sent'",
    ])
  func damage(_ change: String) throws {
    try Scratch.with { scratch in
      let path = scratch.path("l.sqlite")
      let book = try Book(Ledger(path: path))
      try book.begin("+1")
      try book.finish("+1", .sent)
      let campaign = book.campaign
      book.ledger.close()
      try DatabaseQueue(path: path).write { try $0.execute(sql: change) }
      let ledger = try Ledger(path: path)
      let error = try #require(throws: LedgerError.self) {
        _ = try ledger.read { (try $0.lastRun(of: campaign), try $0.counts(of: campaign)) }
      }
      #expect(error.description.hasSuffix("cannot be read: it holds what volley never wrote"))
    }
  }

  @Test("name the file")
  func names() throws {
    let spring = try #require(CampaignName("spring"))
    let errors: [LedgerError] = [
      .cannotOpen(path: "/l", reason: "r"), .notALedger(path: "/l"), .newerVersion(path: "/l"),
      .olderWithoutLog(path: "/l", campaign: spring), .olderInUse(path: "/l", campaign: spring),
      .gone(path: "/l"), .cannotRead(path: "/l", reason: "r"),
      .cannotWrite(path: "/l", reason: "r"),
    ]
    for error in errors { #expect(error.description.contains("/l")) }
    #expect(Set(errors.map(\.description)).count == errors.count)
  }
}
