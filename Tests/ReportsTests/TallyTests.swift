import Audience
import Testing

@testable import Reports

@Suite struct TallyTests {
  @Test func whatFindsRoomIsCountedExactly() {
    var tally = Tally<String>(most: 4, shownRows: 2)
    for (row, key) in ["a", "b", "b", "c", "b", "d"].enumerated() {
      tally.note(key, row: ContactPlace(row: row, line: row))
    }
    #expect(tally.sorted.map(\.key) == ["b", "a", "c", "d"])
    #expect(tally.sorted.map(\.count) == [3, 1, 1, 1])
    #expect(tally.sorted[0].rows.map(\.row) == [1, 2])
    #expect(tally.different == 4 && !tally.isCut && tally.total == 6)
  }

  @Test func theLeastFrequentMakeRoom() {
    var tally = Tally<String>(most: 4)
    for key in ["a", "b", "c", "d"] { tally.note(key) }
    tally.note("d", times: 5)
    for _ in 0..<3 { tally.note("e") }
    #expect(tally.sorted.map(\.key) == ["d", "e", "a"])
    #expect(tally.sorted.map(\.count) == [6, 3, 1])
    #expect(tally.sorted.map(\.isAtLeast) == [false, true, false])
    #expect(tally.different == 5 && tally.isCut && tally.total == 12)
  }

  @Test func aFrequentOneOutlivesAnyNumberOfOthers() {
    var tally = Tally<Int>(most: 10)
    for key in 1...10_000 {
      tally.note(key)
      if key.isMultiple(of: 2) { tally.note(0) }
    }
    #expect(tally.sorted[0].key == 0 && tally.sorted[0].count == 5_000)
  }
}
