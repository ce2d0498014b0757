import Foundation
import MockFluents
import Testing

@Suite("Messages that are tried again", .timeLimit(.minutes(2))) struct RetryTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir()
    try folder.write("text.liquid", "Hi {{ name }}!\n")
  }

  /// A list of so many rows, and an API with these faults.
  private func with(
    _ rows: Int, _ faults: String, _ body: (MockServer) async throws -> Void
  ) async throws {
    try folder.write("list.csv", contacts(rows))
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: faults)
    try await MockServer.withServer(configuration, body)
  }

  /// What a limit keeps from being tried again is left for later.
  @Test func aLimitOfRetriesLeavesTheRestForLater() async throws {
    try await with(8, "400=every:1x8") { server in
      #expect(try await folder.send(to: server).code == 3)
      let some = try await folder.send(to: server, "--retry", "rejected", "--limit", "3")
      #expect(some.code == 75, "\(some)")
      #expect(some.output.contains("5 messages to try again"), "\(some)")
      let rest = try await folder.send(to: server, "--retry", "rejected", "--limit", "5")
      #expect(rest.code == 0, "\(rest)")
      #expect(server.received.count == 8)
    }
  }

  /// Nothing but a stop kept the others from it.
  @Test func aStopLeavesNothingBeyondALimit() async throws {
    try await with(4, "400=every:1x4,401=#5") { server in
      #expect(try await folder.send(to: server).code == 3)
      let stopped = try await folder.send(
        to: server, "--retry", "rejected", "--concurrency", "1")
      #expect(stopped.code == 5 && !stopped.output.contains("to try again"), "\(stopped)")
    }
  }

  /// Whoever repeats what ended with 75 would send the same ones without end.
  @Test func whatIsRefusedAgainIsNotLeftForLaterOnceAllHadTheirTurn() async throws {
    try await with(4, "400=100%") { server in
      #expect(try await folder.send(to: server).code == 3)
      for (code, left) in [(75, true), (3, false), (75, true), (3, false)] as [(Int32, Bool)] {
        let again = try await folder.send(to: server, "--retry", "rejected", "--limit", "2")
        #expect(again.code == code && again.output.contains("to try again") == left, "\(again)")
      }
    }
  }

  /// Of a row whose name was taken out there is no message to try again, however often it is asked for.
  @Test func whatHasNoMessageAnyMoreIsNotLeftForLater() async throws {
    try await with(3, "400=100%") { server in
      #expect(try await folder.send(to: server).code == 3)
      try folder.write(
        "list.csv", try folder.read("list.csv").replacing("Guest 0,", with: ","))
      for _ in 0..<2 {
        let again = try await folder.send(to: server, "--retry", "rejected", "--limit", "2")
        #expect(again.code == 3 && !again.output.contains("to try again"), "\(again)")
      }
      #expect(server.statistics.requests == 7)
    }
  }

  /// Where the first ones come to nothing again, a rule that stops the run would keep all others from their
  /// turn, however often it is begun.
  @Test func newMessagesGoFirstWithoutALimitToo() async throws {
    try await with(6, "400=every:1x3,400=#7,400=#8,400=#9") { server in
      let arguments = ["--retry", "rejected", "--max-errors", "2", "--concurrency", "1"]
      let first = try await folder.send(to: server, arguments)
      #expect(first.code == 5, "\(first)")
      #expect(try folder.counts() == ["rejected": 3, "pending": 3])
      let second = try await folder.send(to: server, arguments)
      #expect(second.code == 5, "\(second)")
      #expect(try folder.counts() == ["rejected": 3, "sent": 3])
    }
  }

  /// A doubt about another number is not tried again, so nothing is left for it either.
  @Test func whatIsNotTriedAgainIsNotLeftForLater() async throws {
    try await with(2, "close-taken=#1,400=#2,400=#3") { server in
      let arguments = ["--key", "name", "--concurrency", "1"]
      #expect(try await folder.send(to: server, arguments).code == 4)
      let rows = try folder.read("list.csv").split(separator: "\n").map(String.init)
      let name = rows[1].split(separator: ",")[0]
      try folder.write("list.csv", "\(rows[0])\n\(name),+12025559999\n\(rows[2])\n")
      let retry = arguments + ["--retry", "unknown,rejected", "--limit", "1"]
      for requests in [3, 4, 4] {
        let again = try await folder.send(to: server, retry)
        #expect(again.code == 4 && !again.output.contains("to try again"), "\(again)")
        #expect(server.statistics.requests == requests)
      }
    }
  }

  /// What surely was not accepted is no second message, so whoever runs it again as the stop says goes on; and
  /// what may have been accepted since is not tried again by that.
  @Test(arguments: ["401", "302"])
  func aStopLeavesThoseInDoubtTheirTurn(status: String) async throws {
    try await with(3, "close-taken=every:1x3,close-taken=#4,\(status)=#5") { server in
      let arguments = ["--retry", "unknown", "--concurrency", "1"]
      for (code, requests, counts) in [
        (4, 3, ["unknown": 3]), (5, 5, ["unknown": 3]), (4, 7, ["unknown": 1, "sent": 2]),
        (0, 8, ["sent": 3]),
      ] as [(Int32, Int, [String: Int])] {
        let outcome = try await folder.send(to: server, arguments)
        #expect(outcome.code == code, "\(outcome)")
        #expect(server.statistics.requests == requests)
        #expect(try folder.counts() == counts)
      }
    }
  }

  /// The first ones of the list, tried again and again, would keep all others from their turn.
  @Test func newMessagesGoBeforeThoseThatAreTriedAgain() async throws {
    try await with(6, "close-taken=every:1x2") { server in
      let arguments = ["--retry", "unknown", "--limit", "2", "--concurrency", "1"]
      for (code, counts) in [
        (75, ["unknown": 2, "pending": 4]), (75, ["unknown": 2, "sent": 2, "pending": 2]),
        // That is as without a limit: what is in doubt since is tried again by whoever says it once more.
        (4, ["unknown": 2, "sent": 4]), (0, ["sent": 6]),
      ] as [(Int32, [String: Int])] {
        let outcome = try await folder.send(to: server, arguments)
        #expect(outcome.code == code, "\(outcome)")
        #expect(try folder.counts() == counts)
      }
      #expect(server.received.count == 8)
    }
  }
}
