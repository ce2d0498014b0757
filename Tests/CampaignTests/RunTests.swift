import Audience
import Composing
import Delivery
import Foundation
import MockFluents
import Scratch
import Testing

@testable import Campaign
@testable import Ledger

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
      let spring = try #require(CampaignName("spring"))
      let run = try run(of: "autumn", to: ["+12025550123"], port: 1, in: scratch)
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

  /// It took its campaign after those that nobody held were found, and before they were noted.
  @Test func thatBeginsWhileKilledOnesAreNotedIsNotOneOfThem() throws {
    try Scratch.with { scratch in
      let path = scratch.path("ledger.sqlite")
      let names = try ["spring", "autumn"].map { try #require(CampaignName($0)) }
      let ledger = try Ledger(path: path)
      try ledger.commit { transaction in
        for name in names {
          let run = NewRun(process: 1, startedAt: 1, plan: "", definition: "", settings: "")
          _ = try transaction.startRun(run, of: transaction.campaign(named: name, at: 1))
        }
      }
      var asked: [CampaignName: Int] = [:]
      Run.noteKilled(in: ledger) { name in
        asked[name, default: 0] += 1
        return name == names[0] && asked[name] == 2 ? LockHolder(process: 1, since: "now") : nil
      }
      #expect(try ledger.read { try $0.openCampaigns() } == [names[0]])
    }
  }

  /// A log can get lost: what the run did must not be in there alone when its end is noted.
  @Test func movesWhatItDidFromTheLogBeforeItsEndIsNoted() async throws {
    try await MockServer.withServer { server in
      try await Scratch.with { scratch async throws in
        let path = scratch.path("ledger.sqlite")
        let spring = try #require(CampaignName("spring"))
        let run = try run(
          of: "spring", to: ["+12025550123", "+12025550124"], port: server.port, in: scratch)
        defer { run.close() }
        let ending = try await run.send(stop: StopSwitch(), progress: RunProgress())
        #expect(ending.code == .success)
        let copy = scratch.path("copy.sqlite")
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        let withoutLog = try Ledger(path: copy)
        #expect(withoutLog.lacking == [spring])
        let counts = try withoutLog.read { view in
          try view.counts(of: #require(try view.campaign(named: spring)))
        }
        #expect(counts == [.sent: 2])
      }
    }
  }

  /// As with the end of a run.
  @Test func movesWhatKilledOnesDidFromTheLogBeforeThatIsNoted() throws {
    try Scratch.with { scratch in
      let (path, copy) = (scratch.path("ledger.sqlite"), scratch.path("copy.sqlite"))
      let spring = try #require(CampaignName("spring"))
      let ledger = try Ledger(path: path)
      let campaign = try ledger.commit { transaction in
        let run = NewRun(process: 1, startedAt: 1, plan: "", definition: "", settings: "")
        let campaign = try transaction.campaign(named: spring, at: 1)
        _ = try transaction.startRun(run, of: campaign)
        return campaign
      }
      try #require(ledger.checkpoint())
      let number = PhoneNumber(digits: 12_025_550_123)
      let message = Message(
        key: number.description, row: 2, to: number, from: number, text: [], segments: 1,
        encoding: .gsm7)
      try ledger.commit { transaction in
        var place = EntryPlace()
        _ = try transaction.begin(
          Intent(message, at: 1), of: campaign, run: 1, repeating: Repeats([], before: 1),
          after: &place)
      }
      Run.noteKilled(in: ledger) { _ in nil }
      #expect(try ledger.read { try $0.openCampaigns() } == [])
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      let withoutLog = try Ledger(path: copy)
      #expect(withoutLog.lacking == [spring])
      #expect(try withoutLog.read { try $0.counts(of: campaign) } == [.intent: 1])
    }
  }

  /// Of a run that reached nobody, the ledger has nothing to know.
  @Test(arguments: [("{}", false), (#"{"unknown":1}"#, true)])
  func tellsOfReportsThatItsLedgerDoesNotKnowIfTheyAreOfMessages(
    _ counts: String, _ isTold: Bool
  ) throws {
    try Scratch.with { scratch in
      let summary = #"{"campaign":"spring","run":1,"counts":\#(counts)}"#
      try FileManager.default.createDirectory(
        atPath: scratch.path("spring"), withIntermediateDirectories: true)
      try Data(summary.utf8).write(to: URL(filePath: scratch.path("spring/summary.json")))
      let run = try run(of: "spring", to: ["+12025550123"], port: 1, in: scratch)
      defer { run.close() }
      #expect((run.strangeReport != nil) == isTold)
    }
  }

  /// As the plan counts them.
  @Test func countsNumbersOutsideOfTheKnownRangesOfThoseWhoHaveAMessage() async throws {
    try await Scratch.with { scratch async throws in
      let stop = scratch.path("stop.csv")
      try Data("+19995550124\n".utf8).write(to: URL(filePath: stop))
      let run = try run(
        of: "spring", to: ["+19995550123", "+19995550123", "+19995550124", "+12025550123"],
        suppressions: [stop], port: 1, in: scratch)
      defer { run.close() }
      let switched = StopSwitch()
      switched.stop(.interrupted(signal: 15))
      let ending = try await run.send(stop: switched, progress: RunProgress())
      #expect(ending.summary.counts[.duplicate] == 1 && ending.summary.counts[.suppressed] == 1)
      #expect(ending.summary.warnings == 1)
    }
  }

  /// Reports that could not be written have counted some rows before.
  @Test func countsEachRowOnceWhenItsReportsCannotBeWritten() async throws {
    try await MockServer.withServer { server in
      try await Scratch.with { scratch async throws in
        let run = try run(
          of: "spring", to: ["+12025550123", "+19995550123"], port: server.port, in: scratch)
        defer { run.close() }
        var ending = try await run.send(stop: StopSwitch(), progress: RunProgress())
        let before = ending.summary
        #expect(before.counts[.sent] == 2 && before.segments.total == 2 && before.warnings == 1)
        let campaign = try run.ledger.read { try $0.campaign(named: run.options.campaign) }
        Reporting(run.draft, run.ledger, try #require(campaign), reports: scratch.folder)
          .count(&ending)
        #expect(ending.summary == before)
      }
    }
  }

  @Test func triesNobodyAgainWhoGetsNothingAnyMore() async throws {
    try await MockServer.withServer { server in
      try await Scratch.with { scratch async throws in
        let numbers = ["+12025550123", "+12025550124"]
        server.enqueue([.status(400), .status(400)])
        do {
          let first = try run(of: "spring", to: numbers, port: server.port, in: scratch)
          defer { first.close() }
          let ending = try await first.send(stop: StopSwitch(), progress: RunProgress())
          #expect(ending.summary.counts[.rejected] == 2)
        }
        let stop = scratch.path("stop.csv")
        try Data("+12025550124\n".utf8).write(to: URL(filePath: stop))
        let second = try run(
          of: "spring", to: numbers, suppressions: [stop], retrying: [.rejected],
          port: server.port, in: scratch)
        defer { second.close() }
        #expect(try second.prospect() == Prospect(messages: 1))
      }
    }
  }

  /// With `ledger.sqlite` and its reports in the folder of the test.
  private func run(
    of name: String, to numbers: [String], suppressions: [String] = [],
    retrying states: Set<EntryState> = [], port: Int, in scratch: Scratch
  ) throws -> Run {
    let contacts = scratch.path("\(name).csv")
    try Data((["phone"] + numbers).joined(separator: "\n").utf8)
      .write(to: URL(filePath: contacts))
    let draft = try Draft(
      PlanOptions(
        contacts: contacts, audience: AudienceOptions(suppressions: suppressions),
        template: .init(name: "--text", text: "Hi"), senders: ["+12025550100"]))
    let delivery = try DeliveryOptions(
      endpoint: Endpoint("http://127.0.0.1:\(port)"), token: "token", agent: "test")
    return try Run(
      draft, draft.plan(),
      RunOptions(
        campaign: #require(CampaignName(name)), ledgerPath: scratch.path("ledger.sqlite"),
        reports: scratch.folder, delivery: delivery, retrying: states))
  }
}
