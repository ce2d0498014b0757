import Foundation
import MockFluents
import Testing

/// What volley writes takes the place of nothing that it reads, and is known to fit before anything is
/// sent.
@Suite("Files that are kept", .timeLimit(.minutes(2))) struct KeptFilesTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: 3)
    try folder.write("stop.txt", "+12025559999\n")
    try folder.write("options.yaml", "max-segments: 2\n")
    try folder.write("token", "secret-token")
    try folder.write("ca.pem", "certificates")
  }

  @Test(arguments: [
    "list.csv", "./list.csv", "text.liquid", "stop.txt", "options.yaml", "token", "ca.pem",
    "ledger.sqlite",
  ])
  func metricsReplaceNothingThatIsUsed(_ name: String) async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(
        to: server, "--suppress", "stop.txt", "--config", "options.yaml", "--token-file", "token",
        "--ca-file", "ca.pem", "--ledger", "ledger.sqlite", "--metrics-file", name)
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("--metrics-file \(name): would replace"), "\(outcome)")
      #expect(server.statistics.requests == 0)
    }
  }

  @Test(
    arguments: [
      "reports/list/delivery.csv", "ledger.sqlite.list.lock", "ledger.sqlite-wal",
      "./reports/list/../list//summary.json",
    ], [false, true])
  func metricsDoNotReplaceWhatTheRunWrites(_ name: String, isFirst: Bool) async throws {
    if !isFirst {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/reports/list", withIntermediateDirectories: true)
    }
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(
        to: server, "--ledger", "ledger.sqlite", "--metrics-file", name)
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("--metrics-file \(name): would replace"), "\(outcome)")
      #expect(server.statistics.requests == 0)
    }
  }

  @Test func aWorkingDirectoryThatIsGoneIsNoCrash() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let script = #"mkdir gone; cd gone; rmdir ../gone; exec "$0" "$@""#
      let outcome = try await folder.run(
        "sh",
        [
          "-c", script, Workdir.binary, "send", "\(folder.path)/list.csv", "--message", "Hi",
          "--from", "+12025550100", "--yes", "--reports", "\(folder.path)/reports",
          "--metrics-file", "run.prom", "--api-url", "http://127.0.0.1:\(server.port)",
        ], Workdir.token)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors.contains("--metrics-file: cannot write run.prom"), "\(outcome)")
    }
  }

  @Test func previewsDoNotReplaceTheirOptions() async throws {
    try folder.write("options.json", "{\"max-segments\": 2}")
    let outcome = try await folder.volley([
      "preview", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--config",
      "options.json", "--output", "options.json",
    ])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains("would replace options.json"), "\(outcome)")
    #expect(try folder.read("options.json") == "{\"max-segments\": 2}")
  }

  @Test func reportsDoNotReplaceTheirContacts() async throws {
    try folder.write("list.csv", contacts(3) + "Eve,12\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server)
      #expect(first.code == 3, "\(first)")
      let rejects = try folder.read("reports/list/rejects.csv")
      let refused = try await folder.send(
        "reports/list/rejects.csv", to: server, "--campaign", "list")
      #expect(refused.code == 64, "\(refused)")
      #expect(refused.errors.contains("would replace it"), "\(refused)")
      #expect(try folder.read("reports/list/rejects.csv") == rejects)
      let report = try await folder.volley(
        ["report", "list", "--contacts", "reports/list/rejects.csv"])
      #expect(report.code == 64, "\(report)")
      #expect(try folder.read("reports/list/rejects.csv") == rejects)
      #expect(server.received.count == 3)
    }
  }

  @Test func reportsThatHaveNoPlaceAreMissedBeforeAnythingIsSent() async throws {
    try folder.write("taken", "")
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server, "--reports", "taken")
      #expect(outcome.code == 5, "\(outcome)")
      #expect(outcome.errors.contains("taken/list"), "\(outcome)")
      #expect(outcome.errors.contains("nothing was sent"), "\(outcome)")
      #expect(server.statistics.requests == 0)
    }
    let status = try await folder.volley(["status"])
    #expect(!status.output.contains("run 1"), "\(status)")
  }

  @Test func reportsThatLoseTheirPlaceLeaveASummary() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "stall=#3")
    let folder = folder
    try await MockServer.withServer(configuration) { server in
      let outcome = try await folder.send(
        to: server, "--concurrency", "1", "--metrics-file", "run.prom"
      ) { _ in
        try await server.wait { $0.requests == 3 }
        try FileManager.default.removeItem(atPath: "\(folder.path)/reports")
        try folder.write("reports", "")
        await server.stop()
      }
      #expect(outcome.code == 5, "\(outcome)")
      #expect(outcome.output.contains("2 sent · 1 unknown"), "\(outcome)")
      #expect(!outcome.output.contains("reports in"), "\(outcome)")
      #expect(outcome.errors.contains("volley report list --ledger"), "\(outcome)")
      let metrics = try folder.read("run.prom")
      #expect(metrics.contains("volley_last_run_exit_code{campaign=\"list\"} 5"), "\(metrics)")
      #expect(metrics.contains("volley_rows{campaign=\"list\",status=\"sent\"} 2"), "\(metrics)")
    }
  }

  @Test func certificatesThatCannotBeUsedStartNoRun() async throws {
    for (name, words) in [("nowhere.pem", "cannot be read"), ("list.csv", "holds no certificate")] {
      let outcome = try await folder.volley([
        "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
        "--api-url", "https://127.0.0.1:1", "--ca-file", name,
      ])
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("--ca-file \(name): \(words)"), "\(outcome)")
    }
    let status = try await folder.volley(["status"])
    #expect(!status.output.contains("run 1"), "\(status)")
  }

  @Test func resultsThatNobodyTakesAreNoSuccess() async throws {
    let preview =
      "\(Workdir.binary) preview list.csv --template text.liquid --from +12025550100"
    let full = try await folder.run("bash", ["-c", "\(preview) > /dev/full"])
    #expect(full.code == 1, "\(full)")
    #expect(full.errors.contains("standard output"), "\(full)")
    let closed = try await folder.run(
      "bash", ["-c", "set -o pipefail; \(preview) | true; exit ${PIPESTATUS[0]}"])
    #expect(closed.code == 0, "\(closed)")
  }

  @Test func smallFilesMayComeOutOfPipes() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.run(
        "bash",
        [
          "-c",
          """
          \(Workdir.binary) send list.csv --template <(echo 'Hi {{ name }}!') --from +12025550100 \
          --yes --api-url http://127.0.0.1:\(server.port) --token-file <(echo secret-token)
          """,
        ])
      #expect(outcome.code == 0, "\(outcome)")
      #expect(server.received.first?.message.hasPrefix("Hi Guest") == true)
    }
  }

  @Test func aListThatComesThroughStandardInputIsNotReplaced() async throws {
    for arguments in ["- --suppress list.csv", "list.csv --suppress -"] {
      let script =
        "\"$0\" preview \(arguments) --message x --from +12025550100 --output in.csv < in.csv"
      try folder.write("in.csv", contacts(2))
      let outcome = try await folder.run("sh", ["-c", script, Workdir.binary])
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("would replace standard input"), "\(outcome)")
      #expect(try folder.read("in.csv") == contacts(2))
    }
  }

  /// A link stays one, and what a process has open stays what it is.
  @Test func linksAreFollowedToTheirFiles() async throws {
    let preview = ["preview", "list.csv", "--message", "x", "--from", "+12025550100", "--output"]
    try folder.write("target.csv", "old")
    for (link, target) in [
      ("a.csv", "target.csv"), ("b.csv", "a.csv"), ("out.csv", "/proc/self/fd/1"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/\(link)", withDestinationPath: target)
    }
    let outcome = try await folder.volley(preview + ["b.csv"])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(try folder.read("target.csv").hasPrefix("row,status"))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder.path)/b.csv") == "a.csv")
    let script = "\"$0\" \(preview.joined(separator: " ")) out.csv >> log"
    let refused = try await folder.run("sh", ["-c", script, Workdir.binary])
    #expect(refused.code == 64 && refused.errors.contains("no file of its own"), "\(refused)")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder.path)/out.csv")
        == "/proc/self/fd/1")
  }

  /// With the options of the campaign, whatever its delimiter.
  @Test func rejectsAreReadWithTheDelimiterThatWasNamed() async throws {
    try folder.write("list.csv", "name;phone\nA;+12025550501\nB;12\n\"C; x\";+1202\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--delimiter", ";")
      #expect(first.code == 3, "\(first)")
      let rejects = try folder.read("reports/list/rejects.csv")
      try folder.write(
        "fixed.csv",
        rejects.replacing(";12;", with: ";+12025550502;").replacing("+1202;", with: "+12025550503;")
      )
      let second = try await folder.send(
        "fixed.csv", to: server, "--delimiter", ";", "--campaign", "list")
      #expect(second.code == 0, "\(second)")
      #expect(Set(server.received.map(\.message)) == ["Hi A!", "Hi B!", "Hi C; x!"])
      let report = try await folder.volley(["report", "list", "--contacts", "list.csv"])
      #expect(report.code == 0, "\(report)")
      #expect(try folder.read("reports/list/rejects.csv").hasPrefix("name;phone;volley_error\n"))
      // Without an option, it is found, and rejects have commas as ever.
      #expect(try await folder.send("list.csv", to: server, "--campaign", "other").code == 3)
      for command in [["report", "other"], ["report", "other", "--contacts", "list.csv"]] {
        #expect(try folder.read("reports/other/rejects.csv").hasPrefix("name,phone,volley_error\n"))
        #expect(try await folder.volley(command).code == 0)
      }
      #expect(try folder.read("reports/other/rejects.csv").hasPrefix("name,phone,volley_error\n"))
    }
  }

  /// More than is looked at before the list is copied.
  @Test func aLongSuppressionListWithACommentComesThroughAPipe() async throws {
    let rows = (0..<6_000).map { "+1202\(5_550_000 + $0),\"asked, twice\"\n" }.joined()
    try folder.write("stop.csv", "# opt-outs; exported weekly\nphone,reason\n" + rows)
    let script = "\"$0\" preview list.csv --message x --from +12025550100 --suppress -"
    let piped = try await folder.run("sh", ["-c", "cat stop.csv | " + script, Workdir.binary])
    #expect(piped.output.contains("suppression lists: 6000 numbers"), "\(piped)")
  }

  /// A folder that may be written to, and not be read.
  @Test func reportsGoWhereTheirFolderCannotBeListed() async throws {
    mkdir("\(folder.path)/drop", 0o700)
    chmod("\(folder.path)/drop", 0o300)
    defer { chmod("\(folder.path)/drop", 0o700) }
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.boundVolley([
        "send", "list.csv", "--message", "Hi", "--from", "+12025550100", "--yes",
        "--api-url", "http://127.0.0.1:\(server.port)", "--reports", "drop/reports",
      ])
      #expect(outcome.code == 0, "\(outcome)")
      #expect(folder.exists("drop/reports/list/summary.json"))
    }
  }

  /// An export of every hour may well come while messages leave.
  @Test func contactsThatAreReplacedDuringTheRunAreReportedAsTheyWere() async throws {
    try folder.write("list.csv", contacts(9_000))
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(
        to: server, "--concurrency", "1", "--json"
      ) { _ in
        try await server.wait { $0.requests >= 3 }
        try FileManager.default.moveItem(
          atPath: "\(folder.path)/list.csv", toPath: "\(folder.path)/old.csv")
        try folder.write("list.csv", contacts(1))
      }
      #expect(outcome.code == 5, "\(outcome)")
      #expect(outcome.errors.contains("list.csv: changed while it was in use"), "\(outcome)")
      let sent = server.received.count
      #expect(sent < 9_000)
      #expect(try folder.counts() == ["sent": sent, "pending": 9_000 - sent])
      #expect(outcome.output.contains("\"sent\":\(sent),"), "\(outcome)")
    }
  }

  @Test func metricsTellOfARunThatDidNotBegin() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--metrics-file", "run.prom")
      #expect(first.code == 0, "\(first)")
      let success = try #require(
        try folder.read("run.prom").split(separator: "\n").last {
          $0.hasPrefix("volley_last_success_timestamp_seconds{")
        })
      try folder.write("list.csv", "name,phone\n\"open")
      let second = try await folder.send(to: server, "--metrics-file", "run.prom")
      #expect(second.code == 65, "\(second)")
      let metrics = try folder.read("run.prom")
      #expect(metrics.contains("volley_last_run_exit_code{campaign=\"list\"} 65\n"), "\(metrics)")
      #expect(metrics.contains("volley_last_run_timestamp_seconds{"), "\(metrics)")
      #expect(metrics.contains(success + "\n"), "\(metrics)")
      #expect(!metrics.contains("volley_rows"), "\(metrics)")
      // What does not begin has no use for a ledger.
      try folder.write("empty.sqlite", "")
      let third = try await folder.send(
        to: server, "--metrics-file", "run.prom", "--ledger", "empty.sqlite")
      #expect(third.code == 65, "\(third)")
      #expect(try folder.read("empty.sqlite") == "")
    }
  }

  /// What fails at night is most often the token, or what is around it.
  @Test(arguments: [
    ["--token-file", "none"], ["--api-url", "http://example.com"], ["--not-after", "never"],
  ])
  func metricsTellOfOptionsThatCannotBeUsed(_ more: [String]) async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--metrics-file", "run.prom")
      #expect(first.code == 0, "\(first)")
      let second = try await folder.send(to: server, ["--metrics-file", "run.prom"] + more)
      #expect(second.code == 64, "\(second)")
      let metrics = try folder.read("run.prom")
      #expect(metrics.contains("volley_last_run_exit_code{campaign=\"list\"} 64\n"), "\(metrics)")
      #expect(metrics.contains("volley_last_success_timestamp_seconds{"), "\(metrics)")
    }
  }

  @Test func metricsAreThoseOfTheRunThatIsGoingOn() async throws {
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(.held)
      let first = try await folder.send(to: server, "--metrics-file", "run.prom") { _ in
        try await server.wait { $0.requests >= 1 }
        let text = try folder.read("text.liquid")
        try folder.write("text.liquid", "{{ nobody }}")
        let second = try await folder.send(to: server, "--metrics-file", "run.prom")
        #expect(second.code == 65, "\(second)")
        #expect(!folder.exists("run.prom"))
        try folder.write("text.liquid", text)
        server.releaseAnswers()
      }
      #expect(first.code == 0, "\(first)")
      #expect(
        try folder.read("run.prom").contains("volley_last_run_exit_code{campaign=\"list\"} 0"))
    }
  }

  @Test func aPreviewMayHaveALongName() async throws {
    let name = String(repeating: "n", count: 250) + ".html"
    let outcome = try await folder.volley([
      "preview", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--output",
      name,
    ])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(folder.exists(name))
  }
}
