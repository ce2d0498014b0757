import Foundation
import Ledger
import MockFluents
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// After a kill, the latest stands in a log beside the ledger: who has the file alone must not send what
/// stands there again.
@Suite struct LedgerLogTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: 40)
  }

  /// Who may only read the ledger has to leave an index of its log behind, and nobody else could write that.
  @Test func aReaderWithoutRightsIsInNobodysWay() async throws {
    let ledger = "\(folder.path)/state/volley/ledger.sqlite"
    try await MockServer.withServer(MockConfiguration()) { server in
      #expect(try await folder.send(to: server, "--limit", "1").code == 75)
      chmod(ledger, 0o444)
      let status = try await folder.boundVolley(["status", "list"])
      #expect(status.output.contains("1 sent"), "\(status)")
      #expect(access(ledger + "-shm", F_OK) == 0, "\(status)")
      chmod(ledger, 0o600)
      try await goesOn(server)
    }
  }

  /// Sends the rest by the rights of files, and nobody anything twice.
  private func goesOn(_ server: MockServer) async throws {
    let sent = try await folder.boundVolley([
      "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
      "--api-url", "http://127.0.0.1:\(server.port)",
    ])
    #expect(sent.code == 0, "\(sent)")
    #expect(server.statistics.seen.allSatisfy { $0.value == 1 })
  }

  /// As somebody leaves one who may not write the ledger.
  @Test func anEmptyLogThatCannotBeWrittenIsInNobodysWay() async throws {
    let log = "\(folder.path)/state/volley/ledger.sqlite-wal"
    try await MockServer.withServer(MockConfiguration()) { server in
      #expect(try await folder.send(to: server, "--limit", "1").code == 75)
      try #require(access(log, F_OK) != 0)
      try Data().write(to: URL(filePath: log))
      chmod(log, 0o444)
      try await goesOn(server)
    }
  }

  /// Whoever reads the ledger at that moment has the log open, too.
  @Test func anEmptyLogThatCannotBeWrittenIsKeptWhileTheLedgerIsOpen() async throws {
    let ledger = "\(folder.path)/state/volley/ledger.sqlite"
    try await MockServer.withServer(MockConfiguration()) { server in
      #expect(try await folder.send(to: server, "--limit", "1").code == 75)
      try Data().write(to: URL(filePath: ledger + "-wal"))
      chmod(ledger + "-wal", 0o444)
      let log = open(ledger + "-wal", O_RDONLY | O_CLOEXEC)
      let reader = open(ledger, O_RDONLY | O_CLOEXEC)
      try #require(log >= 0 && reader >= 0)
      // As SQLite locks a file that it reads (F_OFD_SETLK).
      var lock = flock()
      (lock.l_type, lock.l_whence) = (Int16(F_RDLCK), Int16(SEEK_SET))
      (lock.l_start, lock.l_len) = (0x4000_0002, 510)
      try #require(fcntl(reader, 37, &lock) == 0)
      let status = try await folder.boundVolley(["status", "list"])
      // Another one may stand in the place of one that was removed.
      var facts = stat()
      #expect(fstat(log, &facts) == 0 && facts.st_nlink == 1, "\(status)")
      close(log)
      close(reader)
      try await goesOn(server)
    }
  }

  /// Only an empty one is nobody's loss.
  @Test func aLogThatCannotBeWrittenIsKept() async throws {
    let log = "\(folder.path)/state/volley/ledger.sqlite-wal"
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#3")
    try await MockServer.withServer(configuration) { server in
      let killed = try await folder.send(to: server, "--concurrency", "1") { process in
        await whileAlive(process) { try await server.wait { $0.requests == 3 } }
        kill(process, SIGKILL)
      }
      #expect(killed.isKilled, "\(killed)")
    }
    let before = try Data(contentsOf: URL(filePath: log))
    #expect(!before.isEmpty)
    chmod(log, 0o444)
    let status = try await folder.boundVolley(["status", "list"])
    let after = try? Data(contentsOf: URL(filePath: log))
    #expect(after == before, "\(status)")
  }

  /// That there is none would tell a monitor that all is well.
  @Test(arguments: [["status"], ["status", "list"], ["report", "list"]])
  func aLedgerThatMayNotBeReadIsNotMissing(_ command: [String]) async throws {
    mkdir("\(folder.path)/private", 0o700)
    try folder.write("private/l.sqlite", "")
    chmod("\(folder.path)/private", 0)
    defer { chmod("\(folder.path)/private", 0o700) }
    let outcome = try await folder.boundVolley(command + ["--ledger", "private/l.sqlite"])
    #expect(outcome.code == 5, "\(outcome)")
    #expect(
      outcome.errors.contains("private/l.sqlite cannot be opened: Permission denied"), "\(outcome)")
  }

  /// Going away must not take the log along, by which the run is known.
  @Test(arguments: [("pread64", "-wal", [1, 3, 9, 20]), ("pwrite64", "-shm", [1, 4, 9])])
  func aFaultWhileItIsOpenedLosesNoLog(_ call: String, _ file: String, _ places: [Int]) async throws
  {
    try await killed { server in
      for place in places {
        let name = "fault\(place).sqlite"
        try copy("l.sqlite", to: name)
        try copy("l.sqlite-wal", to: name + "-wal")
        let failed = try await folder.run(
          "strace",
          [
            "-f", "-qq", "-o", "/dev/null", "-P", "\(folder.path)/\(name)\(file)", "-e",
            "trace=\(call)", "-e", "inject=\(call):error=EIO:when=\(place)", Workdir.binary,
            "status", "--ledger", name,
          ])
        #expect([0, 5].contains(failed.code), "\(place): \(failed)")
        let status = try await folder.volley(["status", "--ledger", name])
        #expect(status.code == 0, "\(place): \(status)")
        #expect(!status.output.contains("is not here"), "\(place): \(failed) \(status)")
      }
    }
  }

  @Test func aLedgerWithoutItsLogIsRefused() async throws {
    try await killed { server in
      try copy("l.sqlite", to: "copy.sqlite")
      let requests = server.statistics.requests
      for _ in 0..<2 {
        let refused = try await folder.send(to: server, "--ledger", "copy.sqlite")
        #expect(refused.code == 1, "\(refused)")
        #expect(refused.errors.contains("copy.sqlite-wal is not here"), "\(refused)")
        #expect(refused.errors.hasSuffix("; nothing was sent\n"), "\(refused)")
        let status = try await folder.volley(["status", "--ledger", "copy.sqlite"])
        #expect(status.code == 0, "\(status)")
        #expect(status.output.contains("copy.sqlite-wal is not here"), "\(status)")
        let report = try await folder.volley(["report", "list", "--ledger", "copy.sqlite"])
        #expect(report.code == 1 && report.errors.contains("no report was written"), "\(report)")
        #expect(!folder.exists("reports/list/delivery.csv"))
      }
      #expect(server.statistics.requests == requests)
    }
  }

  /// That there is no ledger yet would tell a monitor that nothing was sent.
  @Test func aLogWhoseLedgerIsGoneIsTold() async throws {
    try await killed { _ in
      try FileManager.default.removeItem(atPath: "\(folder.path)/l.sqlite")
      let status = try await folder.volley(["status", "--ledger", "l.sqlite"])
      #expect(status.code == 1, "\(status)")
      #expect(status.errors.contains("but its log l.sqlite-wal is here"), "\(status)")
    }
  }

  /// It is the file that is emptied, or the log, in which something else stands then.
  @Test(arguments: ["", "-wal"])
  func aLedgerThatLostWhatItKnewIsRefused(_ lost: String) async throws {
    try await killed { server in
      let requests = server.statistics.requests
      try folder.write("l.sqlite" + lost, lost.isEmpty ? "" : "no log")
      for _ in 0..<2 {
        let refused = try await folder.send(to: server, "--ledger", "l.sqlite")
        #expect(refused.code == 1, "\(refused)")
        #expect(refused.errors.contains("would be sent again"), "\(refused)")
      }
      #expect(server.statistics.requests == requests)
    }
  }

  /// A report reads the ledger for as long as it takes.
  @Test func aRunThatStartsWhileTheLedgerIsReadIsKnownToTheFileAlone() async throws {
    let path = "\(folder.path)/l.sqlite"
    try folder.write("other.csv", "name,phone\nEve,+12025559999\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let other = try await folder.send("other.csv", to: server, "--ledger", "l.sqlite")
      #expect(other.code == 0, "\(other)")
      server.enqueue(.held)
      let reader = try Reader(of: path)
      await reader.begin()
      let killed = try await folder.send(
        to: server, "--ledger", "l.sqlite", "--concurrency", "1"
      ) { process in
        // The start stands in the log.
        let ledger = try Ledger(path: path)
        await whileAlive(process) {
          while try ledger.read({ try $0.campaigns().count }) < 2 {
            try Task.checkCancellation()
            await Task.yield()
          }
        }
        reader.end()
        try await server.wait { $0.requests == 2 }
        try copy("l.sqlite", to: "copy.sqlite")
        kill(process, SIGKILL)
      }
      #expect(killed.isKilled, "\(killed)")
      #expect(killed.errors.contains("is reading the ledger; waiting"), "\(killed)")
      let refused = try await folder.send(to: server, "--ledger", "copy.sqlite")
      #expect(refused.code == 1, "\(refused)")
      #expect(refused.errors.contains("copy.sqlite-wal is not here"), "\(refused)")
      #expect(server.statistics.requests == 2)
    }
  }

  /// A report may have been suspended, or its disk be gone.
  @Test(.timeLimit(.minutes(2))) func whoReadsTheLedgerForEverIsNotWaitedForSoLong() async throws {
    try folder.write("other.csv", "name,phone\nEve,+12025559999\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let other = try await folder.send("other.csv", to: server, "--ledger", "l.sqlite")
      #expect(other.code == 0, "\(other)")
      let reader = try Reader(of: "\(folder.path)/l.sqlite")
      await reader.begin()
      defer { reader.end() }
      let sent = try await folder.send(to: server, "--ledger", "l.sqlite")
      #expect(sent.code == 0, "\(sent)")
      #expect(sent.errors.contains("begins all the same: keep the ledger and its log"), "\(sent)")
    }
  }

  @Test func aLedgerGoesOnWithItsLogWhereverItIs() async throws {
    try await killed { server in
      try copy("l.sqlite", to: "copy.sqlite")
      try copy("l.sqlite-wal", to: "copy.sqlite-wal")
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/link.sqlite", withDestinationPath: "copy.sqlite")
      let resumed = try await folder.send(to: server, "--ledger", "link.sqlite")
      #expect(resumed.code == 4, "\(resumed)")
      #expect(try folder.counts() == ["sent": 39, "unknown": 1])
      #expect(server.statistics.seen.allSatisfy { $0.value == 1 })
    }
  }

  /// Whoever opens the ledger and closes it again takes its log away; that is no reason to refuse.
  @Test(arguments: ["status", "report", "send"])
  func aLogThatAnotherCommandTookInIsNotMissed(_ command: String) async throws {
    try await killed { server in
      let ledger = ["--ledger", "l.sqlite"]
      switch command {
      case "status": _ = try await folder.volley(["status"] + ledger)
      case "report": _ = try await folder.volley(["report", "list"] + ledger)
      default:
        try folder.write("other.csv", "name,phone\nEve,+12025559999\n")
        let other = try await folder.volley(
          [
            "send", "other.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
            "--api-url", "http://127.0.0.1:\(server.port)",
          ] + ledger)
        #expect(other.code == 0, "\(other)")
      }
      #expect(!folder.exists("l.sqlite-wal"))
      let status = try await folder.volley(["status", "list"] + ledger)
      #expect(status.output.contains("was ended from outside: it was killed"), "\(status)")
      let resumed = try await folder.send(to: server, "--ledger", "l.sqlite")
      #expect(resumed.code == 4, "\(resumed)")
      #expect(try folder.counts() == ["sent": 39, "unknown": 1])
      #expect(server.statistics.seen.allSatisfy { $0.value == 1 })
    }
  }

  @Test func whoSettlesTakesTheLedgerAsItIs() async throws {
    try await killed { server in
      try copy("l.sqlite", to: "copy.sqlite")
      let settled = try await folder.volley([
        "settle", "list", "--unknown", "sent", "--ledger", "copy.sqlite",
      ])
      #expect(settled.code == 0, "\(settled)")
      let sent = try await folder.send(to: server, "--ledger", "copy.sqlite")
      #expect(sent.code == 0, "\(sent)")
    }
  }

  @Test func theLogOfALongRunHasItsRoomAndAKillLosesNothingOfIt() async throws {
    try folder.write("list.csv", longList())
    try await killed { server in
      let log = "\(folder.path)/l.sqlite-wal"
      // 2,000 pages, written in advance.
      #expect(try Data(contentsOf: URL(filePath: log)).count == 8_240_032)
      let rest = try await folder.send(
        to: server, "--ledger", "l.sqlite", "--concurrency", "1", "--limit", "20")
      #expect(rest.code == 75, "\(rest)")
      #expect(server.statistics.seen.count == 32, "\(rest)")
      #expect(server.statistics.seen.allSatisfy { $0.value == 1 }, "\(rest)")
      #expect(!folder.exists("l.sqlite-wal"))
    }
  }

  /// Leaves a ledger with its log behind, and one message in doubt.
  private func killed(_ body: (MockServer) async throws -> Void) async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#12x1")
    try await MockServer.withServer(configuration) { server in
      let killed = try await folder.send(
        to: server, "--ledger", "l.sqlite", "--concurrency", "1"
      ) { process in
        try await server.wait { $0.requests == 12 }
        kill(process, SIGKILL)
      }
      #expect(killed.isKilled, "\(killed)")
      #expect(folder.exists("l.sqlite-wal"))
      try await body(server)
    }
  }

  private func copy(_ name: String, to copy: String) throws {
    try FileManager.default.copyItem(
      atPath: "\(folder.path)/\(name)", toPath: "\(folder.path)/\(copy)")
  }
}

/// Reads a ledger from when it is told to begin until it is told to end.
private final class Reader: Sendable {
  private let ledger: Ledger
  private let gate = DispatchSemaphore(value: 0)

  init(of path: String) throws {
    ledger = try Ledger(path: path)
  }

  func begin() async {
    await withCheckedContinuation { begun in
      Thread.detachNewThread { [self] in
        _ = try? ledger.read { view in
          _ = try view.campaigns()
          begun.resume()
          gate.wait()
        }
      }
    }
  }

  func end() { gate.signal() }
}
