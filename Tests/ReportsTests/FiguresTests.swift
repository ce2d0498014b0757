import Testing

@testable import Reports

@Suite struct FiguresTests {
  @Test func numbersAreGrouped() {
    #expect(
      [0, 999, 1_000, 1_234_567, -1_000].map(Figures.grouped) == [
        "0", "999", "1,000", "1,234,567", "-1,000",
      ])
    #expect(Figures.count(1, "row") == "1 row" && Figures.count(2_000, "row") == "2,000 rows")
  }

  @Test func aShareIsNeverRoundedToNothingOrAll() {
    #expect(Figures.percent(0, of: 10) == "0%" && Figures.percent(10, of: 10) == "100%")
    #expect(Figures.percent(1, of: 1_000_000) == "<0.1%")
    #expect(Figures.percent(999_999, of: 1_000_000) == ">99.9%")
    #expect(Figures.percent(1, of: 3) == "33.3%" && Figures.percent(1, of: 4) == "25%")
  }

  @Test func spansHaveThreeDigits() {
    #expect(
      [0, 850, 12_490, 123_400, 999_400].map(Figures.span) == [
        "0 ms", "0.85 ms", "12.5 ms", "123 ms", "999 ms",
      ])
    #expect(
      [999_600, 1_234_000, 30_000_000, 99_940_000, 99_960_000, 130_000_000].map(Figures.span) == [
        "1 s", "1.23 s", "30 s", "99.9 s", "1 min 40 s", "2 min 10 s",
      ])
  }

  @Test func durationsAreSaidAsByAClock() {
    let second: Int64 = 1_000_000
    #expect(
      [second / 2, 59 * second, 60 * second, 11_520 * second, 187_200 * second]
        .map(Figures.duration) == ["0.5 s", "59 s", "1 min", "3 h 12 min", "2 d 4 h"])
    #expect(Figures.duration(-5) == "0 s")
  }

  @Test func momentsAreReadable() {
    #expect(Figures.moment(1_772_357_400_123_456) == "1 Mar 2026, 09:30:00 UTC")
  }

  @Test func decimalsForDrawingAreShort() {
    #expect(
      [0, 12.5, 99.9999, -0.25, 1.0 / 3].map(Figures.decimal) == [
        "0", "12.5", "100", "-0.25", "0.333",
      ])
  }
}
