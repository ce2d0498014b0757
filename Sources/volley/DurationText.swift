import ArgumentParser

/// Durations as options have them: `30s`, `500ms`, `2m`, `1h`.
enum DurationText {
  static func parse(_ text: String) throws -> Duration {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let amount = Double(digits), amount <= 1_000_000,
      let unit = units[String(text.dropFirst(digits.count))]
    else {
      throw ValidationError("\(text) is not a duration; expected something like 30s or 500ms")
    }
    return .milliseconds(Int64(amount * unit))
  }

  /// What each unit is in milliseconds; a number alone is in seconds.
  private static let units: [String: Double] = [
    "": 1_000, "ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000,
  ]
}
