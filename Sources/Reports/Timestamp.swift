import Composing

/// Times as reports print them: RFC 3339 in UTC with milliseconds, `2026-03-01T09:30:00.123Z`.
enum Timestamp {
  /// The bytes of one.
  static let length = 24

  /// The years 0 to 9999.
  private static let years: ClosedRange<Int64> = -62_167_219_200_000_000...253_402_300_799_999_999

  /// The nearest moment that can be printed.
  static func clamped(_ microseconds: Int64) -> Int64 {
    min(max(microseconds, years.lowerBound), years.upperBound)
  }

  /// - Parameter microseconds: Since 1970, cut to milliseconds, and to the years 0 to 9999: no other has
  ///   four digits.
  static func append(microseconds: Int64, to output: inout OutputSpan<UInt8>) {
    let (day, time) = split(Int(clamped(microseconds)).floored(by: 1000), by: 86_400_000)
    let date = civilDate(daysSince1970: day)
    appendTwoDigits(date.year / 100, to: &output)
    appendTwoDigits(date.year % 100, to: &output)
    output.append(UInt8(ascii: "-"))
    appendTwoDigits(date.month, to: &output)
    output.append(UInt8(ascii: "-"))
    appendTwoDigits(date.day, to: &output)
    output.append(UInt8(ascii: "T"))
    appendTime(milliseconds: time, to: &output)
  }

  static func text(microseconds: Int64) -> String {
    var bytes: [UInt8] = []
    bytes.append(addingCapacity: length) { append(microseconds: microseconds, to: &$0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func appendTime(milliseconds: Int, to output: inout OutputSpan<UInt8>) {
    appendTwoDigits(milliseconds / 3_600_000, to: &output)
    output.append(UInt8(ascii: ":"))
    appendTwoDigits(milliseconds / 60_000 % 60, to: &output)
    output.append(UInt8(ascii: ":"))
    appendTwoDigits(milliseconds / 1000 % 60, to: &output)
    output.append(UInt8(ascii: "."))
    appendThousandths(milliseconds % 1000, to: &output)
  }

  /// - Parameter milliseconds: 0 to 999.
  @inline(__always)
  fileprivate static func appendThousandths(
    _ milliseconds: Int, to output: inout OutputSpan<UInt8>
  ) {
    appendTwoDigits(milliseconds / 10, to: &output)
    output.append(0x30 + UInt8(truncatingIfNeeded: milliseconds % 10))
    output.append(UInt8(ascii: "Z"))
  }

  /// - Parameter number: 0 to 99.
  @inline(__always)
  private static func appendTwoDigits(_ number: Int, to output: inout OutputSpan<UInt8>) {
    let number = UInt8(truncatingIfNeeded: number)
    output.append(0x30 + number / 10)
    output.append(0x30 + number % 10)
  }

  /// The Gregorian date of a day: Howard Hinnant's `civil_from_days`, which counts years from March
  /// so that the leap day is the last one.
  private static func civilDate(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = split(daysSince1970 + 719_468, by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  fileprivate static func split(_ value: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
    let quotient = value.floored(by: divisor)
    return (quotient, value - quotient * divisor)
  }
}

extension FixedWidthInteger {
  /// Division that rounds down, also before 1970.
  func floored(by divisor: Self) -> Self {
    let quotient = self / divisor
    return quotient * divisor > self ? quotient - 1 : quotient
  }
}

/// Writes one time after another. Most messages leave within the second of the one before: its text is
/// kept.
struct TimestampWriter: Sendable {
  /// Since 1970.
  private var second: Int?
  /// `2026-03-01T09:30:00.`
  private var text: [UInt8] = []

  /// Does what ``Timestamp/append(microseconds:to:)`` does.
  mutating func append(microseconds: Int64, to output: inout OutputSpan<UInt8>) {
    let moment = Timestamp.clamped(microseconds)
    let (second, rest) = Timestamp.split(Int(moment), by: 1_000_000)
    if second != self.second {
      self.second = second
      text.removeAll(keepingCapacity: true)
      text.append(addingCapacity: Timestamp.length) {
        Timestamp.append(microseconds: moment, to: &$0)
      }
      text.removeLast("000Z".utf8.count)
    }
    output.append(run: text.span, text.indices)
    Timestamp.appendThousandths(rest / 1000, to: &output)
  }
}
