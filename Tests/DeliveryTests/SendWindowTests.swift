import Audience
import Testing

@testable import Delivery

@Suite("The hours in which messages may leave")
struct SendWindowTests {
  private func window(
    _ hours: [String], blackouts: [String] = [], _ zone: String = "UTC"
  ) throws -> SendWindow {
    SendWindow(
      hours: try hours.map { try #require(SendWindow.Hours($0)) },
      blackouts: Set(try blackouts.map { try #require(CalendarDay($0)) }),
      zone: try #require(Zone(named: zone)))
  }

  /// Seconds since 1970 of a time in UTC, such as `2026-11-24 14:00`.
  private func moment(_ text: String) throws -> Int64 {
    let utc = try #require(Zone(named: "UTC"))
    return try #require(Deadline.parse(text, now: 0, zone: utc))
  }

  @Test(
    "is open from its start to just before its end",
    arguments: [
      ("08:59", false), ("09:00", true), ("12:00", true), ("19:59", true), ("20:00", false),
      ("00:00", false),
    ])
  func edges(_ time: String, _ isOpen: Bool) throws {
    let window = try window(["09:00-20:00"])
    #expect(window.isOpen(at: try moment("2026-11-24 \(time)")) == isOpen)
  }

  @Test(
    "that spans midnight belongs to the day it begins on",
    arguments: [
      // 27 November 2026 is a Friday.
      ("2026-11-27 21:59", false), ("2026-11-27 22:00", true), ("2026-11-28 01:59", true),
      ("2026-11-28 02:00", false), ("2026-11-28 22:30", false), ("2026-11-27 01:00", false),
    ])
  func midnight(_ time: String, _ isOpen: Bool) throws {
    let window = try window(["Fri 22:00-02:00"])
    #expect(window.isOpen(at: try moment(time)) == isOpen)
  }

  @Test("opens again when a blackout ends, and on the next of its days")
  func nextDay() throws {
    let window = try window(["Mon-Fri 09:00-20:00"], blackouts: ["2026-11-27", "2026-11-30"])
    // Thursday evening: Friday is blacked out, then the weekend, then Monday is.
    #expect(
      window.nextOpening(after: try moment("2026-11-26 20:00"))
        == (try moment("2026-12-01 09:00")))
    let night = try self.window(["20:00-04:00"], blackouts: ["2026-12-25"])
    #expect(!night.isOpen(at: try moment("2026-12-25 01:00")))
    #expect(
      night.nextOpening(after: try moment("2026-12-24 23:59"))
        == (try moment("2026-12-26 00:00")))
  }

  @Test("is by the clocks of its zone, or of the recipient's")
  func zones() throws {
    let window = try window(["09:00-20:00"], "Europe/Berlin")
    let morning = try moment("2026-11-24 08:30")
    #expect(window.isOpen(at: morning))
    #expect(!window.isOpen(at: morning, in: Zone(named: "America/New_York")))
    #expect(
      window.nextOpening(after: morning, in: Zone(named: "America/New_York"))
        == (try moment("2026-11-24 14:00")))
  }

  @Test("when clocks go forward, an hour that is skipped opens at the change")
  func forward() throws {
    // In Berlin, 2:00 becomes 3:00 at 1:00 UTC on 29 March 2026.
    let window = try window(["02:30-03:30"], "Europe/Berlin")
    let change = try moment("2026-03-29 01:00")
    #expect(!window.isOpen(at: change - 1))
    #expect(window.isOpen(at: change))
    #expect(window.nextOpening(after: change - 3_600) == change)
    #expect(!window.isOpen(at: change + 1_800))
    let skipped = try self.window(["02:10-02:50"], "Europe/Berlin")
    #expect(
      skipped.nextOpening(after: try moment("2026-03-28 12:00"))
        == (try moment("2026-03-30 00:10")))
    let day = try self.window(["09:00-20:00"], "Europe/Berlin")
    #expect(day.nextOpening(after: change - 7_200) == (try moment("2026-03-29 07:00")))
    #expect(day.nextOpening(after: change - 86_400) == (try moment("2026-03-28 08:00")))
  }

  /// The change lies on the next day by the clocks, whose window opens before it.
  @Test(
    "on a day when clocks change, it opens when that day begins",
    arguments: [
      ("America/New_York", "2027-03-14 05:00"), ("America/New_York", "2026-11-01 04:00"),
      ("Europe/Dublin", "2027-03-28 00:00"), ("Europe/Dublin", "2026-10-24 23:00"),
      ("Pacific/Auckland", "2026-09-26 12:00"), ("Australia/Lord_Howe", "2026-10-03 13:30"),
      ("America/Havana", "2027-03-14 05:00"), ("America/Havana", "2026-11-01 04:00"),
    ])
  func midnight(_ zone: String, _ opening: String) throws {
    let opening = try moment(opening)
    let day = SendWindow.Hours(days: [.sunday], start: 0, end: 4 * 3_600)
    let window = SendWindow(hours: [day], zone: try #require(Zone(named: zone)))
    for seconds: Int64 in [1, 3_600, 86_400, 3 * 86_400] {
      #expect(window.nextOpening(after: opening - seconds) == opening)
    }
    #expect(!window.isOpen(at: opening - 1) && window.isOpen(at: opening))
  }

  @Test("when clocks go back, an hour that comes twice is open twice")
  func back() throws {
    // In Berlin, 3:00 becomes 2:00 at 1:00 UTC on 25 October 2026.
    let window = try window(["02:00-02:30"], "Europe/Berlin")
    let change = try moment("2026-10-25 01:00")
    #expect(window.isOpen(at: change - 3_600))
    #expect(!window.isOpen(at: change - 1_800))
    #expect(window.isOpen(at: change))
    #expect(window.nextOpening(after: change - 1_800) == change)
    #expect(window.nextOpening(after: change - 4_000) == change - 3_600)
    let day = try self.window(["09:00-20:00"], "Europe/Berlin")
    #expect(day.nextOpening(after: change) == (try moment("2026-10-25 08:00")))
  }

  @Test("that never opens says so")
  func never() throws {
    let days = (0..<900).map { CalendarDay(number: 20_000 + $0) }
    let window = SendWindow(hours: [], blackouts: Set(days), zone: .system)
    #expect(window.nextOpening(after: 20_001 * 86_400) == nil)
  }

  @Test(
    "is understood, and said, in text",
    arguments: [
      ("9:00-20:00", "09:00-20:00"), ("Mon-Fri 09:00-17:30", "Mon-Fri 09:00-17:30"),
      ("sat,SUNDAY 10:00-24:00", "Sat,Sun 10:00-24:00"), ("Fri-Mon", "Mon,Fri-Sun 00:00-24:00"),
    ])
  func text(_ text: String, _ shown: String) {
    #expect(SendWindow.Hours(text)?.description == shown)
  }

  @Test(
    "is refused in other text",
    arguments: [
      "", "9-20", "09:00", "09:00-09:00", "24:00-25:00", "09:60-10:00", "Mon Tue 09:00-10:00",
      "Noday 09:00-10:00", "Mon- 09:00-10:00", "09:00-20:00 Mon", "09:00–20:00", "-",
      "Mon,",
    ])
  func nonsense(_ text: String) {
    #expect(SendWindow.Hours(text) == nil)
  }

  @Test("names the first of its blackout dates")
  func shownDates() throws {
    let dates = ["2027-01-01", "2026-12-25", "2026-12-26", "2027-04-02"]
    #expect(
      try window(["9:00-20:00"], blackouts: Array(dates.prefix(2))).description
        == "09:00-20:00 UTC, not on 2026-12-25, 2027-01-01")
    #expect(
      try window([], blackouts: dates).description
        == "all day UTC, not on 2026-12-25, 2026-12-26, 2027-01-01 and 1 more")
  }

  @Test("knows dates", arguments: ["2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "x"])
  func dates(_ text: String) {
    #expect(CalendarDay(text) == nil)
    #expect(CalendarDay("2024-02-29")?.weekday == .thursday)
  }

  @Test(
    "a deadline is a time of today, or of any day",
    arguments: [
      ("18:00", "2026-11-24T17:00Z"), ("2026-12-01 18:00", "2026-12-01T17:00Z"),
      ("2026-07-01T18:00", "2026-07-01T16:00Z"), ("2026-12-01T18:00+03:00", "2026-12-01T15:00Z"),
      ("2026-12-01T18:00-05:00", "2026-12-01T23:00Z"), ("2027-03-28 02:30", "2027-03-28T01:00Z"),
      ("2026-10-25 02:30", "2026-10-25T00:30Z"), ("18:00:00", "2026-11-24T17:00Z"),
      ("2026-12-01T18:00:00+03:00", "2026-12-01T15:00Z"),
    ])
  func deadline(_ text: String, _ utc: String) throws {
    let berlin = try #require(Zone(named: "Europe/Berlin"))
    let now = try moment("2026-11-24 14:00")
    #expect(Deadline.parse(text, now: now, zone: berlin) == (try moment(utc)))
  }

  @Test("a deadline may have seconds, as `date -Iseconds` writes them")
  func seconds() throws {
    let utc = try #require(Zone(named: "UTC"))
    let parsed = Deadline.parse("2026-12-01T18:00:37+00:00", now: 0, zone: utc)
    #expect(parsed == (try moment("2026-12-01 18:00")) + 37)
  }

  @Test(
    "a deadline is nothing else",
    arguments: [
      "", "noon", "25:00", "2026-12-01", "18:00+01:00", "18:00:60", "18:00:7", "18:00:-1",
      "24:00:01",
      "18:00:00:00",
    ])
  func noDeadline(_ text: String) {
    #expect(Deadline.parse(text, now: 0, zone: .system) == nil)
  }
}
