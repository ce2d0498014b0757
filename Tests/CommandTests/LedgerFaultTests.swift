import Foundation
import MockFluents
import Testing

/// When the ledger cannot be written, no new message leaves, and the next run goes on in safety.
@Suite struct LedgerFaultTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: 30)
  }

  /// A run before makes the ledger, so that the fault strikes between messages and not when it is
  /// made. (The calls are counted for each thread.)
  @Test(arguments: [("fdatasync", "EIO", 4), ("pwrite64", "ENOSPC", 16)])
  func aFaultOfTheDiskStopsTheRun(call: String, error: String, first: Int) async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let before = try await folder.volley(arguments(server) + ["--limit", "1"])
      #expect(before.code == 75, "\(before)")
      let failed = try await folder.run(
        "strace",
        [
          "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
          "inject=\(call):error=\(error):when=\(first)+", Workdir.binary,
        ] + arguments(server), ["FLUENTS_API_TOKEN": "secret-token"])
      #expect(failed.code == 5, "\(failed)")
      #expect(failed.errors.contains("ledger"), "\(failed)")
      #expect((2..<30).contains(server.statistics.requests), "\(server.statistics.requests)")
      try await resume(server, knownBefore: server.statistics.seen.count)
    }
  }

  @Test func aLedgerThatIsDeletedStopsTheRun() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#5,stall=#6")
    try await MockServer.withServer(configuration) { server in
      let path = folder.path
      let stopped = try await folder.volley(arguments(server)) { _ in
        // Both lanes wait for an answer; when they get none, the ledger is gone.
        try await server.wait { $0.requests == 6 }
        try FileManager.default.removeItem(atPath: "\(path)/state/volley")
        await server.stop()
      }
      #expect(stopped.code == 5, "\(stopped)")
      #expect(stopped.errors.contains("deleted"), "\(stopped)")
      #expect(stopped.output.contains("repair the ledger first"), "\(stopped)")
      #expect(stopped.errors.contains("row "), "outcomes are listed: \(stopped)")
      #expect(server.statistics.requests == 6)
    }
  }

  /// Containers of some years ago refuse it.
  @Test(arguments: ["ENOSYS", "EPERM"])
  func aSystemWithoutStatxIsAsGood(_ error: String) async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.run(
        "strace",
        ["-f", "-qq", "-o", "/dev/null", "-e", "trace=statx", "-e", "inject=statx:error=\(error)"]
          + [Workdir.binary] + arguments(server), ["FLUENTS_API_TOKEN": "secret-token"])
      #expect(outcome.code == 0, "\(outcome)")
      #expect(server.statistics.seen.count == 30)
    }
  }

  @Test func aLockThatIsDeletedStopsTheRunAndLosesNoOutcome() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#5,stall=#6")
    try await MockServer.withServer(configuration) { server in
      let lock = "\(folder.path)/state/volley/ledger.sqlite.list.lock"
      let stopped = try await folder.volley(arguments(server)) { _ in
        try await server.wait { $0.requests == 6 }
        try FileManager.default.removeItem(atPath: lock)
        await server.stop()
      }
      #expect(stopped.code == 5, "\(stopped)")
      #expect(stopped.errors.contains("\(lock) was moved or deleted"), "\(stopped)")
      let statuses = try folder.statuses()
      #expect(statuses.values.count { $0 == "sent" } == 4, "\(stopped)")
      #expect(statuses.values.count { $0 == "unknown" } == 2, "\(stopped)")
      #expect(server.statistics.requests == 6)
    }
  }

  @Test func aFileThatIsNoLedgerIsRefusedByName() async throws {
    try folder.write("other", "this is no database, and never was one: " + contacts(30))
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.volley(arguments(server) + ["--ledger", "other"])
      #expect(outcome.code == 1, "\(outcome)")
      #expect(outcome.errors.contains("other is not a ledger"), "\(outcome)")
      #expect(server.statistics.requests == 0)
    }
  }

  private func resume(_ server: MockServer, knownBefore: Int) async throws {
    let resumed = try await folder.volley(arguments(server))
    #expect(resumed.code == 0 || resumed.code == 4, "\(resumed)")
    #expect(server.statistics.seen.allSatisfy { $0.value == 1 }, "\(resumed)")
    let statuses = try folder.statuses()
    #expect(statuses.count == 30)
    #expect(statuses.values.filter { $0 == "unknown" }.count <= 2, "\(resumed)")
  }

  private func arguments(_ server: MockServer) -> [String] {
    [
      "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
      "--api-url", "http://127.0.0.1:\(server.port)", "--concurrency", "2",
    ]
  }
}
