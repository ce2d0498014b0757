import Foundation

/// The instant that `now` and `today` mean, and the zone in which times are told. A class, since a
/// render that tells no time should pay nothing for having one.
final class Clock: Sendable {
  let now: Moment
  let zone: Zone

  init(now: Date, timeZone: TimeZone) {
    self.now = Moment(now)
    zone = .named(timeZone)
  }
}

/// An instant.
struct Moment: Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  var seconds: Int
  var nanoseconds = 0

  /// Instants that a calendar is of any use for: about thirty million years.
  static let range = -1_000_000_000_000_000...1_000_000_000_000_000

  init?(seconds: Int, nanoseconds: Int = 0) {
    guard Self.range.contains(seconds) else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  init(_ date: Date) {
    let interval = max(-1e15, min(1e15, date.timeIntervalSince1970))
    let whole = interval.rounded(.down)
    seconds = Int(whole)
    nanoseconds = min(999_999_999, Int((interval - whole) * 1e9))
  }
}

/// A time zone.
enum Zone: Sendable {
  /// East of Greenwich, in seconds, and its name if it has one.
  case fixed(Int, name: String)
  case named(TimeZone)

  /// Zones of the database that have summer time. Behind a time, their names are those of winter.
  private static let withSummerTime: Set = ["CET", "EET", "WET"]

  /// The zone that a template names: `Europe/Paris`, `UTC`, `+02:00`.
  init?(name: String) {
    if !Self.withSummerTime.contains(name), let fixed = DateReader.zone(name) {
      self = fixed
    } else if let zone = TimeZone(identifier: name) {
      self = .named(zone)
    } else {
      return nil
    }
  }

  /// Seconds east of Greenwich at an instant.
  func offset(at seconds: Int) -> Int {
    switch self {
    case .fixed(let offset, _): offset
    case .named(let zone):
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }
  }

  /// Seconds east of Greenwich when clocks show `local`, seconds as if in Greenwich.
  ///
  /// What clocks show twice, when they are set back, is the later time; what they never show, when they
  /// are set forward, is as long after the change as it would have been.
  func offset(atLocal local: Int) -> Int {
    let day = 86_400
    let (before, after) = (offset(at: local - day), offset(at: local + day))
    return offset(at: local - after) == after ? after : before
  }

  /// The zone's short name, such as `CET`.
  func name(at seconds: Int) -> String {
    guard case .named(let zone) = self else {
      if case .fixed(_, let name) = self { return name }
      return ""
    }
    let date = Date(timeIntervalSince1970: Double(seconds))
    if offset(at: seconds) == 0, zone.identifier == "GMT" { return "UTC" }
    return ZoneNames.of(zone.identifier).name(
      at: seconds, offset: offset(at: seconds), isDaylight: zone.isDaylightSavingTime(for: date))
      ?? zone.abbreviation(for: date).flatMap { $0.allSatisfy(\.isLetter) ? $0 : nil }
      ?? Self.digits(of: offset(at: seconds))
  }

  /// `+09` or `+0530`, as the database calls zones without a name.
  private static func digits(of offset: Int) -> String {
    let (hours, minutes) = (abs(offset) / 3600, abs(offset) / 60 % 60)
    let twoDigits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return (offset < 0 ? "-" : "+") + twoDigits(hours) + (minutes > 0 ? twoDigits(minutes) : "")
  }
}
