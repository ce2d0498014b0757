import Foundation
import MockFluents
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Ends from outside: whatever the API saw is `sent` or `unknown`, and no key is sent twice.
@Suite struct CrashTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: 40)
  }

  @Test func afterKillAtMostConcurrencyIsUnknownAndNothingIsSentTwice() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#12x1,stall=#13x1,stall=#14x1")
    try await MockServer.withServer(configuration) { server in
      let killed = try await folder.send(to: server, "--concurrency", "3") { process in
        try await server.wait { $0.requests == 14 }
        kill(process, SIGKILL)
      }
      #expect(killed.isKilled, "\(killed)")
      let status = try await folder.volley(["status"])
      #expect(status.output.contains(" · 3 unknown\n"), "\(status)")
      let resumed = try await folder.send(to: server, "--concurrency", "3")
      #expect(resumed.code == 4, "\(resumed)")
      let counts = try folder.counts()
      #expect(counts == ["sent": 37, "unknown": 3])
      #expect(server.statistics.seen.allSatisfy { $0.value == 1 })
    }
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func aSignalWaitsForWhatIsInFlightAndReports(signal: Int32, code: Int32) async throws {
    // Long enough that the signal comes in the middle, also on a busy machine.
    try folder.write("list.csv", contacts(600))
    var configuration = MockConfiguration()
    configuration.latency = .milliseconds(100)
    try await MockServer.withServer(configuration) { server in
      let ended = try await folder.send(to: server, "--concurrency", "2") { process in
        try await server.wait { $0.requests >= 4 }
        kill(process, signal)
      }
      #expect(ended.code == code, "\(ended)")
      let counts = try folder.counts()
      #expect(counts["unknown"] == nil)
      #expect(counts["sent"] == server.received.count)
      #expect(counts["pending", default: 0] + counts["sent", default: 0] == 600)
      let resumed = try await folder.send(to: server, "--concurrency", "60")
      #expect(resumed.code == 0, "\(resumed)")
      #expect(server.statistics.seen.allSatisfy { $0.value == 1 })
      #expect(server.received.count == 600)
    }
  }

  /// As `timeout` and a terminal that is closed send them.
  @Test(arguments: [[SIGTERM, SIGTERM], [SIGTERM, SIGHUP], [SIGHUP, SIGHUP], [SIGINT, SIGTERM]])
  func signalsThatComeTogetherAreOne(signals: [Int32]) async throws {
    try folder.write("list.csv", contacts(600))
    var configuration = MockConfiguration()
    configuration.latency = .milliseconds(300)
    try await MockServer.withServer(configuration) { server in
      let ended = try await folder.send(to: server, "--concurrency", "2") { process in
        try await server.wait { $0.requests >= 4 }
        for signal in signals { kill(process, signal) }
      }
      #expect([129, 130, 143].contains(ended.code), "\(ended)")
      let counts = try folder.counts()
      #expect(counts["unknown"] == nil && counts["sent"] == server.received.count, "\(ended)")
    }
  }

  /// The terminal that it was started on is closed.
  @Test func aRunUnderNohupOutlivesItsTerminal() async throws {
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(.held)
      let script = #"trap '' HUP; exec "$0" "$@""#
      let arguments = [
        "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
        "--concurrency", "1", "--api-url", "http://127.0.0.1:\(server.port)",
      ]
      let ended = try await folder.run(
        "sh", ["-c", script, Workdir.binary] + arguments, Workdir.token
      ) { process in
        try await server.wait { $0.requests == 1 }
        for _ in 0..<3 { kill(process, SIGHUP) }
        server.releaseAnswers()
      }
      #expect(ended.code == 0, "\(ended)")
      #expect(try folder.counts() == ["sent": server.received.count], "\(ended)")
    }
  }

  /// The API answers nothing any more, and whoever asks again does not want to wait for it.
  @Test func aSignalThatComesAgainEndsAtOnce() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#1")
    try await MockServer.withServer(configuration) { server in
      let ended = try await folder.send(to: server, "--concurrency", "1") { process in
        try await server.wait { $0.requests == 1 }
        while !hasEnded(process) {
          kill(process, SIGINT)
          try await Task.sleep(for: .milliseconds(200))
        }
      }
      #expect(ended.code == 130, "\(ended)")
      #expect(
        ended.errors.hasSuffix(
          "stopped at once: messages that were in flight are unknown; see volley status list\n"),
        "\(ended)")
      #expect(!folder.exists("reports/list/summary.json"))
    }
  }

  @Test func aSecondRunOfTheSameCampaignIsHeldOff() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#1")
    try await MockServer.withServer(configuration) { server in
      let folder = folder
      let first = try await folder.send(to: server, "--concurrency", "1") { process in
        try await server.wait { $0.requests == 1 }
        let second = try await folder.send(to: server)
        #expect(second.code == 6, "\(second)")
        #expect(second.errors.contains("process \(process)"), "\(second)")
        kill(process, SIGKILL)
      }
      #expect(first.isKilled, "\(first)")
      #expect(server.statistics.requests == 1)
    }
  }

  @Test func unknownMessagesCanBeSettledByHand() async throws {
    try folder.write("list.csv", contacts(3))
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "500=#1,500=#2")
    try await MockServer.withServer(configuration) { server in
      let sent = try await folder.send(to: server, "--concurrency", "1")
      #expect(sent.code == 4, "\(sent)")
      let status = try await folder.volley(["status", "list"])
      #expect(status.output.contains("2 unknown") && status.output.contains("settle"), "\(status)")
      let one = try await folder.volley(
        ["settle", "list", "--unknown", "sent", "--only", "202 555-1000", "--region", "US"])
      #expect(one.code == 0, "\(one)")
      #expect(one.output.contains("1 message"))
      #expect(one.errors.isEmpty, "\(one)")
      let none = try await folder.volley(
        ["settle", "list", "--unknown", "sent", "--only", "+12025551000", "+12025551002"])
      #expect(none.output.contains("0 messages settled"), "\(none)")
      #expect(none.errors.contains("no message to +1202•••1000, +1202•••1002 was"), "\(none)")
      let rest = try await folder.volley(["settle", "list", "--unknown", "failed"])
      #expect(rest.code == 0, "\(rest)")
      let again = try await folder.send(to: server, "--retry", "failed")
      #expect(again.code == 0, "\(again)")
      #expect(server.statistics.seen["+12025551000"] == 1)
      #expect(server.statistics.seen["+12025551001"] == 2)
    }
  }
}
