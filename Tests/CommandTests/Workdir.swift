import Foundation
import MockFluents
import Subprocess
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// A folder of its own for each test, the built binary to run in it, and what it left there.
final class Workdir: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/volley-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  /// With a template and so many contacts: `text.liquid` and `list.csv`.
  convenience init(contacts count: Int) throws {
    try self.init()
    try write("text.liquid", "Hi {{ name }}!")
    try write("list.csv", contacts(count))
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The binary stands beside the tests' own.
  static var binary: String {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: tests).deletingLastPathComponent().path + "/volley"
  }

  /// Runs the program by the rights of files, which those of root go beyond.
  func boundVolley(_ arguments: [String]) async throws -> Outcome {
    let script = """
      if [ "$(id -u)" = 0 ]
      then exec setpriv --bounding-set=-dac_override,-dac_read_search "$0" "$@"
      else exec "$0" "$@"
      fi
      """
    return try await run("sh", ["-c", script, Self.binary] + arguments, Self.token)
  }

  /// Runs a shell's command on a terminal, where somebody types `early` at once, and `answer` once the question
  /// stands there; `\\0` in that is a NUL.
  func onTerminal(
    _ command: String, early: String = "", answer: String
  ) async throws -> Outcome {
    let script = """
      coproc script -qec "$0" /dev/null 2>&1
      exec 3<&"${COPROC[0]}" 4>&"${COPROC[1]}"
      terminal=$COPROC_PID
      printf %s "$1" >&4
      while IFS= read -rd ']' -u 3 part; do
        printf '%s]' "$part"
        case $part in *'[y/N') printf %b "$2" >&4 ;; esac
      done
      printf %s "$part"
      wait "$terminal"
      """
    return try await run("bash", ["-c", script, command, early, answer], Self.token)
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(name)")
  }

  func json(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// How often each status stands in the summary of a campaign, without those that do not.
  func counts(_ campaign: String = "list") throws -> [String: Int] {
    let counts = try json("reports/\(campaign)/summary.json")["counts"] as? [String: Int] ?? [:]
    return counts.filter { $0.value > 0 }
  }

  /// The status of each row, by its number, out of `delivery.json`.
  func statuses(_ campaign: String = "list") throws -> [Int: String] {
    let messages = try json("reports/\(campaign)/delivery.json")["messages"] as? [[String: Any]]
    return (messages ?? []).reduce(into: [:]) { statuses, message in
      if let row = message["row"] as? Int { statuses[row] = message["status"] as? String }
    }
  }

  /// What `Tests/tsan` tells the thread sanitizer, which the binary is to hear too.
  private static let sanitizer = ProcessInfo.processInfo.environment.filter {
    ["LD_PRELOAD", "TSAN_OPTIONS"].contains($0.key)
  }

  /// The environment of a run that is to send.
  static let token = ["FLUENTS_API_TOKEN": "secret-token"]

  /// Runs volley and waits for its end. `during` may signal it.
  func volley(
    _ arguments: [String], environment: [String: String] = Workdir.token,
    input: String = "",
    during: @escaping @Sendable (pid_t) async throws -> Void = { _ in }
  ) async throws -> Outcome {
    try await run(Self.binary, arguments, environment, input, during)
  }

  /// Sends contacts with `text.liquid` to a mock.
  func send(
    _ contacts: String = "list.csv", to server: MockServer, _ more: String...,
    during: @escaping @Sendable (pid_t) async throws -> Void = { _ in }
  ) async throws -> Outcome {
    try await volley(
      [
        "send", contacts, "--template", "text.liquid", "--from", "+12025550100", "--yes",
        "--api-url", "http://127.0.0.1:\(server.port)",
      ] + more, during: during)
  }

  func send(
    to server: MockServer, _ more: [String],
    during: @escaping @Sendable (pid_t) async throws -> Void = { _ in }
  ) async throws -> Outcome {
    try await volley(
      [
        "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
        "--api-url", "http://127.0.0.1:\(server.port)",
      ] + more, during: during)
  }

  func run(
    _ program: String, _ arguments: [String], _ environment: [String: String] = [:],
    _ input: String = "", _ during: @escaping @Sendable (pid_t) async throws -> Void = { _ in }
  ) async throws -> Outcome {
    let fixed = ["XDG_STATE_HOME": "\(path)/state", "PATH": "/usr/bin:/bin", "HOME": path]
    let all = fixed.merging(Self.sanitizer) { $1 }.merging(environment) { $1 }
    let variables = Dictionary(
      uniqueKeysWithValues: all.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
    let result = try await Subprocess.run(
      program.hasPrefix("/") ? .path(FilePath(program)) : .name(program),
      arguments: Arguments(arguments), environment: .custom(variables),
      workingDirectory: FilePath(path), input: .string(input), output: .string(limit: 1 << 24),
      error: .string(limit: 1 << 24)
    ) { execution in
      try await during(execution.processIdentifier.value)
    }
    return Outcome(
      command: arguments.joined(separator: " "), status: result.terminationStatus,
      output: result.standardOutput, errors: result.standardError)
  }
}

/// How a command ended; printed whole when a test fails.
struct Outcome: CustomStringConvertible {
  var command: String
  var status: TerminationStatus
  var output: String
  var errors: String

  /// The exit code; nil when a signal ended it.
  var code: Int32? {
    if case .exited(let code) = status { return code }
    return nil
  }

  /// Whether SIGKILL ended it; any other signal is a crash of its own.
  var isKilled: Bool { status == .signaled(SIGKILL) }

  var description: String {
    "\(command)\nstatus: \(status)\nstdout:\n\(output)\nstderr:\n\(errors)"
  }
}

/// Waits, but not for what a process was to do that has ended before: the test goes on, and shows
/// how it ended.
func whileAlive(_ process: pid_t, _ wait: @escaping @Sendable () async throws -> Void) async {
  await withTaskGroup { group in
    group.addTask { try? await wait() }
    group.addTask {
      while !Task.isCancelled, !hasEnded(process) { try? await Task.sleep(for: .milliseconds(50)) }
    }
    await group.next()
    group.cancelAll()
  }
}

/// Whether a child has ended and waits to be asked how (proc_pid_stat(5)).
func hasEnded(_ process: pid_t) -> Bool {
  let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
  return status?.contains("State:\tZ") ?? true
}

/// Whether the process holds a file of this size that has no name.
func holdsCopy(_ process: pid_t, of size: Int) -> Bool {
  (3..<64).contains { number in
    var status = stat()
    return stat("/proc/\(process)/fd/\(number)", &status) == 0
      && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 0 && status.st_size == size
  }
}

/// Whether this user may have a namespace with mounts of its own.
func canMount() async throws -> Bool {
  let folder = try Workdir()
  let outcome = try await folder.run("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "."])
  return outcome.code == 0
}

/// So many contacts with numbers of their own.
func contacts(_ count: Int) -> String {
  "name,phone\n" + (0..<count).map { "Guest \($0),+1202555\(1000 + $0)\n" }.joined()
}

/// As many as a long run has: from so many messages on, room is made in the ledger's log.
func longList() -> String {
  "name,phone\n" + (2_000_000..<2_020_000).map { "Guest,+1202\($0)\n" }.joined()
}
