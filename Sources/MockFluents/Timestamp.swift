import Foundation

/// Points in time as text, in UTC whatever the machine's zone and language are.
enum Timestamp {
  /// ISO 8601 with milliseconds: `2026-01-31T09:00:00.123Z`.
  static func iso(_ date: Date) -> String {
    let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
    let fraction = String(milliseconds % 1000)
    let padding = String(repeating: "0", count: 3 - fraction.count)
    return format(milliseconds / 1000, "%Y-%m-%dT%H:%M:%S.") + padding + fraction + "Z"
  }

  /// The form of `Date` and `Retry-After` (RFC 9110, section 5.6.7): whole seconds, rounded up.
  static func http(_ date: Date) -> String {
    let seconds = Int64(date.timeIntervalSince1970.rounded(.up))
    return format(seconds, "%a, %d %b %Y %H:%M:%S GMT")
  }

  private static func format(_ seconds: Int64, _ pattern: String) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      guard let base = buffer.baseAddress else { return "" }
      let length = strftime(base, buffer.count, pattern, &parts)
      return String(decoding: UnsafeRawBufferPointer(start: base, count: length), as: UTF8.self)
    }
  }
}
