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
}
