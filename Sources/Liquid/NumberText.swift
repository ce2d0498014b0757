/// Numbers as they are written.
enum NumberText {
  /// The sign and digits of a number, without leading zeros.
  struct Parts {
    var isNegative = false
    /// 0 to 9, the highest first.
    var digits: [UInt8] = []
    /// How many of the digits stand after the point.
    var scale = 0
    var isDecimal = false

    var big: BigNumber { BigNumber(isNegative: isNegative, digits: digits, scale: scale) }

    fileprivate mutating func add(_ byte: UInt8) throws(Fault) {
      if digits.isEmpty, byte == UInt8(ascii: "0"), !isDecimal { return }
      guard digits.count < Limits.digits else { throw .numberTooLarge }
      digits.append(byte - UInt8(ascii: "0"))
      if isDecimal { scale += 1 }
    }
  }

  /// What a filter takes text for: a decimal if it is one from end to end, or else the integer that
  /// it starts with, as Ruby's `to_i` reads it; 0 if there is none.
  static func parts(_ bytes: Span<UInt8>) throws(Fault) -> Parts {
    if let decimal = try decimal(bytes) { return decimal }
    var parts = Parts()
    var index = bytes.indices.first { !bytes[$0].isSpace } ?? bytes.count
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      parts.isNegative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    var follows = false
    while index < bytes.count {
      // One underscore between digits is part of an integer.
      let isGap = bytes[index] == UInt8(ascii: "_") && follows
      guard bytes[index].isDigit || isGap else { break }
      if !isGap { try parts.add(bytes[index]) }
      follows = !isGap
      index += 1
    }
    return parts
  }

  /// `-?\d+\.\d+` with white space around.
  private static func decimal(_ bytes: Span<UInt8>) throws(Fault) -> Parts? {
    try exact(bytes, in: inner(bytes), isInteger: false)
  }

  private static func inner(_ bytes: Span<UInt8>) -> Range<Int> {
    let start = bytes.indices.first { !bytes[$0].isStrippable } ?? bytes.count
    let end = bytes.indices.last { !bytes[$0].isStrippable }.map { $0 + 1 } ?? start
    return start..<max(start, end)
  }

  /// Whether a text is a number from end to end, with white space around.
  static func isWhole(_ bytes: Span<UInt8>) -> Bool {
    (try? exact(bytes, in: withoutPlus(bytes, inner(bytes)), isInteger: true)) != nil
  }

  /// Whether a text is `0`, `0.00`, `-0,0`, `$0` or the like; not `00`, which is rather a code.
  static func isZero(_ bytes: Span<UInt8>) -> Bool {
    let zeros = bytes.indices.count(where: { bytes[$0] == UInt8(ascii: "0") })
    guard zeros > 0, !bytes.indices.contains(where: { (0x31...0x39).contains(bytes[$0]) }) else {
      return false
    }
    return (zeros == 1 || zeros < bytes.count) && (isWhole(bytes) || isAlmostNumber(bytes))
  }

  /// Whether a number such as `1.234` or `-12.000` may be meant as thousands.
  static func mayBeThousands(_ bytes: Span<UInt8>) -> Bool {
    let start = bytes.count > 0 && bytes[0] == UInt8(ascii: "-") ? 1 : 0
    let point = bytes.count - 4
    return (start + 1...start + 3).contains(point) && bytes[point] == UInt8(ascii: ".")
      && bytes[start] != UInt8(ascii: "0")
      && (start..<bytes.count).allSatisfy { $0 == point || bytes[$0].isDigit }
  }

  private static func withoutPlus(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    guard range.count > 1, bytes[range.lowerBound] == UInt8(ascii: "+"),
      bytes[range.lowerBound + 1] != UInt8(ascii: "-")
    else { return range }
    return range.lowerBound + 1..<range.upperBound
  }

  /// Whether a text seems to be meant as a number, in a form that is none: `1,000`, `.5`, `$5`, `5 EUR`,
  /// `1E+03`.
  static func isAlmostNumber(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count <= 40, bytes.indices.contains(where: { bytes[$0].isDigit }), !isWhole(bytes)
    else { return false }
    let text = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    var rest = Array(text.unicodeScalars)[...]
    if let sign = rest.first, sign == "+" || sign == "-" { rest.removeFirst() }
    rest = withoutUnits(rest)
    if let space = rest.first, spaces.contains(space) { rest.removeFirst() }
    if let space = rest.last, spaces.contains(space) { rest.removeLast() }
    return isGrouped(rest) || isPower(rest)
  }

  /// Without a sign of a currency or a percentage, or the code of a currency.
  private static func withoutUnits(
    _ text: ArraySlice<Unicode.Scalar>
  ) -> ArraySlice<Unicode.Scalar> {
    var rest = text
    if let mark = rest.first, isMark(mark) { rest.removeFirst() }
    if let mark = rest.last, isMark(mark) { rest.removeLast() }
    // Without a space between, it is rather the number of an order.
    if let space = rest.firstIndex(where: spaces.contains), isCode(rest[..<space]) {
      return rest[space...]
    }
    if let space = rest.lastIndex(where: spaces.contains), isCode(rest[(space + 1)...]) {
      return rest[...space]
    }
    return rest
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "%" || scalar.properties.generalCategory == .currencySymbol
  }

  /// `EUR`, as ISO 4217 has the more frequent ones, or what people write for their own.
  private static func isCode(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    currencies.contains(String(String.UnicodeScalarView(text)))
  }

  private static let currencies: Set = [
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP",
    "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "MAD", "MXN",
    "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "RON", "RSD", "RUB", "SAR", "SEK",
    "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR", "kr", "zł", "Kč", "Ft", "lei", "Rs",
    "Fr", "руб", "грн",
  ]
  /// Those that stand between thousands.
  private static let spaces: Set<Unicode.Scalar> = [" ", "\u{A0}", "\u{202F}"]
  private static let points: Set<Unicode.Scalar> = [".", ","]
  private static let groupSigns = spaces.union(points).union(["'", "’"])

  /// `1,234.50`, `1 000`, `12,50`, `.5` and `7.`: only the last part may have any length, behind a point.
  private static func isGrouped(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    let signs = text.filter { !isDigit($0) }
    let parts = text.split(omittingEmptySubsequences: false) { !isDigit($0) }
    guard signs.allSatisfy(groupSigns.contains), let first = parts.first, let last = parts.last
    else { return false }
    guard signs.count > 1 || !(signs.last.map(points.contains) ?? true) else {
      return first.count + last.count > 0
    }
    let isFraction = signs.last.map(points.contains) == true
    let groups = isFraction ? parts.dropFirst().dropLast() : parts.dropFirst()
    return (1...3).contains(first.count) && groups.allSatisfy { $0.count == 3 }
      && (!isFraction || !last.isEmpty)
  }

  /// `1E+03`.
  private static func isPower(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let e = text.firstIndex(where: { $0 == "e" || $0 == "E" }), e > text.startIndex else {
      return false
    }
    var power = text[(e + 1)...]
    if let sign = power.first, sign == "+" || sign == "-" { power.removeFirst() }
    let parts = text[..<e].split(omittingEmptySubsequences: false, whereSeparator: points.contains)
    return parts.count <= 2
      && (parts + [power]).allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// The number that `range` spells: digits with a point, or without one when `isInteger`.
  private static func exact(
    _ bytes: Span<UInt8>, in range: Range<Int>, isInteger: Bool
  ) throws(Fault) -> Parts? {
    var (parts, index) = (Parts(), range.lowerBound)
    if index < range.upperBound, bytes[index] == UInt8(ascii: "-") {
      parts.isNegative = true
      index += 1
    }
    var (before, after) = (0, 0)
    while index < range.upperBound {
      if bytes[index] == UInt8(ascii: "."), !parts.isDecimal {
        parts.isDecimal = true
      } else {
        guard bytes[index].isDigit else { return nil }
        try parts.add(bytes[index])
        if parts.isDecimal { after += 1 } else { before += 1 }
      }
      index += 1
    }
    guard before > 0, parts.isDecimal ? after > 0 : isInteger else { return nil }
    return parts
  }

  /// The number that the text of a field is, from end to end.
  static func cell(_ bytes: Span<UInt8>, of text: Text) -> Cell? {
    let range = withoutPlus(bytes, 0..<bytes.count)
    guard let parts = try? exact(bytes, in: range, isInteger: true) else { return nil }
    if !parts.isDecimal { return parts.big.integer.map { .integer($0) } ?? .big(text) }
    return .decimal(parts.big.double)
  }

  /// An integer as Ruby's `Integer()` reads it: also with a prefix such as `0x`, and underscores.
  static func integer(_ bytes: [UInt8]) -> Int? {
    var rest = bytes[bytes.trimming(bytes.indices)]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let radix = dropPrefix(of: &rest)
    var (value, follows) = (0, false)
    for byte in rest {
      if byte == UInt8(ascii: "_"), follows {
        follows = false
        continue
      }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix else {
        return nil
      }
      // Beyond this no text is long enough for the difference to matter.
      value = min(value * radix + digit, 1 << 40)
      follows = true
    }
    return follows ? (isNegative ? -value : value) : nil
  }

  private static func dropPrefix(of rest: inout ArraySlice<UInt8>) -> Int {
    guard rest.count > 1, rest.first == UInt8(ascii: "0") else { return 10 }
    let radixes: [UInt8: Int] = [
      UInt8(ascii: "x"): 16, UInt8(ascii: "b"): 2, UInt8(ascii: "o"): 8, UInt8(ascii: "d"): 10,
    ]
    let letter = rest[rest.startIndex + 1].lowercased
    guard let radix = radixes[letter] else { return 8 }
    rest = rest.dropFirst(2)
    return radix
  }
}

/// A decimal as Ruby prints it: `0.1`, `100.0`, `1.0e+15`, `1.0e-05`.
struct DecimalText: CustomStringConvertible {
  let isNegative: Bool
  /// The digits, without zeros at the start and the end.
  let digits: String
  /// Where the point stands: after so many of the digits.
  let point: Int

  init(_ value: Double) {
    var text = Substring(value.description)
    isNegative = text.first == "-"
    if isNegative { text = text.dropFirst() }
    let parts = text.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    let all = mantissa[0] + fraction
    let significant = all.drop { $0 == "0" }
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    var kept = significant
    while kept.last == "0" { kept = kept.dropLast() }
    digits = kept.isEmpty ? "0" : String(kept)
    point = kept.isEmpty ? 1 : mantissa[0].count + exponent - (all.count - significant.count)
  }

  var big: BigNumber {
    let number = BigNumber(
      isNegative: isNegative, digits: digits.utf8.map { $0 - UInt8(ascii: "0") },
      scale: max(0, digits.utf8.count - point))
    guard point > digits.utf8.count else { return number }
    let limbs = Limbs.shifted(number.limbs, by: point - digits.utf8.count)
    return BigNumber(isNegative: isNegative, limbs: limbs, scale: 0)
  }

  var description: String { (isNegative ? "-" : "") + unsigned }

  private var unsigned: String {
    let count = digits.utf8.count
    // Sixteen digits before the point are only shown when one follows it.
    if point > (count > 16 ? 16 : 15) || point <= -4 { return scientific }
    if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
    if count <= point { return digits + String(repeating: "0", count: point - count) + ".0" }
    return "\(digits.prefix(point)).\(digits.dropFirst(point))"
  }

  private var scientific: String {
    let exponent = point - 1
    let size = String(exponent.magnitude)
    let rest = digits.dropFirst()
    return "\(digits.prefix(1)).\(rest.isEmpty ? "0" : rest)e\(exponent < 0 ? "-" : "+")"
      + (size.utf8.count < 2 ? "0" : "") + size
  }
}
