/// The `Retry-After` header of RFC 9110, section 10.2.3.
package enum RetryAfter {
  /// How long to wait from `now` (seconds since 1970); nil for what is neither a number of seconds
  /// nor a date. A moment that has passed is no wait at all.
  package static func delay(_ value: String, now: Int64) -> Duration? {
    let text = value.drop { $0 == " " || $0 == "\t" }
    if !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == " ") }) {
      let digits = text.filter { $0 != " " }
      // More digits than fit are still a number: as long as may be.
      return .seconds(min(Int64(digits) ?? .max, 1_000_000_000))
    }
    return HTTPDate.seconds(of: String(text)).map { .seconds(max(0, $0 - now)) }
  }
}

/// The three forms of a date in HTTP (RFC 9110, section 5.6.7).
enum HTTPDate {
  /// Seconds since 1970, or nil for what is no such date.
  static func seconds(of text: String) -> Int64? {
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
    switch words.count {
    // Sun, 06 Nov 1994 08:49:37 GMT; Sunday, 06-Nov-94 08:49:37 GMT
    case 6: return seconds(day: words[1], month: words[2], year: words[3], time: words[4])
    // Sun Nov  6 08:49:37 1994
    case 5: return seconds(day: words[2], month: words[1], year: words[4], time: words[3])
    default: return nil
    }
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  private static func seconds(day: String, month: String, year: String, time: String) -> Int64? {
    let clock = time.split(separator: ":").compactMap { Int64($0) }
    guard let day = Int64(day), (1...31).contains(day),
      let month = months.firstIndex(of: month.lowercased()),
      var year = Int64(year), (0...9999).contains(year), clock.count == 3,
      (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2])
    else { return nil }
    if year < 100 { year += year < 70 ? 2000 : 1900 }
    let days = daysSince1970(year: year, month: Int64(month + 1), day: day)
    return days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
  }

  /// Days of the proleptic Gregorian calendar, counted in years that start in March.
  private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let leaps = shifted / 4 - shifted / 100 + shifted / 400
    return 365 * shifted + leaps + (153 * monthFromMarch + 2) / 5 + day - 719_469
  }
}
