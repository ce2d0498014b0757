import Foundation
import Testing

@testable import Reports

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (1_772_357_400_123_999, "2026-03-01T09:30:00.123Z"),
      (951_782_399_999_999, "2000-02-28T23:59:59.999Z"),
      (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
      (4_107_542_400_000_000, "2100-03-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (-62_135_596_800_000_000, "0001-01-01T00:00:00.000Z"),
      (.min, "0000-01-01T00:00:00.000Z"), (.max, "9999-12-31T23:59:59.999Z"),
      (253_402_300_799_999_000, "9999-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
  func timesAreRFC3339InUTC(microseconds: Int64, expected: String) {
    #expect(Timestamp.text(microseconds: microseconds) == expected)
    #expect(expected.utf8.count == Timestamp.length)
  }

  @Test func oneTimeAfterAnotherIsWrittenAsAlone() {
    var writer = TimestampWriter()
    let noon: Int64 = 1_772_366_400_000_000
    let moments: [Int64] = [
      noon, noon, noon + 999, noon + 1_000, noon + 999_999, noon + 1_000_000, noon - 1, noon, 0, -1,
      -1_000_000, -1_000_001, .min, .max, .max - 1, noon,
    ]
    for moment in moments {
      var bytes: [UInt8] = []
      bytes.append(addingCapacity: Timestamp.length) {
        writer.append(microseconds: moment, to: &$0)
      }
      #expect(text(bytes) == Timestamp.text(microseconds: moment))
    }
  }

  @Test func everyDayOfFourCenturiesAgreesWithFoundation() {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    for day in stride(from: 0, through: 146_097, by: 1) {
      let seconds = Int64(day) * 86_400 + 45_296
      let expected = Date(timeIntervalSince1970: Double(seconds)).formatted(style)
      #expect(Timestamp.text(microseconds: seconds * 1_000_000) == expected)
    }
  }
}
