/// What somebody wrote into the cell of a phone number, without the marks that only please the
/// eye: its `+` and its digits.
struct NumberText {
  /// The text as it stood, cut to a readable length, for people.
  let shown: String
  private(set) var hasPlus = false
  /// ASCII digits.
  private(set) var digits: [UInt8] = []
  /// `+44 (0) 20 …`: where among the digits the first zero between brackets stands that has others before
  /// it. Behind a country code, it is not dialled from abroad.
  private(set) var trunkZero: Int?
  /// What stands before the last slash that has digits behind it, and may part two numbers; nil without.
  private(set) var beforeSlash: String?

  /// Nobody writes a number with more bytes than this.
  private static let mostBytes = 200

  static let plus = [UInt8(ascii: "+")]

  init(_ cell: Span<UInt8>) throws(NumberProblem) {
    let bytes = cell.extracting(Self.withoutPadding(cell))
    if let digits = Self.plainDigits(bytes) {
      shown = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      (hasPlus, self.digits) = (bytes[0] == UInt8(ascii: "+"), digits)
      return
    }
    let count = min(bytes.count, Self.mostBytes)
    let all = String(decoding: (0..<count).map { bytes[$0] }, as: UTF8.self)
    let scalars = Self.withoutWrapping(all)
    shown = Self.shown(scalars)
    guard !scalars.isEmpty else { throw .missing }
    guard bytes.count <= Self.mostBytes else { throw .notANumber(text: shown) }
    if let problem = Self.spreadsheetProblem(scalars, shown: shown) { throw problem }
    try read(scalars)
  }

  /// The digits of what most people write: between them no more than spaces, hyphens, points and brackets. Nil for
  /// all that may be meant otherwise: fewer digits may be a date, `.0` ends a decimal number, and `(0)` is a
  /// ``trunkZero``.
  private static func plainDigits(_ bytes: Span<UInt8>) -> [UInt8]? {
    guard (9...longestShown).contains(bytes.count) else { return nil }
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count)
    var before: UInt8 = 0
    for index in bytes.indices {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if byte == UInt8(ascii: "0"), before == UInt8(ascii: "("), !digits.isEmpty { return nil }
        digits.append(byte)
      case UInt8(ascii: "+") where index == 0: break
      case UInt8(ascii: "."): if bytes.count - index <= 3 { return nil }
      case UInt8(ascii: " "): continue
      case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "-"): break
      default: return nil
      }
      before = byte
    }
    return (9...15).contains(digits.count) ? digits : nil
  }

  /// What is between the spaces around it, of which a column of fixed width may have many.
  private static func withoutPadding(_ cell: Span<UInt8>) -> Range<Int> {
    var (start, end) = (0, cell.count)
    while start < end, cell[start] <= 0x20 { start += 1 }
    while start < end, cell[end - 1] <= 0x20 { end -= 1 }
    return start..<end
  }

  private mutating func read(_ scalars: ArraySlice<Unicode.Scalar>) throws(NumberProblem) {
    let scalars = Self.withoutScheme(scalars)
    if Self.holdsTwoNumbers(scalars) { throw .twoNumbers(text: shown) }
    for (index, scalar) in zip(scalars.indices, scalars) {
      if let value = Self.digit(scalar) {
        if value == 0, !digits.isEmpty, Self.isInParentheses(index, of: scalars) {
          trunkZero = trunkZero ?? digits.count
        }
        digits.append(0x30 + value)
      } else if Self.pluses.contains(scalar) {
        guard digits.isEmpty, !hasPlus else { throw .misplacedPlus(text: shown) }
        hasPlus = true
      } else if !Self.separators.contains(scalar), !scalar.properties.isWhitespace {
        throw Self.problem(with: scalar, in: scalars, shown: shown)
      }
    }
    guard !digits.isEmpty else { throw .notANumber(text: shown) }
    // 15, an international prefix before them, and such a zero.
    guard digits.count <= (trunkZero == nil ? 17 : 18) else {
      throw .over15Digits(text: shown, digits: digits.count)
    }
    // More of them only part groups of digits.
    guard scalars.count(where: Self.slashes.contains) <= 2,
      let slash = scalars.lastIndex(where: Self.slashes.contains),
      scalars[slash...].contains(where: { Self.digit($0) != nil })
    else { return }
    beforeSlash = String(String.UnicodeScalarView(scalars[..<slash]))
  }

  /// What is dialled for the `+` in so many countries that it is written in others, too.
  static let prefixes = ["00", "011"]

  /// How many digits country codes have at most.
  static let longestCode = 3

  static let pluses: Set<Unicode.Scalar> = ["+", "\u{FF0B}", "\u{FE62}", "\u{207A}"]

  static let slashes: Set<Unicode.Scalar> = ["/", "\u{FF0F}", "\u{2044}"]

  /// Hyphens, dashes, dots, brackets, slashes and tildes that people put between digits.
  static let separators: Set<Unicode.Scalar> = [
    "-", ".", "(", ")", "/", "[", "]", "~", "_",
    "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2015}", "\u{2212}",
    "\u{FE63}", "\u{FF0D}", "\u{30FC}", "\u{FF0E}", "\u{2024}", "\u{00B7}", "\u{2022}",
    "\u{FF08}", "\u{FF09}", "\u{FF3B}", "\u{FF3D}", "\u{FF0F}", "\u{2044}",
    "\u{2053}", "\u{223C}", "\u{FF5E}",
  ]

  /// A decimal digit of any script, as libphonenumber has it: full width, Arabic, Devanagari.
  static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
    if scalar.isASCII {
      return (0x30...0x39).contains(scalar.value) ? UInt8(scalar.value - 0x30) : nil
    }
    guard scalar.properties.generalCategory == .decimalNumber,
      let value = scalar.properties.numericValue, (0...9).contains(value)
    else { return nil }
    return UInt8(value)
  }

  /// The text without what no eye sees (bidi marks, zero-width characters), the white space around
  /// it, and what makes spreadsheets treat a number as text: `'+1…` and `="+1…"`.
  private static func withoutWrapping(_ text: String) -> ArraySlice<Unicode.Scalar> {
    var rest = text.unicodeScalars.filter { !isInvisible($0) }.map { $0 }[...]
    rest = trimmed(rest)
    if rest.starts(with: "=\"".unicodeScalars), rest.last == "\"", rest.count > 2 {
      rest = rest.dropFirst(2).dropLast()
    }
    while let first = rest.first, "'’‘`".unicodeScalars.contains(first) { rest = rest.dropFirst() }
    return trimmed(rest)
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x80 && scalar.properties.isDefaultIgnorableCodePoint
  }

  private static func trimmed(_ text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    let start = text.drop { $0.properties.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.properties.isWhitespace }) else { return [] }
    return start[...last]
  }

  /// `tel:` of RFC 3966.
  private static func withoutScheme(
    _ text: ArraySlice<Unicode.Scalar>
  ) -> ArraySlice<Unicode.Scalar> {
    let scheme = String(String.UnicodeScalarView(text.prefix(4))).lowercased()
    return scheme == "tel:" ? text.dropFirst(4) : text
  }

  private static let longestShown = 40

  /// The text on one line, at most 40 characters of it.
  private static func shown(_ text: ArraySlice<Unicode.Scalar>) -> String {
    let visible = text.map { isControl($0) ? " " : $0 }
    let string = String(String.UnicodeScalarView(visible))
    return string.count > longestShown ? "\(string.prefix(longestShown - 1))…" : string
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Whether nothing but a digit stands between two brackets.
  private static func isInParentheses(
    _ index: Int, of text: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    guard let before = text[..<index].last(where: { !$0.properties.isWhitespace }),
      let after = text[(index + 1)...].first(where: { !$0.properties.isWhitespace })
    else { return false }
    return "([\u{FF08}".unicodeScalars.contains(before)
      && ")]\u{FF09}".unicodeScalars.contains(after)
  }
}
