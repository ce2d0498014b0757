import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// What comes through a pipe is kept while volley needs it, and never longer.
@Suite struct SpoolTests {
  let folder: Workdir
  private let arguments = ["--message", "Hi {{ name }}", "--from", "+12025550100"]

  init() throws {
    folder = try Workdir()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/tmp", withIntermediateDirectories: false)
  }

  private var leftovers: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/tmp") }
  }

  @Test func killedWhileCopyingItLeavesNothing() async throws {
    let list = contacts(1000)
    let pipe = "\(folder.path)/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    // Open for both, so that the reader sees no end.
    let end = open(pipe, O_RDWR | O_CLOEXEC)
    defer { close(end) }
    try #require(write(end, list, list.utf8.count) == list.utf8.count)
    let outcome = try await folder.volley(
      ["preview", "pipe"] + arguments, environment: ["TMPDIR": "\(folder.path)/tmp"]
    ) { process in
      let deadline = ContinuousClock.now + .seconds(60)
      while !holdsCopy(process, of: list.utf8.count), ContinuousClock.now < deadline {
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(holdsCopy(process, of: list.utf8.count))
      #expect(try leftovers == [])
      kill(process, SIGKILL)
    }
    #expect(outcome.isKilled, "\(outcome)")
    #expect(try leftovers == [])
  }

  @Test func anEmptyTMPDIRIsNone() async throws {
    let outcome = try await folder.volley(
      ["preview", "-"] + arguments, environment: ["TMPDIR": ""], input: contacts(3))
    #expect(outcome.code == 0, "\(outcome)")
  }

  @Test(.enabled("needs the right to mount") { try await canMount() })
  func aListWithoutEndFillsTheTemporaryFolderWhichIsNamed() async throws {
    let script = #"""
      mount -t tmpfs -o size=256k none tmp &&
        { echo name,phone; yes Ada,+12025550123 2>/dev/null; } | "$0" "$@"
      """#
    let outcome = try await folder.run(
      "unshare", ["-rm", "sh", "-c", script, Workdir.binary, "preview", "-"] + arguments,
      ["TMPDIR": "\(folder.path)/tmp"])
    #expect(outcome.code == 1, "\(outcome)")
    #expect(
      outcome.errors.contains(
        "\(folder.path)/tmp: cannot keep a copy of the contacts there: No space left on device. "
          + "Make room, or set TMPDIR to another folder"), "\(outcome)")
  }
}
