import Foundation
import MockFluents
import Testing

/// Kills the binary at its first, second, third … call of one kind, until a run gets through, and
/// resumes it after each.
@Suite struct CrashPointTests {
  private static let concurrency = 2
  private static let rows = 5

  @Test(arguments: ["fdatasync", "fsync", "pwrite64", "write", "ftruncate", "rename"])
  func afterAKillAtAnyCallNoKeyIsSentTwiceAndNoneIsLost(call: String) async throws {
    var point = 0
    var isKilled = true
    while isKilled {
      point += 1
      isKilled = try await killAndResume(at: call, number: point)
      try #require(point < 300, "\(call) is called without end")
    }
    #expect(point > 1, "\(call) was never called, so nothing was tried")
  }

  /// - Returns: whether there was such a call to be killed at.
  private func killAndResume(at call: String, number: Int) async throws -> Bool {
    let folder = try Workdir()
    try folder.write("text.liquid", "Hi {{ name }}!")
    try folder.write("list.csv", contacts(Self.rows))
    return try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.run(
        "strace",
        [
          "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)",
          "-e", "inject=\(call):signal=KILL:when=\(number)", Workdir.binary,
        ] + arguments(server), ["FLUENTS_API_TOKEN": "secret-token"])
      let resumed = try await folder.volley(arguments(server))
      let place = "\(call) \(number): \(resumed)"
      #expect(resumed.code == 0 || resumed.code == 4, "\(place)")
      try check(folder, server.statistics, place)
      return first.code != 0
    }
  }

  private func check(_ folder: Workdir, _ seen: Statistics, _ place: String) throws {
    #expect(seen.seen.allSatisfy { $0.value == 1 }, "\(place)")
    let statuses = try folder.statuses()
    #expect(Set(statuses.keys) == Set(2..<2 + Self.rows), "\(place)")
    #expect(statuses.values.allSatisfy { $0 == "sent" || $0 == "unknown" }, "\(place)")
    let unknown = statuses.values.filter { $0 == "unknown" }.count
    #expect(unknown <= Self.concurrency, "\(place)")
    // Whatever was not seen may only be in doubt.
    #expect(seen.seen.count >= Self.rows - unknown, "\(place)")
  }

  private func arguments(_ server: MockServer) -> [String] {
    [
      "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
      "--api-url", "http://127.0.0.1:\(server.port)", "--concurrency", "\(Self.concurrency)",
    ]
  }
}
