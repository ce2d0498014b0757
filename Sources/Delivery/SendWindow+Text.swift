import Audience
import Foundation

extension SendWindow.Hours {
  /// `09:00-20:00`, `Mon-Fri 09:00-20:00`, `Sat,Sun 10:00-24:00` or `Mon-Fri`; nil for anything
  /// else.
  package init?(_ text: String) {
    let words = text.split(separator: " ")
    guard (1...2).contains(words.count), let last = words.last else { return nil }
    if words.count == 1, let days = Self.days(last) {
      self.init(days: days, start: 0, end: 86_400)
      return
    }
    guard let (start, end) = Self.times(last) else { return nil }
    let days = words.count == 2 ? Self.days(words[0]) : Set(Weekday.allCases)
    guard let days else { return nil }
    self.init(days: days, start: start, end: end)
  }

  private static func times(_ text: Substring) -> (Int64, Int64)? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let start = ClockTime.seconds(parts[0]), start < 86_400,
      let end = ClockTime.seconds(parts[1]), start != end
    else { return nil }
    return (start, end)
  }

  private static func days(_ text: Substring) -> Set<Weekday>? {
    var days: Set<Weekday> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count <= 2, let first = Weekday(ends[0]), let last = Weekday(ends[ends.count - 1])
      else { return nil }
      // Fri-Mon goes over the end of the week.
      let span = (last.rawValue - first.rawValue + 7) % 7
      for step in 0...span {
        if let day = Weekday(rawValue: (first.rawValue + step) % 7) { days.insert(day) }
      }
    }
    return days
  }
}

extension Weekday {
  private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  private static let longNames = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// `Mon` or `Monday`, in any case.
  fileprivate init?(_ text: Substring) {
    let name = text.lowercased()
    guard let index = Self.names.firstIndex(of: name) ?? Self.longNames.firstIndex(of: name)
    else { return nil }
    self.init(rawValue: index)
  }

  fileprivate var name: String { Self.names[rawValue].capitalized }
}

/// A time of day in text: `9:00`, `09:00`, `24:00`.
package enum ClockTime {
  /// Seconds after midnight, 0…86,400.
  package static func seconds(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
      parts.allSatisfy(\.isDigits),
      let hour = Int64(parts[0]), let minute = Int64(parts[1]), minute < 60,
      hour * 60 + minute <= 24 * 60
    else { return nil }
    return (hour * 60 + minute) * 60
  }

  static func text(_ seconds: Int64) -> String {
    let (hour, minute) = (seconds / 3_600, seconds / 60 % 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }
}

extension CalendarDay {
  /// `2026-12-25`; nil for what is no date.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.count) == [4, 2, 2],
      parts.allSatisfy(\.isDigits)
    else { return nil }
    let calendar = Self.calendar
    let date = DateComponents(
      calendar: calendar, year: Int(parts[0]), month: Int(parts[1]), day: Int(parts[2]))
    guard date.isValidDate(in: calendar), let moment = calendar.date(from: date) else { return nil }
    self.init(number: Int64(moment.timeIntervalSince1970) / 86_400)
  }

  private static var calendar: Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }
}

extension CalendarDay: CustomStringConvertible {
  package var description: String {
    Date(timeIntervalSince1970: Double(start)).formatted(.iso8601.year().month().day())
  }
}

extension SendWindow.Hours: CustomStringConvertible {
  package var description: String {
    let hours = "\(ClockTime.text(start))-\(ClockTime.text(end))"
    guard days.count < 7 else { return hours }
    return "\(dayNames) \(hours)"
  }

  /// `Mon-Fri`, `Mon,Wed,Sat`
  private var dayNames: String {
    let rows = Weekday.allCases.split { !days.contains($0) }
    return rows.flatMap { row in
      row.count < 3
        ? row.map(\.name)
        : ["\(row[row.startIndex].name)-\(row[row.endIndex - 1].name)"]
    }.joined(separator: ",")
  }
}

extension SendWindow: CustomStringConvertible {
  package var description: String {
    var parts = hours.map(\.description)
    if parts.isEmpty { parts = ["all day"] }
    return parts.joined(separator: "; ") + " \(zone)" + closedDays
  }

  private var closedDays: String {
    let days = blackouts.sorted { $0.number < $1.number }
    if days.isEmpty { return "" }
    let more = days.count > 3 ? " and \(days.count - 3) more" : ""
    return ", not on " + days.prefix(3).map(\.description).joined(separator: ", ") + more
  }
}
