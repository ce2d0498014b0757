import Audience
import Glibc

/// Times as people here read them.
enum LocalTime {
  /// Brings `TZ` into the form that all of volley understands: a name of the zone database. It may also be
  /// `:name`, the path of a zone's file, or hours from Greenwich as POSIX writes them: `EST5`.
  ///
  /// To be called before any time is told.
  static func settleZone() {
    guard let given = getenv("TZ").map({ String(cString: $0) }) else { return }
    var name = given.hasPrefix(":") ? String(given.dropFirst()) : given
    if let folder = name.range(of: "/zoneinfo/") { name = String(name[folder.upperBound...]) }
    if let hours = name.wholeMatch(of: #/(?:[A-Za-z]{3,}|<[^>]+>)([+-]?\d{1,2})(?::?00)?/#)?.1 {
      let behind = Int(hours) ?? 0
      name = behind == 0 ? "UTC" : "Etc/GMT\(behind > 0 ? "+" : "")\(behind)"
    }
    if name != given { setenv("TZ", name, 1) }
  }

  /// `2026-11-25 09:00 CET` by the machine's clocks.
  ///
  /// - Parameter moment: seconds since 1970.
  static func text(_ moment: Int64) -> String {
    var seconds = time_t(moment)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return text(parts, "%F %H:%M %Z")
  }

  /// Without its date.
  static func time(_ moment: Int64) -> String {
    var seconds = time_t(moment)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return text(parts, "%H:%M:%S")
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
