import Foundation
import MockFluents
import Synchronization
import Testing

/// Runs whose standard error nobody reads: a pager that stands still, a terminal after Ctrl-S.
@Suite("Standard error that nobody reads", .timeLimit(.minutes(2))) struct UnreadErrorsTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: 2_000)
  }

  /// Sends with standard error into a pipe, `errors`, that is full, or has as much room as pipes have.
  private func send(
    to server: MockServer, isFull: Bool, _ more: String...,
    during: @escaping @Sendable (pid_t) async throws -> Void
  ) async throws -> Outcome {
    let api = ["--yes", "--api-url", "http://127.0.0.1:\(server.port)"]
    return try await send(isFull: isFull, api + more, during: during)
  }

  private func send(
    isFull: Bool, _ more: [String], during: @escaping @Sendable (pid_t) async throws -> Void
  ) async throws -> Outcome {
    let script = """
      mkfifo errors && exec 2<>errors
      \(isFull ? "head -c 65536 /dev/zero >&2" : "")
      exec "$0" "$@"
      """
    let arguments = ["send", "list.csv", "--template", "text.liquid", "--from", "+12025550100"]
    return try await folder.run(
      "bash", ["-c", script, Workdir.binary] + arguments + more, Workdir.token, "", during)
  }

  @Test func messagesLeaveAndTheLogWaitsForItsReader() async throws {
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      let log = Mutex("")
      let outcome = try await send(to: server, isFull: false, "-v") { process in
        await whileAlive(process) { try await server.wait { $0.requests == 2_000 } }
        let read = try await folder.run("cat", ["errors"])
        log.withLock { $0 = read.output }
      }
      #expect(outcome.code == 0, "\(outcome)")
      let lines = log.withLock { $0 }.split(separator: "\n")
      #expect(lines.count { $0.contains(" debug: sent ") } == 2_000)
    }
  }

  @Test func aSignalEndsTheRun() async throws {
    let folder = folder
    var configuration = MockConfiguration()
    configuration.latency = .milliseconds(100)
    try await MockServer.withServer(configuration) { server in
      let outcome = try await send(
        to: server, isFull: true, "--quiet", "--concurrency", "2"
      ) { process in
        try await server.wait { $0.requests >= 4 }
        kill(process, SIGTERM)
        while !folder.exists("reports/list/summary.json"), !hasEnded(process) {
          try await Task.sleep(for: .milliseconds(50))
        }
        _ = try await folder.run("cat", ["errors"])
      }
      #expect(outcome.code == 143, "\(outcome)")
      let counts = try folder.counts()
      #expect(counts["sent"] == server.received.count && counts["pending"] != nil, "\(counts)")
    }
  }

  /// Who is to read the refusal does not.
  @Test func aSignalEndsACommandThatIsDone() async throws {
    let folder = folder
    let outcome = try await send(
      isFull: true, ["--quiet", "--metrics-file", "metrics.prom"]
    ) { process in
      while !folder.exists("metrics.prom"), !hasEnded(process) {
        try await Task.sleep(for: .milliseconds(20))
      }
      while !hasEnded(process) {
        kill(process, SIGTERM)
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    #expect(outcome.status == .signaled(SIGTERM), "\(outcome)")
  }

  /// Who is to read the summary does not.
  @Test func aSignalEndsARunThatIsOver() async throws {
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      let script = """
        mkfifo results && exec 1<>results
        head -c 65536 /dev/zero
        exec "$0" send list.csv --template text.liquid --from +12025550100 --yes \
          --api-url "$1"
        """
      let api = "http://127.0.0.1:\(server.port)"
      let outcome = try await folder.run(
        "bash", ["-c", script, Workdir.binary, api], Workdir.token, ""
      ) { process in
        while !waitsForReader(process), !hasEnded(process) {
          try await Task.sleep(for: .milliseconds(20))
        }
        while !hasEnded(process) {
          kill(process, SIGTERM)
          try await Task.sleep(for: .milliseconds(50))
        }
      }
      #expect(outcome.code == 143 && server.received.count == 2_000, "\(outcome)")
      #expect(!outcome.errors.contains("stopping once"), "\(outcome)")
    }
  }

  /// Whether one of its threads writes to a pipe that is full.
  private func waitsForReader(_ process: pid_t) -> Bool {
    let tasks = "/proc/\(process)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    return threads.contains { thread in
      let place = try? String(contentsOfFile: "\(tasks)/\(thread)/wchan", encoding: .utf8)
      return place?.contains("pipe_write") == true
    }
  }

  @Test func aSignalThatComesAgainEndsAtOnceUnread() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#1")
    try await MockServer.withServer(configuration) { server in
      let outcome = try await send(
        to: server, isFull: true, "--quiet", "--concurrency", "1"
      ) { process in
        try await server.wait { $0.requests == 1 }
        while !hasEnded(process) {
          kill(process, SIGINT)
          try await Task.sleep(for: .milliseconds(200))
        }
      }
      #expect(outcome.code == 130, "\(outcome)")
    }
  }
}
