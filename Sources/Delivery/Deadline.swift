import Audience
import Foundation

/// `--not-after`: the moment from which no message leaves.
package enum Deadline {
  /// `18:00` (of the day that it is in `zone`), `2026-12-01 18:00`, or either date and time with an
  /// offset, such as `2026-12-01T18:00Z` or `2026-12-01T18:00:00+01:00`; seconds may be there or not.
  ///
  /// - Returns: seconds since 1970; nil for what is no such time.
  package static func parse(_ text: String, now: Int64, zone: Zone) -> Int64? {
    if let time = seconds(ofTime: text[...]) {
      let today = CalendarDay(ofSecond: now + zone.offset(at: now))
      return moment(onClock: today.start + time, in: zone)
    }
    let (local, offset) = split(text)
    let parts = local.split(maxSplits: 1) { $0 == "T" || $0 == " " }
    guard parts.count == 2, let day = CalendarDay(parts[0]), let time = seconds(ofTime: parts[1])
    else { return nil }
    let shown = day.start + time
    guard let offset else { return moment(onClock: shown, in: zone) }
    return seconds(ofOffset: offset).map { shown - $0 }
  }

  /// The moment at which the clocks of a zone show so many seconds; the first, where there are two, and
  /// that of the change that leaves it out, where there is none.
  private static func moment(onClock shown: Int64, in zone: Zone) -> Int64 {
    let before = shown - zone.offset(at: shown - 86_400)
    let after = shown - zone.offset(at: shown + 86_400)
    let isShown = { (moment: Int64) in moment + zone.offset(at: moment) == shown }
    if isShown(before) { return before }
    return isShown(after)
      ? after : zone.change(between: min(before, after), and: max(before, after))
  }

  private static func split(_ text: String) -> (Substring, Substring?) {
    if text.hasSuffix("Z") { return (text.dropLast(), "+00:00") }
    guard text.count > 16, let sign = text.dropFirst(11).firstIndex(where: { "+-".contains($0) })
    else { return (text[...], nil) }
    return (text[..<sign], text[sign...])
  }

  private static func seconds(ofTime text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return ClockTime.seconds(text) }
    guard let minutes = ClockTime.seconds(text.dropLast(parts[2].count + 1)), minutes < 86_400,
      parts[2].count == 2, parts[2].isDigits, let seconds = Int64(parts[2]), seconds < 60
    else { return nil }
    return minutes + seconds
  }

  private static func seconds(ofOffset text: Substring) -> Int64? {
    guard let sign = text.first, let seconds = ClockTime.seconds(text.dropFirst()) else {
      return nil
    }
    return sign == "-" ? -seconds : seconds
  }
}
