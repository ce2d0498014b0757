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

  /// The zone that a template names: `Europe/Paris`, `UTC`, `+02:00`.
  init?(name: String) {
    if let fixed = DateReader.zone(name) {
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
  func offset(atLocal local: Int) -> Int {
    let guess = offset(at: local - offset(at: local))
    return offset(at: local - guess)
  }

  /// The zone's short name, such as `CET`.
  func name(at seconds: Int) -> String {
    guard case .named(let zone) = self else {
      if case .fixed(_, let name) = self { return name }
      return ""
    }
    let date = Date(timeIntervalSince1970: Double(seconds))
    if offset(at: seconds) == 0, zone.identifier == "GMT" { return "UTC" }
    let style: TimeZone.NameStyle =
      zone.isDaylightSavingTime(for: date) ? .shortDaylightSaving : .shortStandard
    // Each of these knows the names of its own part of the world only.
    for locale in ["en_US", "en_GB", "en_AU", "en_IN"] {
      let name = zone.localizedName(for: style, locale: Locale(identifier: locale)) ?? ""
      if !name.isEmpty, name.allSatisfy(\.isLetter) { return name == "GMT" ? "UTC" : name }
    }
    return ""
  }
}
