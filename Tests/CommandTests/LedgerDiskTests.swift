import Foundation
import MockFluents
import Testing

/// Disks of their own for the ledger, that fill up or cannot be written: in a namespace of mounts that
/// ends with the test.
@Suite(.enabled("needs the right to mount") { try await canMount() }, .timeLimit(.minutes(3)))
struct LedgerDiskTests {
  private static let rows = 600
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: Self.rows)
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/disk", withIntermediateDirectories: false)
  }

  /// Runs a script in which `send` sends the list with the ledger on the disk, and `ends` says how.
  private func script(_ text: String, _ server: MockServer) async throws -> Outcome {
    let head = """
      send() { "$VOLLEY" send list.csv --template text.liquid --from +12025550100 --yes \
        --api-url http://127.0.0.1:\(server.port) --concurrency 4 --ledger disk/l.sqlite "$@"; }
      ends() { echo "ended with $?"; }
      set -e

      """
    return try await folder.run(
      "unshare", ["-rm", "sh", "-c", head + text],
      ["VOLLEY": Workdir.binary].merging(Workdir.token) { $1 })
  }

  @Test func aDiskWithoutRoomForALongLogIsGivenBack() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "401=100%")
    try folder.write("list.csv", longList())
    try await MockServer.withServer(configuration) { server in
      // Half of the room that is written in advance; the run itself needs less, and ends with the first
      // answers.
      let outcome = try await script(
        """
        mount -t tmpfs -o size=4m none disk
        send || ends
        ls disk
        """, server)
      #expect(outcome.output.contains("ended with 5"), "\(outcome)")
      #expect(!outcome.errors.contains("full"), "\(outcome)")
      #expect(outcome.output.contains("l.sqlite\n"), "\(outcome)")
      // All of it found its place in the file.
      #expect(!outcome.output.contains("l.sqlite-wal"), "\(outcome)")
    }
  }

  @Test func aDiskThatFillsUpStopsTheRunAndTheNextGoesOn() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await script(
        """
        mount -t tmpfs -o size=600k none disk
        send || ends
        cp reports/list/delivery.json first.json || true
        mount -o remount,size=20m disk
        send || ends
        """, server)
      #expect(outcome.output.contains("ended with 5"), "\(outcome)")
      #expect(outcome.errors.contains("full"), "\(outcome)")
      #expect(server.statistics.seen.allSatisfy { $0.value == 1 }, "\(outcome)")
      let unknown = try folder.counts()["unknown"] ?? 0
      let sent = try folder.counts()["sent"] ?? 0
      #expect(sent + unknown == Self.rows, "\(outcome)")
      #expect(unknown <= 4, "\(outcome)")
      #expect(server.statistics.seen.count >= sent, "\(outcome)")
      // What the ledger could not take was listed, and is what the next run calls unknown.
      let listed = outcome.errors.split(separator: "\n").count {
        $0.contains("the ledger could not take that row")
      }
      #expect(unknown == listed, "\(outcome)")
      // It filled up on the way, and nothing left after that.
      let before = try folder.read("first.json").split(separator: "\n").count {
        $0.contains("\"status\":\"pending\"")
      }
      #expect(before > 0 && before < Self.rows, "\(before)")
    }
  }

  @Test func aDiskThatCannotBeWrittenLetsNothingLeave() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await script(
        """
        mount -t tmpfs none disk
        send --limit 3 || ends
        mount -o remount,ro disk
        send || ends
        "$VOLLEY" status --ledger disk/l.sqlite || ends
        """, server)
      #expect(outcome.output.contains("ended with 75"), "\(outcome)")
      #expect(outcome.output.hasSuffix("ended with 5\nended with 5\n"), "\(outcome)")
      #expect(outcome.errors.contains("; nothing was sent\n"), "\(outcome)")
      #expect(outcome.errors.hasSuffix("Read-only file system\n"), "\(outcome)")
      #expect(server.statistics.requests == 3)
    }
  }

  @Test func aNewLedgerInAFolderThatCannotBeWrittenIsRefused() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await script(
        """
        mount -t tmpfs -o ro none disk
        send || ends
        """, server)
      #expect(outcome.output.hasSuffix("ended with 5\n"), "\(outcome)")
      #expect(outcome.errors.contains("nothing was sent"), "\(outcome)")
      #expect(server.statistics.connections == 0)
    }
  }
}

/// One from a version that does not exist yet.
@Suite struct NewerLedgerTests {
  @Test func isRefusedByName() async throws {
    let folder = try Workdir()
    try folder.write("text.liquid", "Hi")
    try folder.write("list.csv", contacts(2))
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--ledger", "l.sqlite", "--limit", "1")
      #expect(first.code == 75, "\(first)")
      let changed = try await folder.run(
        "sqlite3", ["l.sqlite", "INSERT INTO grdb_migrations VALUES ('99')"])
      #expect(changed.code == 0, "\(changed)")
      let second = try await folder.send(to: server, "--ledger", "l.sqlite")
      #expect(second.code == 1, "\(second)")
      #expect(second.errors.contains("newer volley"), "\(second)")
      #expect(server.received.count == 1)
    }
  }
}
