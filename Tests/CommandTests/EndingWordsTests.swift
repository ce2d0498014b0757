import Foundation
import MockFluents
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("What a run says at its end", .timeLimit(.minutes(2))) struct EndingWordsTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir()
    try folder.write("text.liquid", "Hi {{ name }}!\n")
    try folder.write("list.csv", contacts(3))
  }

  @Test func whyMessagesFailedAndThatNothingIsToBeCorrected() async throws {
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      await server.stop()
      let outcome = try await folder.send(to: server, "--max-errors", "100%")
      #expect(outcome.code == 3, "\(outcome)")
      #expect(outcome.output.contains("\n  failed: "), "\(outcome)")
      #expect(outcome.output.contains("refused"), "\(outcome)")
      #expect(
        outcome.output.contains("send again with --retry failed to try"),
        "\(outcome)")
      #expect(!outcome.output.contains("correct a copy"), "\(outcome)")
    }
  }

  @Test func whyMostWereRejected() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue([.status(404), .status(400), .status(400)])
      let outcome = try await folder.send(to: server, "--concurrency", "1")
      #expect(outcome.code == 3, "\(outcome)")
      #expect(outcome.output.contains("\n  rejected, 2 of them: "), "\(outcome)")
      #expect(outcome.output.contains("Told to answer 400"), "\(outcome)")
      #expect(outcome.output.contains("correct a copy of it"), "\(outcome)")
    }
  }

  @Test func whatIsToBeTriedAgainNeedsALaterDeadline() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue([.status(400)])
      let first = try await folder.send(to: server, "--concurrency", "1")
      #expect(first.code == 3, "\(first)")
      let late = try await folder.send(
        to: server, "--retry", "rejected", "--not-after", "2026-01-01 00:00", "--timezone", "UTC")
      #expect(late.code == 75, "\(late)")
      #expect(
        late.output.contains("1 message to try again: the time of --not-after is over"), "\(late)")
      #expect(server.received.count == 2)
    }
  }

  /// What goes to a file is a log, and full numbers are not for logs.
  @Test func thePlanOfARunThatNobodyWatchesHasNoFullNumbers() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors.contains("  to +1202"), "\(outcome)")
      #expect(!outcome.errors.contains("+12025551"), "\(outcome)")
    }
  }

  /// What the API says is shown, too, and may be about anybody.
  @Test func whatStoppedARunHasNoFullNumbers() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(.answer(.refusal(401, "not for +12025550177")))
      let outcome = try await folder.send(to: server, "--concurrency", "1")
      #expect(outcome.code == 5, "\(outcome)")
      #expect(outcome.errors.contains("(not for +1202•••0177)"), "\(outcome)")
      #expect(!outcome.errors.contains("5550177"), "\(outcome)")
    }
  }

  /// However the API writes that of the message.
  @Test func whatIsLoggedOfAMessageHasNoFullNumbers() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(.answer(.refusal(400, "1 (202) 555-1000 is blocked, as is +12025550177")))
      let outcome = try await folder.send(to: server, "--concurrency", "1", "--verbose")
      #expect(outcome.code == 3, "\(outcome)")
      #expect(outcome.errors.contains("is blocked, as is +1202•••0177"), "\(outcome)")
      #expect(!outcome.errors.contains("555-1000"), "\(outcome)")
    }
  }

  /// All would be told as none.
  @Test func rowsThatCannotBeCountedAreNotTold() async throws {
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(.held)
      let outcome = try await folder.send(to: server, "--concurrency", "1") { process in
        await whileAlive(process) { try await server.wait { $0.requests == 1 } }
        try folder.write("list.csv", contacts(2))
        server.releaseAnswers()
      }
      #expect(outcome.code == 5, "\(outcome)")
      #expect(outcome.output.isEmpty, "\(outcome)")
    }
  }

  /// Of the rows that a run left, the ledger knows those few that were tried.
  @Test func theStatusCountsNothingAsPending() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue([.status(401)])
      let outcome = try await folder.send(to: server, "--concurrency", "1")
      #expect(outcome.code == 5, "\(outcome)")
      #expect(try folder.counts() == ["pending": 3])
      let status = try await folder.volley(["status", "list"])
      #expect(status.output.hasPrefix("list: nothing yet\n"), "\(status)")
      #expect(try folder.read("reports/list/report.html").contains("Nothing was accepted."))
    }
  }

  @Test func theStatusTellsWhatIsInFlightFromWhatIsInDoubt() async throws {
    let folder = folder
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "reset=#2,stall=#3")
    try await MockServer.withServer(configuration) { server in
      let ledger = ["--ledger", "the ledger"]
      let killed = try await folder.send(to: server, ["--concurrency", "1"] + ledger) { process in
        await whileAlive(process) { try await server.wait { $0.requests == 3 } }
        let status = try await folder.volley(["status", "list"] + ledger)
        #expect(
          status.output.hasPrefix(
            "list: 1 sent · 1 unknown · 1 in flight\n  is running (process \(process), since "),
          "\(status)")
        #expect(!status.output.contains("may have been accepted"), "\(status)")
        kill(process, SIGKILL)
      }
      #expect(killed.isKilled, "\(killed)")
      let status = try await folder.volley(["status", "list"] + ledger)
      let ended = "run 1 was ended from outside: it was killed, or the machine stopped"
      let advice = "up, then: volley settle list --unknown STATE [--only NUMBER]"
      #expect(
        status.output == """
          list: 1 sent · 2 unknown
            \(ended)
            2 messages may have been accepted. Look them \(advice) --ledger 'the ledger', where STATE is sent or failed

          """, "\(status)")
      let settled = try await folder.volley(
        ["settle", "list", "--unknown", "sent", "--only", "+12025551001"] + ledger)
      #expect(settled.code == 0, "\(settled)")
      let after = try await folder.volley(["status", "list"] + ledger)
      #expect(
        after.output.contains("\n  1 message may have been accepted. Look it \(advice)"),
        "\(after)")
    }
  }
}
