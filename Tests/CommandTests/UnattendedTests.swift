import Foundation
import MockFluents
import Testing

/// Runs that nobody watches: from cron or a timer, out of a campaign file, read by machines.
@Suite("Unattended", .timeLimit(.minutes(2))) struct UnattendedTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: 3)
  }

  @Test func quietSaysNothingWhenAllIsWell() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let well = try await folder.send(to: server, "--quiet")
      #expect(well.code == 0, "\(well)")
      #expect(well.output.isEmpty && well.errors.isEmpty, "\(well)")
      try folder.write("list.csv", contacts(3) + "Eve,12\n")
      let ill = try await folder.send(to: server, "--quiet")
      #expect(ill.code == 3, "\(ill)")
      #expect(ill.output.contains("1 invalid"), "\(ill)")
    }
  }

  /// Somebody may get a message who asked for none.
  @Test(arguments: [
    ["--quiet"], ["--json"], ["--log-format", "json"], ["--quiet", "--log-format=json"],
  ])
  func entriesThatSuppressNobodyAreTold(_ more: [String]) async throws {
    try folder.write("stop.txt", "phone\n+1 202 555 1OOO (Guest 0)\n")
    let arguments = [
      "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--suppress", "stop.txt",
    ]
    try await MockServer.withServer(MockConfiguration()) { server in
      let sending = ["--yes", "--api-url", "http://127.0.0.1:\(server.port)"]
      let outcome = try await folder.volley(["send"] + arguments + sending + more)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors.contains("stop.txt: line 2: "), "\(outcome)")
      #expect(!outcome.errors.contains("202 555"), "\(outcome)")
      let strict = try await folder.volley(
        ["send"] + arguments + sending + more + ["--strict", "--campaign", "other"])
      #expect(strict.code == 65, "\(strict)")
      #expect(server.received.count == 3)
    }
  }

  @Test func messagesAndEntriesThatSuppressNobodyAreMaskedInALog() async throws {
    try folder.write("text.liquid", "Hi {{ name }}, is {{ phone }} yours?")
    try folder.write("stop.txt", "phone\nfax +12025550377 (Guest 0)\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server, "--suppress", "stop.txt")
      #expect(outcome.errors.contains("stop.txt: line 2: fax +1202•••0377"), "\(outcome)")
      #expect(outcome.errors.contains("is +1202•••1000 yours?"), "\(outcome)")
    }
  }

  /// Two files of one name, such as the rejects of two campaigns, are one campaign.
  @Test func anotherListUnderTheSameNameIsTold() async throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/june", withIntermediateDirectories: false)
    try folder.write("june/list.csv", contacts(4))
    try await MockServer.withServer(MockConfiguration()) { server in
      let may = try await folder.send(to: server, "--quiet")
      #expect(may.errors.isEmpty, "\(may)")
      let june = try await folder.send("june/list.csv", to: server, "--quiet")
      #expect(june.code == 0, "\(june)")
      #expect(june.errors.contains("/list.csv: who got a message of it"), "\(june)")
      #expect(server.received.count == 4)
    }
  }

  @Test func whatIsAddedToASuppressionListAndIsNoNumberIsToldDuringTheRun() async throws {
    try folder.write("stop.txt", "+12025550199\nnobody\n")
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(.held)
      let outcome = try await folder.send(
        to: server, "--concurrency", "1", "--quiet", "--suppress", "stop.txt"
      ) { _ in
        try await server.wait { $0.requests == 1 }
        try folder.write("stop.txt", "+12025550199\nnobody\n202 555 0123\n")
        server.releaseAnswers()
      }
      #expect(outcome.code == 0, "\(outcome)")
      let told =
        "of the entries added to --suppress since, 1 cannot surely be matched, so whoever is meant may get a "
        + "message; the first: stop.txt: line 3: no + "
      #expect(outcome.errors.components(separatedBy: told).count == 2, "\(outcome)")
      #expect(!outcome.errors.contains("0123"), "\(outcome)")
    }
  }

  @Test func theDayIsPartOfTheCampaignsName() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(
        to: server, "--campaign", "day-%Y", "--timezone", "Pacific/Kiritimati")
      #expect(outcome.code == 0, "\(outcome)")
      let name = try #require(
        try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/reports").first)
      #expect(name.wholeMatch(of: /day-20\d\d/) != nil, "\(name)")
      let status = try await folder.volley(["status", "day-%Y"])
      #expect(status.code == 0, "\(status)")
      let bad = try await folder.send(to: server, "--campaign", "at %T")
      #expect(bad.code == 64, "\(bad)")
    }
  }

  /// Two zones that are 26 hours apart: wherever the machine is, one of them has another day.
  @Test(arguments: ["Pacific/Kiritimati", "Etc/GMT+12"])
  func theDayIsThatOfTheZone(_ zone: String) async throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: zone))
    let zoned = calendar
    let name = {
      let now = zoned.dateComponents([.day, .hour], from: .now)
      return String(format: "%02d-%02d", now.day ?? 0, now.hour ?? 0)
    }
    try await MockServer.withServer(MockConfiguration()) { server in
      let before = name()
      let outcome = try await folder.send(to: server, "--campaign", "%d-%H", "--timezone", zone)
      let after = name()
      #expect(outcome.code == 0, "\(outcome)")
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/reports")
      #expect(names == [before] || names == [after], "\(names)")
    }
  }

  @Test func aLogForMachinesIsJSONAndHidesNumbers() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(.status(400))
      let outcome = try await folder.send(
        to: server, "--log-format", "json", "--verbose", "--concurrency", "1")
      #expect(outcome.code == 3, "\(outcome)")
      let lines = outcome.errors.split(separator: "\n")
      let events = try lines.map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
      }
      #expect(events.map { $0["message"] }.filter { $0 == "sent" }.count == 2, "\(outcome)")
      #expect(events.contains { $0["message"] == "rejected" && $0["status"] == "400" })
      #expect(events.contains { $0["to"] == "+1202•••1000" })
      let day = /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/
      #expect(events.allSatisfy { $0["time"]?.wholeMatch(of: day) != nil }, "\(outcome)")
      for index in 0..<3 { #expect(!outcome.errors.contains("202555\(1000 + index)")) }
    }
  }

  /// What is refused, by volley and on the command line, is an event too.
  @Test(arguments: [
    ["--from", "+12025550"], ["--max-errors", "+12025550123x"], ["--no-such", "+12025550123"],
  ])
  func refusalsInALogForMachinesAreJSONAndHideNumbers(_ wrong: [String]) async throws {
    let outcome = try await folder.volley(
      ["send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes"]
        + ["--log-format", "json"] + wrong)
    #expect(outcome.code == 64, "\(outcome)")
    let event = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.errors.utf8)) as? [String: String])
    #expect(event["level"] == "error" && event["message"]?.isEmpty == false, "\(outcome)")
    #expect(!outcome.errors.contains("2025550"), "\(outcome)")
  }

  @Test func aLogForPeopleHidesNumbersAndControlCharacters() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue(.status(400))
      let outcome = try await folder.send(to: server, "--verbose")
      #expect(outcome.errors.contains(" debug: sent attempt=1"), "\(outcome)")
      #expect(outcome.errors.contains("to=+1202•••100"), "\(outcome)")
      let log = outcome.errors.split(separator: "\n").filter { $0.contains(" debug: ") }
      for line in log { #expect(!line.contains("+12025551")) }
    }
  }

  @Test func metricsAreThereForPrometheus() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, "--metrics-file", "volley.prom")
      #expect(first.code == 0, "\(first)")
      let metrics = try folder.read("volley.prom")
      #expect(metrics.contains("volley_rows{campaign=\"list\",status=\"sent\"} 3\n"))
      #expect(metrics.contains("volley_attempts_total{campaign=\"list\",outcome=\"sent\"} 3\n"))
      #expect(metrics.contains("volley_request_duration_seconds_count{campaign=\"list\"} 3\n"))
      #expect(metrics.contains("volley_last_run_exit_code{campaign=\"list\"} 0\n"))
      let success = try #require(lastSuccess(metrics))

      try folder.write("list.csv", contacts(3) + "Eve,12\n")
      let second = try await folder.send(to: server, "--metrics-file", "volley.prom")
      #expect(second.code == 3, "\(second)")
      let after = try folder.read("volley.prom")
      #expect(lastSuccess(after) == success)
      #expect(after.contains("volley_last_run_exit_code{campaign=\"list\"} 3\n"))
      #expect(after.contains("volley_attempts_total{campaign=\"list\",outcome=\"sent\"} 0\n"))
    }
  }

  /// What the run before left there must not pass for the figures of one that was ended before it began.
  @Test func metricsTellOfASignalBeforeTheRun() async throws {
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      let good = try await folder.send(to: server, "--metrics-file", "volley.prom")
      #expect(good.code == 0, "\(good)")
      let success = lastSuccess(try folder.read("volley.prom"))
      let send =
        "\(Workdir.binary) send --campaign list --template text.liquid --from +12025550100"
        + " --api-url http://127.0.0.1:\(server.port) --metrics-file volley.prom"
      // Nobody can write to the pipe before somebody reads it.
      let reading = try await folder.run(
        "bash",
        ["-c", "mkfifo f; \(send) --yes f & exec 3>f; kill -TERM $!; wait $!"], Workdir.token)
      #expect(reading.code == 143, "\(reading)")
      try expectEnd(143, success)
      try folder.write("list.csv", contacts(4))
      let asked = try await folder.onTerminal("exec \(send) list.csv", answer: "\u{3}")
      #expect(asked.code == 130, "\(asked)")
      try expectEnd(130, success)
    }
  }

  private func expectEnd(_ code: Int, _ success: Substring?) throws {
    let metrics = try folder.read("volley.prom")
    let told = "volley_last_run_exit_code{campaign=\"list\"} \(code)\n"
    #expect(metrics.contains(told), "\(metrics)")
    #expect(lastSuccess(metrics) == success)
  }

  private func lastSuccess(_ metrics: String) -> Substring? {
    metrics.split(separator: "\n").first {
      $0.hasPrefix("volley_last_success_timestamp_seconds{")
    }
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")))
  func promtoolHasNoComplaint() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      _ = try await folder.send(to: server, "--metrics-file", "volley.prom")
      let check = try await folder.run(
        "/usr/bin/promtool", ["check", "metrics"], [:], try folder.read("volley.prom"))
      #expect(check.code == 0, "\(check)")
      #expect(check.output.isEmpty && check.errors.isEmpty, "\(check)")
    }
  }

  @Test func metricsThatCannotBeWrittenAreNoFailureOfTheRun() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server, "--metrics-file", "nowhere/volley.prom")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors.contains("--metrics-file: cannot write"), "\(outcome)")
    }
  }
}
