import Foundation
import MockFluents
import Testing

@Suite("The machine's own time", .timeLimit(.minutes(2))) struct LocalTimeTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir()
  }

  /// It may be told in more ways than by the name of its zone.
  @Test(arguments: [
    ("America/New_York", "America/New_York"), (":America/New_York", "America/New_York"),
    ("/usr/share/zoneinfo/America/New_York", "America/New_York"), ("EST5", "Etc/GMT+5"),
    ("UTC+5", "Etc/GMT+5"), ("<+03>-3", "Etc/GMT-3"), ("EST5EDT", "EST5EDT"),
    ("EST5:00:00", "Etc/GMT+5"), ("EST", "Etc/GMT+5"), ("posix/Europe/Berlin", "Europe/Berlin"),
  ])
  func theZoneOfTheMachineIsKnown(_ given: String, _ zone: String) async throws {
    try folder.write("list.csv", contacts(1))
    let outcome = try await folder.volley(
      [
        "preview", "list.csv", "--message", "x", "--from", "+12025550100", "--window",
        "09:00-20:00",
      ], environment: ["TZ": given])
    #expect(outcome.output.contains("window 09:00-20:00 \(zone)\n"), "\(outcome)")
  }

  @Test(arguments: ["CET-1CEST,M3.5.0,M10.5.0/3", "<+0530>-5:30", "XXX-15", "Nowhere"])
  func aZoneThatIsNotUnderstoodIsTold(_ given: String) async throws {
    try folder.write("list.csv", contacts(1))
    let outcome = try await folder.volley(
      ["preview", "list.csv", "--message", "x", "--from", "+12025550100"],
      environment: ["TZ": given])
    #expect(outcome.code == 0 && outcome.errors.contains("TZ=\(given): no zone"), "\(outcome)")
    for (text, isTold) in [("x", false), ("{{ 'now' | date: '%H' }}", true)] {
      let quiet = try await folder.volley(
        ["preview", "list.csv", "--message", text, "--from", "+12025550100", "--quiet"],
        environment: ["TZ": given])
      #expect(quiet.code == 0 && quiet.errors.isEmpty != isTold, "\(quiet)")
    }
    let json = try await folder.volley(
      ["send", "none.csv", "--message", "x", "--from", "+12025550100", "--log-format", "json"],
      environment: ["TZ": given])
    let lines = json.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("{") }, "\(json)")
  }

  /// Nobody is to get a message at night because its hours were taken for those of UTC.
  @Test(arguments: [
    ["--window", "09:00-20:00"], ["--blackout", "2026-12-25"], ["--not-after", "18:00"],
    ["--campaign", "day-%F"],
  ])
  func hoursNeedAZoneThatIsUnderstood(_ more: [String]) async throws {
    try folder.write("list.csv", contacts(1))
    try await MockServer.withServer(MockConfiguration()) { server in
      let arguments = [
        "send", "list.csv", "--message", "x", "--from", "+12025550100", "--yes", "--api-url",
        "http://127.0.0.1:\(server.port)",
      ]
      let unknown = Workdir.token.merging(["TZ": "America/Los_Angelos"]) { $1 }
      let outcome = try await folder.volley(arguments + more, environment: unknown)
      #expect(outcome.code == 64, "\(outcome)")
      #expect(
        outcome.errors.contains("needs a time zone, and TZ=America/Los_Angelos is none"),
        "\(outcome)")
      #expect(server.statistics.requests == 0)
      let named = try await folder.volley(
        arguments + ["--timezone", "UTC", "--limit", "1"] + more, environment: unknown)
      #expect(named.code == 0 || named.code == 75, "\(named)")
    }
  }

  /// In many containers the zone database is not installed.
  @Test(
    .enabled("needs the right to mount") { try await canMount() },
    arguments: ["UTC", "UTC0", "GMT", "Etc/UTC", "", ":UTC"])
  func utcNeedsNoDatabase(_ given: String) async throws {
    try folder.write("list.csv", contacts(1))
    let outcome = try await withoutDatabase(
      ["preview", "list.csv", "--message", "x", "--window", "09:00-20:00"], ["TZ": given])
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
    #expect(outcome.output.contains(/window 09:00-20:00 (UTC|GMT)\n/), "\(outcome)")
  }

  @Test(.enabled("needs the right to mount") { try await canMount() })
  func anUnknownZoneWithoutTheDatabaseIsToldToBeThat() async throws {
    try folder.write("list.csv", contacts(1))
    let outcome = try await withoutDatabase(
      ["preview", "list.csv", "--message", "x", "--window", "09:00-20:00"],
      ["TZ": "Europe/Berlin"])
    #expect(outcome.code == 64 && outcome.errors.contains("tzdata"), "\(outcome)")
  }

  /// The C library cannot look up what Foundation needs to be told.
  @Test(.enabled("needs the right to mount") { try await canMount() })
  func timesAreToldByTheHoursFromGreenwichWithoutTheDatabase() async throws {
    try folder.write("list.csv", contacts(1))
    // By clocks that are three hours ahead, this opens in two.
    let hours = window(from: 5, to: 6)
    let outcome = try await withoutDatabase(
      [
        "send", "list.csv", "--message", "x", "--yes", "--api-url", "http://127.0.0.1:1",
        "--window", hours,
      ], Workdir.token.merging(["TZ": "UTC-3"]) { $1 })
    #expect(outcome.code == 75, "\(outcome)")
    let opening = try #require(hours.firstMatch(of: /^\d+/)).output
    #expect(
      outcome.output.contains(" \(opening.count == 1 ? "0" : "")\(opening):00 +03\n"), "\(outcome)")
  }

  private func withoutDatabase(
    _ arguments: [String], _ environment: [String: String]
  ) async throws -> Outcome {
    try await folder.run(
      "unshare",
      [
        "-rm", "sh", "-c", "mount -t tmpfs none /usr/share/zoneinfo && exec \"$0\" \"$@\"",
        Workdir.binary,
      ] + arguments + ["--from", "+12025550100"], environment)
  }

  @Test func thePathOfTheMachinesZoneIsTheMachinesZone() async throws {
    try folder.write("list.csv", contacts(1))
    let arguments = [
      "preview", "list.csv", "--message", "x", "--from", "+12025550100", "--window", "09:00-20:00",
    ]
    let own = try await folder.volley(arguments)
    let named = try await folder.volley(arguments, environment: ["TZ": ":/etc/localtime"])
    #expect(named.code == 0 && named.errors.isEmpty, "\(named)")
    // The same zone may have more than one name.
    #expect(try offset(own) == offset(named), "\(own)\n\(named)")
  }

  /// Of the window's zone, in seconds.
  private func offset(_ preview: Outcome) throws -> Int {
    let name = try #require(preview.output.firstMatch(of: /window 09:00-20:00 (\S+)/)).1
    return try #require(TimeZone(identifier: String(name))).secondsFromGMT()
  }
}
