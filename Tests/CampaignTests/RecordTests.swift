import Foundation
import Ledger
import Reports
import Scratch
import Testing

@testable import Campaign

@Suite("The record of a campaign")
struct RecordTests {
  /// A run that has written its reports, and not yet noted its end, knows more than the ledger does.
  @Test(arguments: [true, false])
  func isOutdatedByTheReportsOfARunAboutToEnd(_ isHeld: Bool) throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      let spring = try #require(CampaignName("spring"))
      let ledger = try Ledger(path: path)
      let run = try ledger.commit { transaction in
        let new = NewRun(
          process: 1, startedAt: 1_772_357_400_000_000, plan: "", definition: "", settings: "")
        let campaign = try transaction.campaign(named: spring, at: 1)
        _ = try transaction.startRun(new, of: campaign)
        return campaign
      }
      let record = try #require(try ledger.read { try $0.lastRun(of: run) })
      let lock = isHeld ? try CampaignLock(of: spring, beside: path, now: "now") : nil
      defer { withExtendedLifetime(lock) {} }
      func isOutdated(number: Int = 1, startedAt: String, endedAt: String) throws -> Bool {
        let summary = """
          {"campaign":"spring","run":\(number),"started_at":\(startedAt),"ended_at":\(endedAt),
           "counts":{}}
          """
        let folder = scratch.path("spring")
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
        try Data(summary.utf8).write(to: URL(filePath: "\(folder)/summary.json"))
        let before = try #require(PastReport(reports: scratch.folder, campaign: "spring"))
        return Record.isOutdated(
          record, of: spring, in: ledger, beside: before, reports: scratch.folder)
      }
      let (start, end) = (#""2026-03-01T09:30:00.000Z""#, #""2026-03-01T09:31:00.000Z""#)
      #expect(try isOutdated(startedAt: start, endedAt: end) == isHeld)
      // Those of the run so far, of the one before, and of a campaign of another ledger.
      #expect(try !isOutdated(startedAt: start, endedAt: "null"))
      #expect(try !isOutdated(number: 2, startedAt: start, endedAt: end))
      #expect(try !isOutdated(startedAt: #""2026-03-01T09:00:00.000Z""#, endedAt: end))
    }
  }

  /// What is settled then has a log again, which has nothing of what theirs knew.
  @Test func isSettledWithoutItsLogAndThatOfOthersIsStillMissed() throws {
    try Scratch.with { scratch in
      let (path, copy) = (scratch.path("ledger.sqlite"), scratch.path("copy.sqlite"))
      let names = try ["spring", "summer"].map { try #require(CampaignName($0)) }
      let ledger = try Ledger(path: path)
      try ledger.commit { transaction in
        for name in names {
          let run = NewRun(process: 1, startedAt: 1, plan: "", definition: "", settings: "")
          _ = try transaction.startRun(run, of: transaction.campaign(named: name, at: 1))
        }
      }
      #expect(ledger.checkpoint())
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      // Whoever has it open too keeps the log where it is.
      let other = try Ledger(path: copy)
      _ = try Record.settle(names[0], in: copy, as: .sent, numbers: nil)
      other.leave()
      #expect(try Record.all(in: copy).map { $0.lack == nil } == [true, false])
      #expect(try Ledger(path: copy).lacking == [names[1]])
      _ = try Record.settle(names[1], in: copy, as: .sent, numbers: nil)
      #expect(try Ledger(path: copy).lacking == [])
    }
  }
}
