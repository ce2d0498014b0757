import Foundation
import MockFluents
import Testing

/// A test sends real messages to one's own number, and leaves the campaign as it was.
@Suite struct TestToTests {
  let folder: Workdir
  private let mine = "+12025550199"

  init() throws {
    folder = try Workdir()
    try folder.write("text.liquid", "Hi {{ name }}!")
    try folder.write("list.csv", "name,phone\nNobody,12\n" + String(contacts(8).dropFirst(11)))
  }

  private func greetings(_ range: Range<Int>) -> [String] { range.map { "Hi Guest \($0)!" } }

  @Test func aTestTwiceThenTheCampaignReachesEveryoneOnce() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      for _ in 1...2 {
        let test = try await folder.send(to: server, "--test-to", "+1 (202) 555-0199")
        #expect(test.code == 0, "\(test)")
      }
      #expect(server.received.map(\.to) == Array(repeating: mine, count: 6))
      let texts = (greetings(0..<3) + greetings(0..<3)).sorted()
      #expect(server.received.map(\.message).sorted() == texts)
      #expect(!folder.exists("reports/list"))
      let real = try await folder.send(to: server)
      #expect(real.code == 3, "\(real)")
      let others = server.received.dropFirst(6)
      #expect(others.map(\.message).sorted() == greetings(0..<8))
      #expect(Set(others.map(\.to)).count == 8 && !others.map(\.to).contains(mine))
      #expect(try folder.counts() == ["sent": 8, "invalid": 1])
    }
  }

  @Test func itsReportsAreItsOwnAndSayThatItIsATest() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      _ = try await folder.send(to: server)
      let before = try folder.read("reports/list/summary.json")
      for _ in 1...2 { _ = try await folder.send(to: server, "--test-to", mine, "--limit", "2") }
      #expect(try folder.read("reports/list/summary.json") == before)
    }
    for campaign in ["list.test-1", "list.test-2"] {
      let summary = try folder.json("reports/\(campaign)/summary.json")
      #expect(summary["test_to"] as? String == mine)
      #expect(try folder.counts(campaign) == ["sent": 2, "pending": 6, "invalid": 1])
      let csv = try folder.read("reports/\(campaign)/delivery.csv")
      #expect(csv.contains("\n3,sent,\(mine),+12025550100,201,"), "\(csv)")
    }
    #expect(try folder.json("reports/list/summary.json")["test_to"] is NSNull)
  }

  @Test func itIsMarkedInTheWordsTheJSONAndTheStatus() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let words = try await folder.send(to: server, "--test-to", mine)
      #expect(words.output.hasPrefix("TEST list.test-1: messages went to \(mine)"), "\(words)")
      #expect(words.output.contains("3 sent\n"), "\(words)")
      let json = try await folder.send(to: server, "--test-to", mine, "--json")
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
      #expect((object as? [String: Any])?["test_to"] as? String == mine)
      let status = try await folder.volley(["status"])
      #expect(status.output.contains("list.test-1: 3 sent (a test: all to \(mine))"), "\(status)")
      let again = try await folder.volley(["report", "list.test-1"])
      #expect(again.output.hasPrefix("TEST list.test-1"), "\(again)")
    }
  }

  @Test func aTestMayChangeTheTemplateAsOftenAsItLikes() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      for text in ["A {{ name }}", "B {{ name }}"] {
        try folder.write("text.liquid", text)
        let test = try await folder.send(to: server, "--test-to", mine)
        #expect(test.code == 0, "\(test)")
      }
      #expect(server.received.count == 6)
    }
  }

  @Test func aTestIsNoCampaignToGoOnWith() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      _ = try await folder.send(to: server, "--test-to", mine)
      let refused = try await folder.send(
        to: server, "--campaign", "list.test-1", "--accept-changes")
      #expect(refused.code == 65, "\(refused)")
      #expect(refused.errors.contains("was a test"), "\(refused)")
      #expect(server.received.count == 3)
    }
  }

  @Test func aNumberThatAskedForSilenceGetsNoTestEither() async throws {
    try folder.write("stop.txt", "\(mine)\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let refused = try await folder.send(
        to: server, "--test-to", mine, "--suppress", "stop.txt")
      #expect(refused.code == 64, "\(refused)")
      #expect(refused.errors.contains("suppression list"), "\(refused)")
      #expect(server.statistics.requests == 0)
    }
  }

  @Test(arguments: [["--test-to", "12345"], ["--test-to", "+12025550199", "--retry", "failed"]])
  func anUnusableTestIsWrongUsage(more: [String]) async throws {
    let outcome = try await folder.volley(
      [
        "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
        "--api-url", "http://127.0.0.1:9",
      ] + more)
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains("--test-to"), "\(outcome)")
  }

  @Test(arguments: [("y\n", 3), ("n\n", 0)])
  func itAsksOnTheTerminal(answer: String, messages: Int) async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let command =
        "\(Workdir.binary) send list.csv --template text.liquid --from +12025550100"
        + " --test-to \(mine) --api-url http://127.0.0.1:\(server.port)"
      let outcome = try await folder.onTerminal(command, answer: answer)
      let question = "Send 3 test messages to \(mine) instead of the recipients, as list.test-1?"
      #expect(outcome.output.contains(question), "\(outcome)")
      #expect(server.received.count == messages, "\(outcome)")
    }
  }

  @Test func aRefusedTestSaysSo() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "400=#1")
    try await MockServer.withServer(configuration) { server in
      let outcome = try await folder.send(to: server, "--test-to", mine)
      #expect(outcome.code == 3, "\(outcome)")
      #expect(outcome.output.contains("2 sent · 1 rejected"), "\(outcome)")
    }
  }

  @Test func aListWithoutAReadyRowHasNothingToTest() async throws {
    try folder.write("list.csv", "name,phone\nNobody,12\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server, "--test-to", mine)
      #expect(outcome.code == 65, "\(outcome)")
      #expect(outcome.errors.contains("nothing to test"), "\(outcome)")
    }
  }
}
