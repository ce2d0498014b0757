import Foundation
import MockFluents
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Kills the binary at its first, second, third … call of one kind, until a run gets through, and
/// resumes it after each.
@Suite(.timeLimit(.minutes(10)))
struct CrashPointTests {
  private static let concurrency = 2
  private static let rows = 5

  @Test(arguments: ["fdatasync", "fsync", "pwrite64", "write", "ftruncate", "rename"])
  func afterAKillAtAnyCallNoKeyIsSentTwiceAndNoneIsLost(call: String) async throws {
    try await killAtEachPoint { point in
      try await killAndResume("\(call) \(point)") { folder, server in
        try await folder.run(
          "strace",
          [
            "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)",
            "-e", "inject=\(call):signal=KILL:when=\(point)", Workdir.binary,
          ] + Self.arguments(server), Workdir.token)
      }
    }
  }

  /// Calls of `write` are counted for each thread, and those that wake other threads come first. So
  /// the threads of the connections, which write nothing but requests, are watched by themselves,
  /// from when both wait for an answer, which is held back until then.
  @Test func afterAKillAtAnySendNoKeyIsSentTwiceAndNoneIsLost() async throws {
    try await killAtEachPoint { point in
      try await killAndResume("send \(point)") { folder, server in
        server.enqueue(.held, .held)
        let outcome = try await folder.volley(Self.arguments(server)) { process in
          try await server.wait { $0.requests == 2 }
          kill(process, SIGSTOP)
          try await Self.watchSends(of: process, killingAt: point, folder) {
            server.releaseAnswers()
          }
        }
        if outcome.isKilled {
          let calls = try folder.read("calls")
          #expect(calls.contains(#"<TCP:["#) && calls.contains("POST"), "\(calls)")
        }
        return outcome
      }
    }
  }

  /// Has a stopped process killed at a send, and lets it and its sends go on once all is set up.
  private static func watchSends(
    of process: pid_t, killingAt point: Int, _ folder: Workdir, _ release: () -> Void
  ) async throws {
    let threads = try connectionThreads(of: process)
    try #require(!threads.isEmpty)
    async let tracing = folder.run(
      "strace",
      threads.flatMap { ["-p", $0] } + [
        "-qq", "-yy", "-o", "calls", "-e", "trace=write,writev,sendto,sendmsg", "-e",
        "inject=write,writev,sendto,sendmsg:signal=KILL:when=\(point)",
      ])
    while !threads.allSatisfy({ isTraced($0, of: process) }) {
      try Task.checkCancellation()
      await Task.yield()
    }
    kill(process, SIGCONT)
    release()
    _ = try await tracing
  }

  /// NIO's threads, by the name it gives them.
  private static func connectionThreads(of process: pid_t) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").filter { thread in
      try String(contentsOfFile: "/proc/\(process)/task/\(thread)/comm", encoding: .utf8)
        .hasPrefix("NIO-")
    }
  }

  private static func isTraced(_ thread: String, of process: pid_t) -> Bool {
    let path = "/proc/\(process)/task/\(thread)/status"
    let status = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return status.contains("TracerPid:\t") && !status.contains("TracerPid:\t0\n")
  }

  private func killAtEachPoint(_ isKilled: (Int) async throws -> Bool) async throws {
    var point = 1
    while try await isKilled(point) {
      point += 1
      try #require(point < 300, "there is no end of such calls")
    }
    #expect(point > 1, "there was no such call, so nothing was tried")
  }

  /// - Returns: whether the first run was killed.
  private func killAndResume(
    _ name: String, _ first: (Workdir, MockServer) async throws -> Outcome
  ) async throws -> Bool {
    let folder = try Workdir(contacts: Self.rows)
    return try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await first(folder, server)
      let resumed = try await folder.volley(Self.arguments(server))
      let place = "\(name): \(resumed)"
      #expect(first.isKilled || first.code == 0, "\(first)")
      #expect(resumed.code == 0 || resumed.code == 4, "\(place)")
      try check(folder, server, place)
      return first.isKilled
    }
  }

  private func check(_ folder: Workdir, _ server: MockServer, _ place: String) throws {
    try folder.expectNeverTwiceNeverLost(
      rows: Self.rows, concurrency: Self.concurrency, at: server, place)
    let reported = try folder.reported()
    #expect(reported.allSatisfy { $0.status == "sent" || $0.isInDoubt }, "\(place)")
  }

  private static func arguments(_ server: MockServer) -> [String] {
    [
      "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
      "--api-url", "http://127.0.0.1:\(server.port)", "--concurrency", "\(concurrency)",
    ]
  }
}
