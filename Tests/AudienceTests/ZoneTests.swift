import Testing

@testable import Audience

@Suite struct ZoneTests {
  @Test(arguments: [
    ("UTC+2", nil), ("GMT-5", nil), ("etc/gmt+5", nil), ("europe berlin", "Europe/Berlin"),
    ("Berlin", "Europe/Berlin"),
  ])
  func aZoneIsSuggestedThatMayBeMeant(_ name: String, _ zone: String?) {
    #expect(Zone.nearest(to: name) == zone)
  }

  /// In 2026, the clocks of Berlin change at 01:00 UTC of 29 March and of 25 October.
  @Test(arguments: [1_774_746_000, 1_792_890_000] as [Int64])
  func aChangeOfClocksIsFoundToTheSecond(_ change: Int64) throws {
    let zone = try #require(Zone(named: "Europe/Berlin"))
    for (before, after) in [(1, 0), (86_400, 2 * 86_400), (7, 86_399)] as [(Int64, Int64)] {
      #expect(zone.change(between: change - before, and: change + after) == change)
    }
    #expect(zone.offset(at: change - 1) != zone.offset(at: change))
  }

  /// All that Debian's tzdata has at its top, but for what names no zone.
  @Test(arguments: [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT",
    "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
    "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT",
    "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey",
    "UCT", "UTC", "Universal", "W-SU", "WET", "Zulu",
  ])
  func namesWithoutAPlaceAreZones(_ name: String) {
    #expect(Zone(named: name)?.description == name)
  }
}
