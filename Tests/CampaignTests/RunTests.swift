import Audience
import Delivery
import Foundation
import Ledger
import Scratch
import Testing

@testable import Campaign

@Suite("A run")
struct RunTests {
  /// Whoever has the ledger open last takes its log away, and then that of a killed run were missing.
  @Test(arguments: ["held by another", "replaces its contacts"])
  func thatIsRefusedKeepsTheLogOfARunThatIsKilledMeanwhile(_ refusal: String) throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      let spring = try #require(CampaignName("spring"))
      let autumn = try #require(CampaignName("autumn"))
      let running = try CampaignLock(of: spring, beside: path, now: "now")
      var ledger: Ledger? = try Ledger(path: path)
      try ledger?.commit { transaction in
        let run = NewRun(process: 1, startedAt: 1, plan: "", definition: "", settings: "")
        _ = try transaction.startRun(run, of: transaction.campaign(named: spring, at: 1))
      }
      let isHeld = refusal == "held by another"
      let other = isHeld ? try CampaignLock(of: autumn, beside: path, now: "now") : nil
      let contacts = scratch.path("autumn/rejects.csv")
      try FileManager.default.createDirectory(
        atPath: scratch.path("autumn"), withIntermediateDirectories: true)
      try Data("phone\n+12025550123\n".utf8).write(to: URL(filePath: contacts))
      let draft = try Draft(
        PlanOptions(
          contacts: contacts, audience: AudienceOptions(),
          template: .init(name: "--text", text: "Hi"),
          senders: ["+12025550100"]))
      let delivery = try DeliveryOptions(
        endpoint: Endpoint("http://127.0.0.1:1"), token: "token", agent: "test")
      let options = RunOptions(
        campaign: autumn, ledgerPath: path, reports: scratch.folder, delivery: delivery)
      let error = try #require(throws: CampaignError.self) {
        _ = try Run(draft, draft.plan(), options)
      }
      #expect(error.code == (isHeld ? .held : .usage))
      // As when a process is killed.
      ledger = nil
      withExtendedLifetime((running, other)) {}
      #expect(FileManager.default.fileExists(atPath: "\(path)-wal"))
      #expect(try Ledger(path: path).lacking == [])
    }
  }

  /// Somebody settled another campaign of a ledger that came without its log while this run opened it.
  @Test func thatOpenedALedgerWhoseLogIsMissingSendsNothing() async throws {
    try await Scratch.with { scratch async throws in
      let path = scratch.path("ledger.sqlite")
      let contacts = scratch.path("autumn.csv")
      try Data("phone\n+12025550123\n".utf8).write(to: URL(filePath: contacts))
      let (autumn, spring) = try (
        #require(CampaignName("autumn")), #require(CampaignName("spring"))
      )
      let draft = try Draft(
        PlanOptions(
          contacts: contacts, audience: AudienceOptions(),
          template: .init(name: "--text", text: "Hi"), senders: ["+12025550100"]))
      let delivery = try DeliveryOptions(
        endpoint: Endpoint("http://127.0.0.1:1"), token: "token", agent: "test")
      let run = try Run(
        draft, draft.plan(),
        RunOptions(
          campaign: autumn, ledgerPath: path, reports: scratch.folder, delivery: delivery))
      defer { run.close() }
      let other = try Ledger(path: path)
      try other.commit { transaction in
        let killed = NewRun(process: 1, startedAt: 1, plan: "", definition: "", settings: "")
        _ = try transaction.startRun(killed, of: transaction.campaign(named: spring, at: 1))
        try transaction.noteLacking([spring])
      }
      other.leave()
      let error = await #expect(throws: CampaignError.self) {
        _ = try await run.send(stop: StopSwitch(), progress: RunProgress())
      }
      #expect(error?.code == .error)
      #expect(error?.words.contains("the last run of spring has no end") == true)
    }
  }
}
