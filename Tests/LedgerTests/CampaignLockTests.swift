import Glibc
import Scratch
import Testing

@testable import Ledger

@Suite("A campaign's lock")
struct CampaignLockTests {
  private static let now = "2026-03-01T09:00:00Z"

  private func name(_ text: String) throws -> CampaignName { try #require(CampaignName(text)) }

  @Test("is held by one run, and the next is told whose")
  func second() throws {
    try Scratch.with { scratch in
      let spring = try name("spring")
      let ledger = scratch.path("ledger.sqlite")
      let lock = try CampaignLock(of: spring, beside: ledger, now: Self.now)
      let holder = LockHolder(process: getpid(), since: Self.now)
      #expect(throws: CampaignLockError.held(by: holder)) {
        try CampaignLock(of: spring, beside: ledger, now: "2026-03-01T10:00:00Z")
      }
      withExtendedLifetime(lock) {}
    }
  }

  @Test("can be asked about without being taken or disturbed")
  func asking() throws {
    try Scratch.with { scratch in
      let spring = try name("spring")
      let ledger = scratch.path("ledger.sqlite")
      #expect(CampaignLock.holder(of: spring, beside: ledger) == nil)
      let lock = try CampaignLock(of: spring, beside: ledger, now: Self.now)
      for _ in 1...2 {
        let holder = CampaignLock.holder(of: spring, beside: ledger)
        #expect(holder == LockHolder(process: getpid(), since: Self.now))
      }
      #expect(throws: CampaignLockError.self) {
        try CampaignLock(of: spring, beside: ledger, now: Self.now)
      }
      withExtendedLifetime(lock) {}
    }
  }

  @Test("knows when its file is gone, moved, or another one")
  func lost() throws {
    try Scratch.with { scratch in
      let spring = try name("spring")
      let path = scratch.path("ledger.sqlite.spring.lock")
      let lock = try CampaignLock(of: spring, beside: scratch.path("ledger.sqlite"), now: Self.now)
      #expect(lock.path == path && lock.isInPlace)
      #expect(rename(path, path + ".old") == 0)
      #expect(!lock.isInPlace)
      let other = try CampaignLock(of: spring, beside: scratch.path("ledger.sqlite"), now: Self.now)
      #expect(!lock.isInPlace && other.isInPlace)
      #expect(rename(path + ".old", path) == 0)
      #expect(lock.isInPlace && !other.isInPlace)
    }
  }

  @Test("is let go of with its owner, and the file stays")
  func released() throws {
    try Scratch.with { scratch in
      let spring = try name("spring")
      let ledger = scratch.path("ledger.sqlite")
      do {
        let lock = try CampaignLock(of: spring, beside: ledger, now: Self.now)
        withExtendedLifetime(lock) {}
      }
      #expect(CampaignLock.holder(of: spring, beside: ledger) == nil)
      #expect(scratch.mode("ledger.sqlite.spring.lock") == 0o600)
      let again = try CampaignLock(of: spring, beside: ledger, now: "later")
      let holder = CampaignLock.holder(of: spring, beside: ledger)
      #expect(holder == LockHolder(process: getpid(), since: "later"))
      withExtendedLifetime(again) {}
    }
  }

  @Test("concerns one campaign of one ledger")
  func others() throws {
    try Scratch.with { scratch in
      let ledger = scratch.path("ledger.sqlite")
      let locks = [
        try CampaignLock(of: name("spring"), beside: ledger, now: Self.now),
        try CampaignLock(of: name("summer"), beside: ledger, now: Self.now),
        try CampaignLock(of: name("spring"), beside: scratch.path("other.sqlite"), now: Self.now),
      ]
      #expect(locks.count == 3)
    }
  }

  @Test("that cannot be made says where and why")
  func impossible() throws {
    try Scratch.with { scratch in
      let ledger = scratch.path("nowhere/ledger.sqlite")
      let path = "\(ledger).spring.lock"
      let reason = String(cString: strerror(ENOENT))
      #expect(throws: CampaignLockError.cannotLock(path: path, reason: reason)) {
        try CampaignLock(of: name("spring"), beside: ledger, now: Self.now)
      }
    }
  }
}
