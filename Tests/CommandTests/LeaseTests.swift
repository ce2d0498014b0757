import MockFluents
import Testing

/// What the ledger's file holds of keys and promises, by `sqlite3`.
@Suite struct LeaseTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir()
    try folder.write("text.liquid", "Hi {{ name }}!\n")
    try folder.write("list.csv", contacts(300))
  }

  private func ask(_ sql: String) async throws -> String {
    let outcome = try await folder.run("sqlite3", ["l.sqlite", sql])
    #expect(outcome.code == 0, "\(outcome)")
    return outcome.output
  }

  /// Of all keys that are leased, and those whose promise is not their entry.
  private func facts() async throws -> [String] {
    try await [
      ask("SELECT count(*) FROM entry"), ask("SELECT count(*) FROM promise"),
      ask(
        """
        SELECT count(*) FROM promise LEFT JOIN entry USING (campaign, key)
        WHERE entry.id IS NOT promise.id
        """),
      ask(
        """
        SELECT count(*) FROM entry WHERE NOT EXISTS (SELECT 1 FROM block
          WHERE block.campaign = entry.campaign AND id BETWEEN first AND first + count - 1)
        """),
    ].map { String($0.dropLast()) }
  }

  @Test func theKeysOfMessagesToComeAreLeasedWithTheFirst() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--ledger", "l.sqlite", "--limit", "1")
      #expect(first.code == 75, "\(first)")
      #expect(try await facts() == ["300", "1", "0", "0"])
      let status = try await folder.volley(["status", "list", "--ledger", "l.sqlite"])
      #expect(status.output.contains("1 sent"), "\(status)")
      #expect(!status.output.contains("300"), "\(status)")
    }
  }

  /// Those of the first run go on being leased, by whoever takes them.
  @Test func eachPromiseIsTheEntryOfItsKeyInEveryRun() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      for (run, limit) in [1, 100, 7, 192].enumerated() {
        let outcome = try await folder.send(
          to: server, "--ledger", "l.sqlite", "--limit", "\(limit)")
        #expect(outcome.code == (run == 3 ? 0 : 75), "\(outcome)")
        #expect(try await Array(facts()[2...]) == ["0", "0"])
      }
      #expect(try await facts() == ["300", "300", "0", "0"])
      #expect(server.received.count == 300)
      #expect(Set(server.received.map(\.to)).count == 300)
    }
  }
}
