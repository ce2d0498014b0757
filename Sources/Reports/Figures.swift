/// Numbers, times and spans as the pages print them.
enum Figures {
  /// `1,234,567`.
  static func grouped(_ number: Int) -> String {
    var text = ""
    let digits = String(number.magnitude)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return number < 0 ? "-" + text : text
  }

  /// `1,234`, or `at least 1,234`.
  static func grouped(_ number: Int, isAtLeast: Bool) -> String {
    (isAtLeast ? "at least " : "") + grouped(number)
  }

  /// `1 row`, `2,000 rows`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// `1 was`, `2,000 were`.
  static func verb(_ number: Int, _ one: String, _ many: String) -> String {
    "\(grouped(number)) \(number == 1 ? one : many)"
  }

  /// A share in percent: `97%`, `0.4%`, and `<0.1%` for what is not nothing.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0, part > 0 else { return "0%" }
    if part == whole { return "100%" }
    let tenths = Int((Double(part) * 1_000 / Double(whole)).rounded())
    if tenths == 0 { return "<0.1%" }
    if tenths >= 1_000 { return ">99.9%" }
    return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
  }

  /// At most three digits after the point, and none without need: for SVG.
  static func decimal(_ number: Double) -> String {
    let thousandths = Int((number * 1_000).rounded())
    let fraction = String(1_000 + thousandths.magnitude % 1_000).dropFirst()
    let digits = fraction.reversed().drop { $0 == "0" }.reversed()
    let whole = (thousandths < 0 ? "-" : "") + String(thousandths.magnitude / 1_000)
    return digits.isEmpty ? whole : whole + "." + String(digits)
  }

  /// A time in microseconds, in three digits: `0.85 ms`, `12.5 ms`, `1.23 s`.
  static func span(_ microseconds: Int64) -> String {
    switch microseconds {
    // What would be rounded to more digits is said in the next unit.
    case ..<999_500: threeDigits(microseconds, per: 1_000) + " ms"
    case ..<99_950_000: threeDigits(microseconds, per: 1_000_000) + " s"
    default: duration(microseconds + 500_000)
    }
  }

  /// A time in microseconds, as a clock would say it: `0.9 s`, `2 min 5 s`, `3 h 12 min`, `2 d 4 h`.
  static func duration(_ microseconds: Int64) -> String {
    let seconds = Int(max(0, microseconds) / 1_000_000)
    switch seconds {
    case ..<10: return threeDigits(max(0, microseconds), per: 1_000_000) + " s"
    case ..<60: return "\(seconds) s"
    case ..<3_600: return two(seconds / 60, "min", seconds % 60, "s")
    case ..<86_400: return two(seconds / 3_600, "h", seconds / 60 % 60, "min")
    default: return two(seconds / 86_400, "d", seconds / 3_600 % 24, "h")
    }
  }

  /// `24 Nov 2026, 14:03:12 UTC`.
  static func moment(_ microseconds: Int64) -> String {
    "\(day(microseconds)), \(clock(microseconds)) UTC"
  }

  /// `24 Nov 2026`.
  static func day(_ microseconds: Int64) -> String {
    let parts = Timestamp.text(microseconds: microseconds).prefix(10).split(separator: "-")
    guard parts.count == 3, let month = Int(parts[1]), let day = Int(parts[2]) else { return "" }
    return "\(day) \(months[month - 1]) \(parts[0])"
  }

  /// `14:03:12`, in UTC.
  static func clock(_ microseconds: Int64) -> String {
    String(Timestamp.text(microseconds: microseconds).dropFirst(11).prefix(8))
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func two(_ first: Int, _ unit: String, _ second: Int, _ smaller: String) -> String
  {
    second == 0 ? "\(first) \(unit)" : "\(first) \(unit) \(second) \(smaller)"
  }

  private static func threeDigits(_ amount: Int64, per unit: Int64) -> String {
    let value = Double(amount) / Double(unit)
    let step: Double = value >= 100 ? 1 : value >= 10 ? 10 : 100
    return decimal((value * step).rounded() / step)
  }
}
