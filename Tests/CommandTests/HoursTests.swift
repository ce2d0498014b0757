import Foundation
import MockFluents
import Testing

@Suite("Pace and hours", .timeLimit(.minutes(2))) struct HoursTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir()
    try folder.write("text.liquid", "Hi {{ name }}!\n")
  }

  /// A window in UTC that is closed now, and opens in two hours.
  private var later: String { window(from: 2, to: 3) }
  private var now: String { window(from: -1, to: 2) }

  /// The machine's zone may be told in more ways than by its name.
  @Test func whoseHoursBeginAfterTheDeadlineNeedALaterOne() async throws {
    try folder.write("list.csv", contacts(3))
    try await MockServer.withServer(MockConfiguration()) { server in
      let (soon, late, end) = (utc(in: 30), utc(in: 60), utc(in: 120))
      let window = "\(late.suffix(5))-\(end.suffix(5))"
      let outcome = try await folder.send(
        to: server, "--window", window, "--not-after", soon, "--timezone", "UTC")
      #expect(outcome.code == 75, "\(outcome)")
      #expect(
        outcome.output.contains(
          "pending: no hour is left before --not-after; run the command again with a later one"),
        "\(outcome)")
    }
  }

  @Test func aTestSaysWhyItSentOnlySome() async throws {
    let zones = ["UTC", "Etc/GMT-6", "UTC"]
    let rows = contacts(3).split(separator: "\n").enumerated().map { index, row in
      "\(row),\(index == 0 ? "zone" : zones[index - 1])"
    }
    try folder.write("list.csv", rows.joined(separator: "\n") + "\n")
    let window = "\(utc(in: -60).suffix(5))-\(utc(in: 60).suffix(5))"
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(
        to: server, "--window", window, "--timezone-column", "zone", "--test-to", "+12025550199")
      #expect(outcome.code == 75, "\(outcome)")
      #expect(
        outcome.output.contains("\n  2 sent\n  the others are outside their hours; the next"),
        "\(outcome)")
    }
  }

  /// In UTC, such as `2026-12-01 18:00`.
  private func utc(in minutes: Int) -> String {
    let style = Date.ISO8601FormatStyle().year().month().day().dateTimeSeparator(.space)
      .time(includingFractionalSeconds: false).timeSeparator(.colon)
    return String(Date(timeIntervalSinceNow: Double(minutes) * 60).formatted(style).prefix(16))
  }

  @Test func aRateIsKeptWhateverTheConcurrency() async throws {
    try folder.write("list.csv", contacts(20))
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server, "--rate", "50/s", "--concurrency", "20")
      #expect(outcome.code == 0, "\(outcome)")
      let moments = server.received.map(\.instant).sorted()
      #expect(moments.count == 20)
      // A busy machine may be late with the first message; without a rate, all take no time.
      #expect(moments[0].duration(to: moments[19]) >= .milliseconds(19 * 20 / 2))
    }
  }

  @Test func eachSenderHasARateOfItsOwnAndKeepsItsRecipients() async throws {
    try folder.write("list.csv", contacts(20))
    let pool = ["--from", "+12025550101", "--rate-per-sender", "20/s"]
    try await MockServer.withServer(MockConfiguration()) { server in
      let first = try await folder.send(to: server, pool[0], pool[1], pool[2], pool[3])
      #expect(first.code == 0, "\(first)")
      let senders = Dictionary(grouping: server.received, by: \.from)
      #expect(senders.count == 2)
      for messages in senders.values {
        let moments = messages.map(\.instant).sorted()
        guard let start = moments.first, let end = moments.last else { continue }
        // A busy machine may be late with the first message; without a rate, all take no time.
        #expect(start.duration(to: end) >= .milliseconds((moments.count - 1) * 50 / 2))
      }
      let again = try await folder.send(
        to: server, pool[0], pool[1], "--campaign", "again", "--concurrency", "1")
      #expect(again.code == 0, "\(again)")
      let pairs = Set(server.received.map { "\($0.to) \($0.from)" })
      #expect(pairs.count == 20)
    }
  }

  @Test func outsideTheWindowRowsAreLeftForLater() async throws {
    try folder.write("list.csv", contacts(3))
    try await MockServer.withServer(MockConfiguration()) { server in
      let closed = try await folder.send(to: server, "--window", later, "--timezone", "UTC")
      #expect(closed.code == 75, "\(closed)")
      #expect(closed.output.contains("becomes due at"))
      #expect(try folder.counts() == ["pending": 3])
      #expect(try folder.json("reports/list/summary.json")["next_opening"] is String)
      #expect(server.statistics.connections == 0)
      let open = try await folder.send(to: server, "--window", now, "--timezone", "UTC")
      #expect(open.code == 0, "\(open)")
      #expect(server.received.count == 3)
    }
  }

  @Test(arguments: ["rejected", "unknown"])
  func outsideTheWindowRetriesAreLeftForLaterToo(_ state: String) async throws {
    try folder.write("list.csv", contacts(3))
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: state == "unknown" ? "reset=#2" : "400=#2")
    try await MockServer.withServer(configuration) { server in
      let first = try await folder.send(to: server, "--concurrency", "1")
      #expect(first.code == (state == "unknown" ? 4 : 3), "\(first)")
      let retry = ["--retry", state, "--timezone", "UTC"]
      for hours in [["--window", later], ["--not-after", "2020-01-01 00:00"]] {
        let closed = try await folder.send(to: server, retry + hours)
        #expect(closed.code == 75, "\(closed)")
        let advice =
          hours[0] == "--window" ? "run the same command" : "the time of --not-after is over"
        #expect(closed.output.contains("1 message to try again: \(advice)"), "\(closed)")
        #expect(closed.errors.contains("is over") == (hours[0] == "--not-after"), "\(closed)")
        #expect(closed.output.contains("becomes due at") == (hours[0] == "--window"), "\(closed)")
        #expect(try folder.counts() == ["sent": 2, state: 1])
      }
      #expect(server.statistics.requests == 3)
      let open = try await folder.send(to: server, retry + ["--window", now])
      #expect(open.code == 0, "\(open)")
    }
  }

  /// A deadline that is still to come is no reason to give a later one.
  @Test func hoursThatBeginBeforeTheDeadlineAreTold() async throws {
    try folder.write("list.csv", contacts(3))
    try await MockServer.withServer(MockConfiguration()) { server in
      let closed = try await folder.send(
        to: server, "--window", later, "--timezone", "UTC", "--not-after", "2100-01-01 12:00")
      #expect(closed.code == 75, "\(closed)")
      #expect(
        closed.output.contains(
          "pending: run the same command again to go on; the next becomes due at"), "\(closed)")
      #expect(!closed.output.contains("--not-after"), "\(closed)")
    }
  }

  @Test func whenTheHoursBeginIsToldOnceOfThoseThatAreNewAndThoseToTryAgain() async throws {
    try folder.write("list.csv", contacts(3))
    try await MockServer.withServer(MockConfiguration()) { server in
      server.enqueue([.status(400)])
      let first = try await folder.send(to: server, "--concurrency", "1", "--limit", "2")
      #expect(first.code == 75, "\(first)")
      let closed = try await folder.send(
        to: server, "--retry", "rejected", "--window", later, "--timezone", "UTC")
      #expect(closed.code == 75, "\(closed)")
      #expect(
        closed.output.contains("1 message to try again: run the same command again\n"), "\(closed)")
      #expect(
        closed.output.contains(
          "pending: run the same command again to go on; the next becomes due at"), "\(closed)")
    }
  }

  @Test func eachRecipientHasTheHoursOfItsZone() async throws {
    // Kiritimati is at UTC+14, so its clocks never show the hour that UTC's show.
    try folder.write(
      "list.csv",
      """
      name,phone,zone
      Ada,+12025550123,Pacific/Kiritimati
      Bob,+12025550124,
      Cy,+12025550125,Europe/Atlantis
      Di,+12025550126,UTC

      """)
    // An hour more than needed, since this one may end meanwhile.
    let hours = window(from: 0, to: 2)
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(
        to: server, "--window", hours, "--timezone", "UTC", "--timezone-column", "Zone")
      #expect(outcome.code == 75, "\(outcome)")
      #expect(
        try folder.statuses() == [2: "pending", 3: "sent", 4: "invalid", 5: "sent"])
      #expect(try folder.read("reports/list/rejects.csv").contains("is not a time zone"))
    }
  }

  @Test func waitingGoesOnWithWhatIsOpenAndCanBeInterrupted() async throws {
    try folder.write(
      "list.csv",
      "name,phone,zone\nAda,+12025550123,Pacific/Kiritimati\nBob,+12025550124,UTC\n")
    // An hour more than needed, since this one may end meanwhile.
    let hours = window(from: 0, to: 2)
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(
        to: server, "--window", hours, "--timezone", "UTC", "--timezone-column", "zone", "--wait"
      ) { process in
        try await server.wait { $0.answers.values.reduce(0, +) > 0 }
        kill(process, SIGINT)
      }
      #expect(outcome.code == 130, "\(outcome)")
      #expect(try folder.statuses() == [2: "pending", 3: "sent"])
    }
  }

  @Test func aDeadlineThatPassedLeavesEverything() async throws {
    try folder.write("list.csv", contacts(3))
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server, "--not-after", "2026-01-01 12:00")
      #expect(outcome.code == 75, "\(outcome)")
      #expect(outcome.errors.contains("--not-after 2026-01-01 12:00 is over"), "\(outcome)")
      #expect(
        outcome.output.contains("pending: the time of --not-after is over; run"), "\(outcome)")
      #expect(try folder.counts() == ["pending": 3])
      #expect(server.received.isEmpty)
      let open = try await folder.send(to: server, "--not-after", "2100-01-01 12:00")
      #expect(open.code == 0 && !open.errors.contains("is over"), "\(open)")
      // Nobody is left whom that could concern.
      let done = try await folder.send(to: server, "--not-after", "2026-01-01 12:00")
      #expect(done.code == 0 && !done.errors.contains("is over"), "\(done)")
    }
  }

  @Test func aLimitOfTheApiIsFoundOutAndNobodyIsLost() async throws {
    try folder.write("list.csv", contacts(20))
    var configuration = MockConfiguration()
    configuration.rateLimit = RateLimit(perSecond: 5)
    try await MockServer.withServer(configuration) { server in
      let outcome = try await folder.send(to: server)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(Set(server.received.map(\.to)).count == 20)
      #expect(server.received.count == 20)
      #expect(server.statistics.requests < 60, "\(server.statistics)")
      #expect(outcome.errors.contains("all lanes hold back: the API answered 429"), "\(outcome)")
    }
  }

  @Test(arguments: [
    ["--rate", "20"], ["--rate", "0/s"], ["--window", "9-20"], ["--timezone", "PST"],
    ["--blackout", "2026-02-30"], ["--not-after", "noon"], ["--timezone-column", "nowhere"],
  ])
  func nonsenseIsRefusedBeforeAnything(_ options: [String]) async throws {
    try folder.write("list.csv", contacts(1))
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server, options[0], options[1])
      #expect(outcome.code == 64 || outcome.code == 65, "\(outcome)")
      #expect(outcome.errors.contains(options[1]), "\(outcome)")
      #expect(server.statistics.connections == 0)
    }
  }

  @Test func hoursAreNotWaitedForWhenAllWasSent() async throws {
    try folder.write("list.csv", contacts(3))
    try await MockServer.withServer(MockConfiguration()) { server in
      #expect(try await folder.send(to: server).code == 0)
      let again = try await folder.send(
        to: server, "--window", later, "--timezone", "UTC", "--wait", "--retry", "unknown")
      #expect(again.code == 0, "\(again)")
      #expect(server.received.count == 3)
      #expect(!again.output.contains("becomes due"), "\(again)")
    }
  }

  /// All lanes are refused at once before the limit is known.
  @Test func manyLanesFindTheLimitWithoutLosingAMessage() async throws {
    try folder.write("list.csv", contacts(120))
    var configuration = MockConfiguration()
    configuration.rateLimit = RateLimit(perSecond: 20)
    try await MockServer.withServer(configuration) { server in
      let outcome = try await folder.send(to: server, "--concurrency", "100")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(server.received.count == 120)
    }
  }
}

/// A window of UTC, from so many hours after the one that has begun.
func window(from: Int, to: Int) -> String {
  let hour = Int(Date().timeIntervalSince1970) / 3_600 % 24 + 24
  return "\((hour + from) % 24):00-\((hour + to) % 24):00"
}
