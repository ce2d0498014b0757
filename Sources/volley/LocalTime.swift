import Audience
import Glibc

/// Times as people here read them.
enum LocalTime {
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
