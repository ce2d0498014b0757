import Glibc

/// The `Retry-After` header of RFC 9110, section 10.2.3.
package enum RetryAfter {
  /// How long to wait from `now` (seconds since 1970); nil for what is neither a number of seconds
  /// nor a date. A moment that has passed is no wait at all.
  package static func delay(_ value: String, now: Int64) -> Duration? {
    let text = withoutSpaceAround(value)
    if text.isDigits {
      // More digits than fit are still a number: as long as may be.
      return .seconds(min(Int64(text) ?? .max, 1_000_000_000))
    }
    return HTTPDate.seconds(of: text).map { .seconds(max(0, $0 - now)) }
  }

  private static func withoutSpaceAround(_ value: String) -> Substring {
    func isSpace(_ character: Character) -> Bool { character == " " || character == "\t" }
    var text = value.drop(while: isSpace)
    while let last = text.last, isSpace(last) { text.removeLast() }
    return text
  }
}

/// The three forms of a date in HTTP (RFC 9110, section 5.6.7). All of them are in GMT; the oldest
/// does not say so.
enum HTTPDate {
  /// Seconds since 1970, or nil for what is no such date.
  static func seconds(of text: some StringProtocol) -> Int64? {
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map { $0.lowercased() }
    switch words.count {
    // Sun, 06 Nov 1994 08:49:37 GMT; Sunday, 06-Nov-94 08:49:37 GMT
    case 6 where words[5] == "gmt":
      return seconds(day: words[1], month: words[2], year: words[3], time: words[4])
    // Sun Nov  6 08:49:37 1994
    case 5: return seconds(day: words[2], month: words[1], year: words[4], time: words[3])
    default: return nil
    }
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  private static func seconds(day: String, month: String, year: String, time: String) -> Int64? {
    guard let month = months.firstIndex(of: month), let year = number(year, in: 0...9999),
      let day = number(day, in: 1...31), let second = secondOfDay(time)
    else { return nil }
    var date = tm()
    date.tm_year = Int32(fullYear(year) - 1900)
    date.tm_mon = Int32(month)
    date.tm_mday = Int32(day)
    let start = timegm(&date)
    // A day that the month does not have has become one of the next.
    guard date.tm_mday == day else { return nil }
    return Int64(start) + second
  }

  private static func secondOfDay(_ time: String) -> Int64? {
    let clock = time.split(separator: ":", omittingEmptySubsequences: false)
    guard clock.count == 3, let hour = number(clock[0], in: 0...23),
      // 60 is a leap second.
      let minute = number(clock[1], in: 0...59), let second = number(clock[2], in: 0...60)
    else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  private static func number(
    _ text: some StringProtocol, in range: ClosedRange<Int64>
  ) -> Int64? {
    guard text.isDigits, let number = Int64(text), range.contains(number) else { return nil }
    return number
  }

  private static func fullYear(_ year: Int64) -> Int64 {
    year >= 100 ? year : year + (year < 70 ? 2000 : 1900)
  }
}
