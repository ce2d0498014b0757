import GRDB
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
