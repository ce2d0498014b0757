import Foundation
import MockFluents
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Reports that are written again", .timeLimit(.minutes(2))) struct ReportTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: 3)
  }

  @Test func whoOnlyAsksMakesNothing() async throws {
    for command in [
      ["status"], ["status", "list"], ["report", "list"], ["settle", "list", "--unknown", "sent"],
    ] {
      let outcome = try await folder.volley(command)
      #expect(outcome.errors.contains("there is no ledger at"), "\(outcome)")
    }
    #expect(!folder.exists("state"))
  }

  @Test(arguments: [
    ["status", "other"], ["report", "other"], ["settle", "other", "--unknown", "sent"],
  ])
  func whoAsksForAnotherCampaignMakesNone(_ command: [String]) async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      _ = try await folder.send(to: server, "--ledger", "ledger.sqlite")
      let outcome = try await folder.volley(command + ["--ledger", "ledger.sqlite"])
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("knows no campaign other; see volley status"), "\(outcome)")
      let status = try await folder.volley(["status", "--ledger", "ledger.sqlite"])
      #expect(!status.output.contains("other"), "\(status)")
      #expect(!folder.exists("ledger.sqlite.other.lock"))
    }
  }

  @Test func tellTheSameEnd() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      // It is of the machine's zone, which is part of the plan.
      try folder.write("text.liquid", #"{{ "now" | date: "%H:%M" }}"#)
      let sent = try await folder.send(to: server)
      #expect(sent.code == 0, "\(sent)")
      let first = try folder.read("reports/list/summary.json")
      try folder.write("list.csv", contacts(3) + "Eve,+12025559999\n")
      let again = try await folder.volley(["report", "list"])
      #expect(again.code == 0, "\(again)")
      let second = try folder.read("reports/list/summary.json")
      for name in ["started_at", "ended_at", "duration_seconds", "exit_code", "plan"] {
        let line = try #require(first.split(separator: "\n").first { $0.contains("\"\(name)\"") })
        #expect(second.contains(line), "\(first)\n\(second)")
      }
    }
  }

  /// Else there would be other numbers, keys or messages in the same list.
  @Test(arguments: [[], ["--key", "id"], ["--max-segments", "1"]])
  func readTheListByTheOptionsOfTheRun(_ more: [String]) async throws {
    let name = String(repeating: "x", count: 200)
    let list = "\(name),(202) 555-1000,1\nBob,(202) 555-1001,2\nBo,(202) 555-1001,3\n"
    try folder.write("list.csv", "name,phone,id\n" + list)
    try await MockServer.withServer(MockConfiguration()) { server in
      let sent = try await folder.send(to: server, ["--region", "US"] + more)
      #expect(sent.code == (more.last == "1" ? 3 : 0), "\(sent)")
      let before = try folder.read("reports/list/delivery.csv")
      let report = try await folder.volley(["report", "list"])
      #expect(report.code == 0, "\(report)")
      #expect(try folder.read("reports/list/delivery.csv") == before)
    }
  }

  @Test func tellOfEachRowWhatWasSent() async throws {
    let names = ["Ada", "Борис", "Cy", "🎉", "Eve", "Fay", "Гена", "Hal"]
    try folder.write(
      "list.csv",
      "name,phone,from\n"
        + names.enumerated().map { index, name in
          "\(name),+1202555\(1000 + index),+1202555010\(index / 2 % 3)\n"
        }.joined())
    try await MockServer.withServer(MockConfiguration()) { server in
      let sent = try await folder.volley([
        "send", "list.csv", "--template", "text.liquid", "--from-column", "from", "--yes",
        "--api-url", "http://127.0.0.1:\(server.port)",
      ])
      #expect(sent.code == 0, "\(sent)")
      let received = Dictionary(uniqueKeysWithValues: server.received.map { ($0.to, $0) })
      let again = try await folder.volley(["report", "list"])
      #expect(again.code == 0, "\(again)")
      let messages = try #require(
        folder.json("reports/list/delivery.json")["messages"] as? [[String: Any]])
      #expect(messages.count == names.count)
      for (index, (name, message)) in zip(names, messages).enumerated() {
        #expect(message["to_number"] as? String == "+1202555\(1000 + index)")
        #expect((message["message"] as? String)?.contains(name) == true)
        let one = try #require(received[message["to_number"] as? String ?? ""])
        #expect(message["from_number"] as? String == one.from)
        #expect(message["message"] as? String == one.message)
        let isPlain = name.utf8.allSatisfy { $0 < 0x80 }
        #expect(message["encoding"] as? String == (isPlain ? "GSM-7" : "UCS-2"))
      }
    }
  }

  /// After a power cut, their names might lead to older ones.
  @Test func areNotInPlaceBeforeTheirFolderIsOnTheDisk() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.run(
        "strace",
        [
          "-f", "-qq", "-o", "/dev/null", "-P", "\(folder.path)/reports/list", "-e", "trace=fsync",
          "-e", "inject=fsync:error=EIO", Workdir.binary, "send", "list.csv", "--template",
          "text.liquid", "--from", "+12025550100", "--yes", "--api-url",
          "http://127.0.0.1:\(server.port)",
        ], Workdir.token)
      #expect(outcome.code == 5 && server.received.count == 3, "\(outcome)")
      #expect(outcome.errors.contains("cannot sync reports/list"), "\(outcome)")
    }
  }

  @Test func countWhatTheLedgerHasForOthers() async throws {
    try folder.write("shorter.csv", contacts(2) + "Eve,+12025559999\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let sent = try await folder.send(to: server)
      #expect(sent.code == 0, "\(sent)")
      #expect(!sent.output.contains("besides"), "\(sent)")
      let report = try await folder.volley(["report", "list", "--contacts", "shorter.csv"])
      #expect(report.output.contains("besides, the ledger has 1 message "), "\(report)")
      #expect(report.output.contains("volley report list --contacts FILE reports"), "\(report)")
      #expect(try folder.counts() == ["sent": 2, "pending": 1])
    }
  }

  /// Another campaign's list would replace good reports by a list of the pending.
  @Test func areNotReplacedByThoseOfAListThatTheLedgerDoesNotKnow() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let sent = try await folder.send(to: server)
      #expect(sent.code == 0, "\(sent)")
      let before = try folder.read("reports/list/delivery.csv")
      try folder.write("other.csv", "name,phone\nEve,+12025559999\n")
      let report = try await folder.volley(["report", "list", "--contacts", "other.csv"])
      #expect(report.code == 64, "\(report)")
      #expect(
        report.errors.contains(
          "other.csv: the ledger knows nobody of these contacts, and 3 of campaign list; name the "
            + "list of that; no report was written\n"), "\(report)")
      #expect(try folder.read("reports/list/delivery.csv") == before)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/reports/list")
          .count == 5)
    }
  }

  /// A pipe has another list each day, and one day nobody of it may get anything. What tells a time makes
  /// another plan in another zone.
  @Test(arguments: ["Hi {{ name }}!", #"Hi {{ name }}, it is {{ "now" | date: "%H:%M" }}"#])
  func areWrittenFromTheListOfTheLastRunWhoeverIsInIt(_ text: String) async throws {
    try folder.write("text.liquid", text)
    try folder.write("other.csv", "name,phone\nEve,+12025559999\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server)
      #expect(first.code == 0, "\(first)")
      let second = try await folder.volley([
        "send", "other.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
        "--campaign", "list", "--not-after", "2026-01-01 10:00", "--api-url",
        "http://127.0.0.1:\(server.port)",
      ])
      #expect(second.code == 75, "\(second)")
      let report = try await folder.volley(["report", "list", "--contacts", "other.csv"])
      #expect(report.code == 0, "\(report)")
      #expect(try folder.counts() == ["pending": 1])
    }
  }

  /// It is where it was, and nobody named another one.
  @Test func areWrittenFromTheListOfTheRunWhateverStandsInItNow() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      #expect(try await folder.send(to: server).code == 0)
      try folder.write("list.csv", "name,phone\nEve,+12025559999\n")
      let report = try await folder.volley(["report", "list"])
      #expect(report.code == 0, "\(report)")
      #expect(report.output.contains("besides, the ledger has 3 messages"), "\(report)")
      #expect(try folder.counts() == ["pending": 1])
    }
  }

  @Test(arguments: ["-", "/dev/stdin"])
  func needTheSuppressionListThatCameThroughAPipe(_ path: String) async throws {
    try folder.write("stop.txt", "+12025551001\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let sent = try await folder.volley(
        [
          "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
          "--suppress", path, "--api-url", "http://127.0.0.1:\(server.port)",
        ], input: "+12025551001\n")
      #expect(sent.code == 0, "\(sent)")
      let before = try folder.read("reports/list/delivery.csv")
      let refused = try await folder.volley(["report", "list"])
      #expect(refused.code == 64 && refused.errors.contains("--suppress"), "\(refused)")
      #expect(try folder.read("reports/list/delivery.csv") == before)
      let again = try await folder.volley(["report", "list", "--suppress", "stop.txt"])
      #expect(again.code == 0, "\(again)")
      #expect(try folder.read("reports/list/delivery.csv") == before)
      #expect(try folder.counts() == ["sent": 2, "suppressed": 1])
    }
  }

  @Test func doWithoutASuppressionListThatIsGone() async throws {
    try folder.write("stop.txt", "+12025551001\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let sent = try await folder.send(to: server, "--suppress", "stop.txt")
      #expect(sent.code == 0, "\(sent)")
      try FileManager.default.removeItem(atPath: "\(folder.path)/stop.txt")
      let refused = try await folder.volley(["report", "list"])
      #expect(refused.code == 64 && refused.errors.contains("stop.txt"), "\(refused)")
      let again = try await folder.volley(["report", "list", "--suppress", "/dev/null"])
      #expect(again.code == 0, "\(again)")
      #expect(try folder.counts() == ["sent": 2, "pending": 1])
    }
  }

  @Test func inventNoEndForARunThatGoesOn() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#2")
    let folder = folder
    try await MockServer.withServer(configuration) { server in
      let killed = try await folder.send(to: server, "--concurrency", "1") { process in
        try await server.wait { $0.requests == 2 }
        let report = try await folder.volley(["report", "list"])
        #expect(report.code == 0, "\(report)")
        #expect(report.output.contains("is running (process \(process)"), "\(report)")
        #expect(!report.output.contains("settle"), "\(report)")
        try Self.expectNoEnd(in: folder)
        #expect(try folder.read("reports/list/delivery.csv").contains("has yet to come"))
        #expect(try folder.read("reports/list/report.html").contains("The run is at work"))
        kill(process, SIGKILL)
      }
      #expect(killed.isKilled, "\(killed)")
      let report = try await folder.volley(["report", "list"])
      #expect(report.code == 0 && report.output.contains("settle"), "\(report)")
      #expect(try folder.read("reports/list/delivery.csv").contains("ended before the answer came"))
      try Self.expectNoEnd(in: folder)
    }
  }

  /// They know more than what was begun before its end.
  @Test func replaceNoneOfARunThatEndedMeanwhile() async throws {
    let pipe = "\(folder.path)/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    let end = open(pipe, O_RDWR | O_CLOEXEC)
    let list = try folder.read("list.csv")
    try #require(write(end, list, list.utf8.count) == list.utf8.count)
    let link = "\(folder.path)/contacts.csv"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: pipe)
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(.held)
      let sent = try await folder.send(to: server, "--concurrency", "1") { run in
        try await server.wait { $0.requests == 1 }
        let report = try await folder.volley(
          ["report", "list", "--contacts", "contacts.csv"], environment: ["TMPDIR": folder.path]
        ) { process in
          // From here on it knows the ledger, and waits for the rest of the contacts.
          await whileAlive(process) {
            while !holdsCopy(process, of: list.utf8.count) {
              try await Task.sleep(for: .milliseconds(5))
            }
          }
          server.releaseAnswers()
          while !hasEnded(run) { try await Task.sleep(for: .milliseconds(5)) }
          #expect(try folder.counts() == ["sent": 3])
          unlink(link)
          symlink("\(folder.path)/list.csv", link)
          close(end)
        }
        #expect(report.code == 0, "\(report)")
      }
      #expect(sent.code == 0, "\(sent)")
      #expect(try folder.counts() == ["sent": 3])
      #expect(try folder.json("reports/list/summary.json")["exit_code"] as? Int == 0)
    }
  }

  private static func expectNoEnd(in folder: Workdir) throws {
    let summary = try folder.json("reports/list/summary.json")
    #expect(summary["run"] as? Int == 1)
    for name in ["ended_at", "exit_code", "duration_seconds"] {
      #expect(summary[name] is NSNull, "\(name): \(summary)")
    }
  }

  /// Rejects have commas, whatever the list has.
  @Test func areOfAListWithAnotherDelimiterToo() async throws {
    let list = contacts(3).replacing(",", with: ";")
    try folder.write("list.csv", list)
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue([.status(400)])
      let first = try await folder.send(to: server, "--concurrency", "1")
      #expect(first.code == 3, "\(first)")
      try folder.write("fixed.csv", try folder.read("reports/list/rejects.csv"))
      let fixed = try await folder.send(
        "fixed.csv", to: server, "--campaign", "list", "--retry", "rejected")
      #expect(fixed.code == 0, "\(fixed)")
      let report = try await folder.volley(["report", "list", "--contacts", "list.csv"])
      #expect(report.code == 0, "\(report)")
      #expect(try folder.counts() == ["sent": 3])
      try folder.write("fixed.csv", list)
      let again = try await folder.volley(["report", "list"])
      #expect(again.code == 0, "\(again)")
      #expect(try folder.counts() == ["sent": 3])
    }
  }
}
