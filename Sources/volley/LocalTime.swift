import Audience
import Campaign
import Foundation
import Glibc
import Synchronization

/// Times as people here read them.
enum LocalTime {
  /// Brings `TZ` into the form that all of volley understands: a name of the zone database. It may also be
  /// `:name`, the path of a zone's file, or whole hours from Greenwich as POSIX writes them: `EST5`. What
  /// else there is, such as rules for the summer, is for ``tellUnknown()``, and is UTC.
  ///
  /// A path is followed. Without `TZ` it is the zone of the machine's clock.
  ///
  /// To be called before any time is told.
  static func settleZone() {
    defer { tzset() }
    guard let given = getenv("TZ").map({ String(cString: $0) }) else { return settleMachineZone() }
    var name = given.hasPrefix(":") ? String(given.dropFirst()) : given
    if name.isEmpty { name = "UTC" }
    if name.hasPrefix("/"), let file = MachineZone.realPath(name) {
      if file == MachineZone.realPath("/etc/localtime") { return settleMachineZone() }
      name = file
    }
    name = MachineZone.withoutPart(MachineZone.name(inPath: name) ?? name)
    let isKnown =
      access("/usr/share/zoneinfo/\(name)", R_OK) == 0 && TimeZone(identifier: name) != nil
    // Foundation takes these for the zones of cities, with a summer.
    if !isKnown || ["EST", "MST", "HST"].contains(name) {
      if Self.namesOfUTC.contains(name) {
        name = "UTC"
      } else if isKnown || name.contains(where: \.isNumber), let hours = fixedHours {
        name = Self.name(ofHours: hours)
        if hours != 0, access("/usr/share/zoneinfo/\(name)", R_OK) != 0 { keep(hours) }
      } else {
        name = utc(insteadOf: "TZ=\(given)")
      }
    }
    if name != given { setenv("TZ", name, 1) }
  }

  /// Those need no database.
  private static let namesOfUTC: Set = [
    "UTC", "Etc/UTC", "GMT", "Etc/GMT", "GMT0", "Etc/GMT0", "Greenwich", "Etc/Greenwich", "UCT",
    "Etc/UCT", "Universal", "Etc/Universal", "Zulu", "Etc/Zulu",
  ]

  private static func settleMachineZone() {
    let machine = MachineZone()
    // Without names, Foundation takes the abbreviation in the clock's own file for one, which may be right.
    if !machine.hasDatabase {
      if isClockOfFoundation { return }
      NSTimeZone.resetSystemTimeZone()
    }
    setenv("TZ", machine.name ?? utc(insteadOf: "/etc/localtime"), 1)
  }

  /// Whether Foundation's zone and the C library's have the same time for two years to come.
  private static var isClockOfFoundation: Bool {
    let now = Glibc.time(nil)
    return (0..<104).allSatisfy { week in
      var moment = now + week * 7 * 86_400
      var parts = tm()
      localtime_r(&moment, &parts)
      let date = Date(timeIntervalSince1970: Double(moment))
      return TimeZone.current.secondsFromGMT(for: date) == parts.tm_gmtoff
    }
  }

  private static func utc(insteadOf source: String) -> String {
    unknown.withLock { $0 = source }
    return "UTC"
  }

  /// What told the zone, when it could not be understood.
  private static let unknown = Mutex<String?>(nil)
  private static let isTold = Mutex(false)

  /// Says once that the zone of the machine is not known, if it is not.
  static func tellUnknown(_ log: Log = .early) {
    guard let source = unknown.withLock({ $0 }),
      !isTold.withLock({ isTold in
        defer { isTold = true }
        return isTold
      })
    else { return }
    log.say(
      "\(source): no zone by its name, such as \(example); times are told in UTC", level: .warning)
  }

  /// Names are understood only where the database has them.
  private static var example: String {
    MachineZone().hasDatabase
      ? "Europe/Berlin" : "UTC (all others need the zone database, tzdata, which is not here)"
  }

  /// Throws where the zone of the machine decides when messages leave, or which campaign they are of,
  /// and is not known.
  static func needZone(for purpose: String) throws(CampaignError) {
    guard let source = unknown.withLock({ $0 }) else { return }
    throw CampaignError(
      .usage,
      "\(purpose) needs a time zone, and \(source) is none; set TZ to a name such as \(example), "
        + "or give send and preview a --timezone")
  }

  /// What clocks of the C library's zone show more than those of Greenwich, when that is whole hours, and the
  /// same all year.
  private static var fixedHours: Int? {
    let now = Glibc.time(nil)
    let offsets = (0..<4).map { quarter in
      var moment = now + quarter * 91 * 86_400
      var parts = tm()
      localtime_r(&moment, &parts)
      return parts.tm_gmtoff
    }
    guard let hours = offsets.first.map({ $0 / 3_600 }), Set(offsets).count == 1,
      offsets[0] % 3_600 == 0, (-12...14).contains(hours)
    else { return nil }
    return hours
  }

  private static func name(ofHours hours: Int) -> String {
    hours == 0 ? "UTC" : "Etc/GMT\(hours < 0 ? "+" : "-")\(abs(hours))"
  }

  /// A zone that the C library cannot look up, for want of the database.
  private struct Fixed {
    let seconds: Int
    /// What the database calls it: `+03`.
    let name: String
  }

  private static let fixed = Mutex<Fixed?>(nil)

  private static func keep(_ hours: Int) {
    let digits = abs(hours) < 10 ? "0\(abs(hours))" : "\(abs(hours))"
    let zone = Fixed(seconds: hours * 3_600, name: (hours < 0 ? "-" : "+") + digits)
    fixed.withLock { $0 = zone }
  }

  /// `2026-11-25 09:00 CET` by the machine's clocks.
  ///
  /// - Parameter moment: seconds since 1970.
  static func text(_ moment: Int64) -> String {
    text(parts(moment), "%F %H:%M ") + (fixed.withLock { $0?.name } ?? text(parts(moment), "%Z"))
  }

  /// Without its date.
  static func time(_ moment: Int64) -> String {
    text(parts(moment), "%H:%M:%S")
  }

  private static func parts(_ moment: Int64) -> tm {
    var parts = tm()
    if let fixed = fixed.withLock({ $0 }) {
      var seconds = time_t(moment) + fixed.seconds
      gmtime_r(&seconds, &parts)
    } else {
      var seconds = time_t(moment)
      localtime_r(&seconds, &parts)
    }
    return parts
  }

  /// Replaces strftime's conversions by what the clocks of a zone show now.
  static func expand(_ text: String, in zone: Zone) -> String {
    let now = Int64(Glibc.time(nil))
    var shown = time_t(now + zone.offset(at: now))
    var parts = tm()
    gmtime_r(&shown, &parts)
    return self.text(parts, text)
  }

  private static func text(_ parts: tm, _ format: String) -> String {
    var parts = parts
    var buffer = [CChar](repeating: 0, count: 1_024)
    let count = strftime(&buffer, buffer.count, format, &parts)
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
