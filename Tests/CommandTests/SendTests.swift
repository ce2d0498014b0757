import Foundation
import MockFluents
import Testing

@Suite struct SendTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir()
    try folder.write("text.liquid", "Hi {{ name }}!\n")
  }

  @Test func sendsEachMessageOnceAndNothingInASecondRun() async throws {
    try folder.write("list.csv", contacts(50))
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server)
      #expect(first.code == 0, "\(first)")
      let second = try await folder.send(to: server)
      #expect(second.code == 0, "\(second)")
      #expect(server.received.count == 50)
      #expect(Set(server.received.map(\.to)).count == 50)
      #expect(try folder.counts() == ["sent": 50])
    }
  }

  /// A tenth of the traffic, and twenty before it flows, can be retries.
  @Test func aMessageWithTriesLeftSaysWhyItGotNone() async throws {
    try folder.write("list.csv", contacts(60))
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(Array(repeating: .status(408), count: 45))
      let outcome = try await folder.send(to: server)
      #expect(outcome.code == 3, "\(outcome)")
      let lines = try folder.read("reports/list/rejects.csv").split(separator: "\n").dropFirst()
      #expect(lines.contains { $0.contains("not tried again, since retries are at most a tenth") })
      #expect(server.statistics.requests <= 60 + 20 + 6, "\(server.statistics.requests)")
    }
  }

  /// A row that is a duplicate and on a suppression list too has nothing of the row that was sent.
  @Test func nobodyWhoIsSuppressedIsCalledSent() async throws {
    try folder.write(
      "list.csv",
      "name,phone,id\nAda,+12025550123,1\nBob,+12025550124,1\nCy,+12025550125,2\n"
        + "Ada,+12025550123,1\n")
    try folder.write("stop.txt", "+12025550124\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let more = ["--key", "id", "--suppress", "stop.txt"]
      let first = try await folder.send(to: server, more)
      #expect(first.code == 0, "\(first)")
      #expect(try folder.statuses() == [2: "sent", 3: "suppressed", 4: "sent", 5: "duplicate"])
      try folder.write("stop.txt", "+12025550124\n+12025550123\n")
      let second = try await folder.send(to: server, more)
      #expect(second.code == 0, "\(second)")
      #expect(try folder.statuses() == [2: "sent", 3: "suppressed", 4: "sent", 5: "suppressed"])
      #expect(server.received.count == 2)
    }
  }

  /// Whoever copies it has all of it.
  @Test func afterARunTheLedgerIsOneFile() async throws {
    try folder.write("list.csv", contacts(50))
    try await MockServer.withServer(MockConfiguration()) { server in
      for run in 1...5 {
        let name = "run-\(run).sqlite"
        let outcome = try await folder.send(to: server, "--ledger", name)
        #expect(outcome.code == 0, "\(outcome)")
        #expect(folder.exists(name) && !folder.exists("\(name)-wal"))
      }
    }
  }

  @Test func everyRowHasOneStatusInEveryReportInInputOrder() async throws {
    try folder.write(
      "list.csv",
      """
      name,phone,note
      Ada,+12025550123,=1+1
      ,+12025550124,
      Bob,12,
      Cy,+12025550123,again
      Di,+12025550125,extra,field
      Ed,+12025550126,"two
      lines"

      """)
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server)
      #expect(outcome.code == 3, "\(outcome)")
    }
    #expect(try folder.counts() == ["sent": 2, "invalid": 3, "duplicate": 1])
    let expected = [
      2: "sent", 3: "invalid", 4: "invalid", 5: "duplicate", 6: "invalid", 7: "sent",
    ]
    #expect(try folder.statuses() == expected)
    let csv = try folder.read("reports/list/delivery.csv")
    #expect(
      csv.hasPrefix(
        "row,status,to_number,from_number,http_status,error,attempts,segments,encoding,message,"
          + "sent_at,latency_ms,run,contact.name,contact.phone,contact.note\n"))
    #expect(csv.contains("2,sent,+12025550123,+12025550100,201,,1,1,GSM-7,Hi Ada!,"))
    #expect(csv.contains(",'=1+1\n"))
    #expect(csv.contains("duplicate of row 2"))
    let rejects = try folder.read("reports/list/rejects.csv")
    #expect(rejects.hasPrefix("name,phone,note,volley_error\n"))
    #expect(rejects.contains("Bob,12,"))
    #expect(!rejects.contains("Ada"))
    let summary = try folder.json("reports/list/summary.json")
    #expect(summary["rows"] as? Int == 6)
    #expect(summary["exit_code"] as? Int == 3)
  }

  @Test func theMessageArrivesExactly() async throws {
    let text = "\"Quotes\" \\ and\ttab\nline \u{1} \u{2028} naïve 🎉 </script>"
    try folder.write("list.csv", "name,phone\nAda,+12025550123\n")
    try folder.write("text.liquid", text + "\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(server.received.map(\.message) == [text])
      #expect(server.received.map(\.from) == ["+12025550100"])
      #expect(server.received.map(\.contentType) == ["application/json"])
    }
  }

  @Test func neverMoreRequestsInFlightThanConcurrency() async throws {
    try folder.write("list.csv", contacts(60))
    var configuration = MockConfiguration()
    configuration.latency = .milliseconds(20)
    try await MockServer.withServer(configuration) { server in
      let outcome = try await folder.send(to: server, "--concurrency", "4")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(server.statistics.maximumInFlight <= 4)
      #expect(server.statistics.maximumInFlight > 1)
      #expect(server.statistics.connections <= 4)
    }
  }

  @Test func anUnknownSenderIsRejectedWithTheAPIsWords() async throws {
    try folder.write("list.csv", contacts(2))
    var configuration = MockConfiguration()
    configuration.numbers = ["+12025550999"]
    try await MockServer.withServer(configuration) { server in
      let outcome = try await folder.send(to: server)
      #expect(outcome.code == 3, "\(outcome)")
    }
    #expect(try folder.counts() == ["rejected": 2])
    let messages = try folder.json("reports/list/delivery.json")["messages"] as? [[String: Any]]
    #expect(messages?.first?["http_status"] as? Int == 404)
    #expect((messages?.first?["error"] as? String)?.isEmpty == false)
  }

  @Test func aRedirectIsNeverFollowedAndStopsTheRun() async throws {
    try folder.write("list.csv", contacts(30))
    try await MockServer.withServer(MockConfiguration()) { other in
      var configuration = MockConfiguration()
      configuration.faults = try FaultRules(
        parsing: "307:http://127.0.0.1:\(other.port)/v1/messages=100%")
      try await MockServer.withServer(configuration) { server in
        let outcome = try await folder.send(to: server, "--concurrency", "1")
        #expect(outcome.code == 5, "\(outcome)")
        #expect(outcome.errors.contains("307"))
        #expect(server.statistics.requests == 1)
      }
      #expect(other.statistics.requests == 0)
    }
    #expect(try folder.counts() == ["pending": 30])
  }

  @Test func unknownOutcomesAreNotRepeated() async throws {
    try folder.write("list.csv", contacts(5))
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "500=#2,reset=#3")
    try await MockServer.withServer(configuration) { server in
      let first = try await folder.send(to: server, "--concurrency", "1")
      #expect(first.code == 4, "\(first)")
      #expect(try folder.counts() == ["sent": 3, "unknown": 2])
      let second = try await folder.send(to: server)
      #expect(second.code == 4, "\(second)")
      #expect(server.statistics.requests == 5)
      let third = try await folder.send(to: server, "--retry", "unknown")
      #expect(third.code == 0, "\(third)")
      #expect(server.statistics.requests == 7)
    }
  }

  /// What an API that refuses now did with the request before is as unknown as it was.
  @Test(
    arguments: zip(
      ["400=100%", "401=100%", "302=100%", "429:1=100%", "500=100%", ""], [4, 5, 5, 4, 4, 4]))
  func whatMayHaveBeenAcceptedStaysInDoubtUntilItIsSent(_ faults: String, _ code: Int32)
    async throws
  {
    try folder.write("list.csv", contacts(1))
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "reset=#1")
    try await MockServer.withServer(configuration) { server in
      let first = try await folder.send(to: server)
      #expect(first.code == 4, "\(first)")
      configuration.faults = try FaultRules(parsing: faults)
      try await MockServer.withServer(configuration) { refusing in
        // Without faults, nobody listens any more.
        if faults.isEmpty { await refusing.stop() }
        let again = try await folder.send(
          to: refusing, "--retry", "unknown", "--max-errors", "100%")
        #expect(again.code == code, "\(again)")
        #expect(try folder.counts() == ["unknown": 1])
        let report = try folder.read("reports/list/delivery.csv")
        #expect(
          faults == "500=100%" || report.contains("an earlier request may have been accepted; this")
        )
        let plain = try await folder.send(to: refusing, "--retry", "failed,rejected")
        #expect(plain.code == 4, "\(plain)")
        #expect(try folder.counts() == ["unknown": 1])
      }
      #expect(server.statistics.requests == 1)
      let settled = try await folder.volley(["settle", "list", "--unknown", "sent"])
      #expect(settled.output.contains("1 message settled"), "\(settled)")
      let last = try await folder.send(to: server, "--retry", "failed,rejected,unknown")
      #expect(last.code == 0 && server.statistics.requests == 1, "\(last)")
      // A person said so, and not the API.
      #expect(try folder.read("reports/list/delivery.csv").contains("settled by hand: sent"))
    }
  }

  @Test func whatWaitsToBeTriedOnceMoreStaysInDoubtToo() async throws {
    try folder.write("list.csv", contacts(1))
    let folder = folder
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "reset=#1,429:20=#2,429:1=#3")
    try await MockServer.withServer(configuration) { server in
      _ = try await folder.send(to: server)
      let stopped = try await folder.send(to: server, "--retry", "unknown") { process in
        try await server.wait { $0.requests == 2 }
        kill(process, SIGTERM)
      }
      #expect(stopped.code == 143, "\(stopped)")
      #expect(try folder.counts() == ["unknown": 1])
      let plain = try await folder.send(to: server)
      #expect(plain.code == 4 && server.statistics.requests == 2, "\(plain)")
      // It is tried twice in one run.
      let sent = try await folder.send(to: server, "--retry", "unknown")
      #expect(sent.code == 0 && server.statistics.requests == 4, "\(sent)")
      #expect(try folder.counts() == ["sent": 1])
    }
  }

  @Test func aLimitLeavesTheRestForTheNextRun() async throws {
    try folder.write("list.csv", contacts(7))
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--limit", "3")
      #expect(first.code == 75, "\(first)")
      #expect(try folder.counts() == ["sent": 3, "pending": 4])
      let second = try await folder.send(to: server)
      #expect(second.code == 0, "\(second)")
      #expect(server.received.count == 7)
    }
  }

  @Test func theSummaryIsAllThatJSONPrints() async throws {
    try folder.write("list.csv", contacts(3))
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server, "--json")
      #expect(outcome.code == 0, "\(outcome)")
      let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      #expect((object as? [String: Any])?["rows"] as? Int == 3)
      #expect(outcome.output.split(separator: "\n").count == 1)
    }
  }

  @Test func quietPrintsNothingWhenAllIsWell() async throws {
    try folder.write("list.csv", contacts(3))
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server, "--quiet")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.output.isEmpty && outcome.errors.isEmpty, "\(outcome)")
    }
  }

  @Test func nothingIsOpenedInThePlaceOfClosedStandardFiles() async throws {
    try folder.write("list.csv", contacts(1))
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=100%")
    try await MockServer.withServer(configuration) { server in
      _ = try await folder.run(
        "sh",
        [
          "-c", #"exec "$0" "$@" <&- >&- 2>&-"#, Workdir.binary, "send", "list.csv", "--template",
          "text.liquid", "--from", "+12025550100", "--yes", "--api-url",
          "http://127.0.0.1:\(server.port)",
        ], ["FLUENTS_API_TOKEN": "secret-token"], ""
      ) { process in
        try await server.wait { $0.requests == 1 }
        for file in 0...2 {
          let place = try FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/\(process)/fd/\(file)")
          #expect(place == "/dev/null")
        }
        kill(process, SIGKILL)
      }
    }
  }
}
