/// Names for what is wrong with a text, so that whoever made the list recognises it.
extension NumberText {
  /// What spreadsheets make of numbers.
  static func spreadsheetProblem(
    _ text: ArraySlice<Unicode.Scalar>, shown: String
  ) -> NumberProblem? {
    if text.first == "#", !text.contains(where: { digit($0) != nil && $0 != "0" }) {
      return .spreadsheetError(text: shown)
    }
    if let lost = scientificNotation(text) {
      return .scientificNotation(text: shown, lost: lost)
    }
    if isDate(text) { return .date(text: shown) }
    return isDecimal(text) ? .decimal(text: shown) : nil
  }

  /// `2026-12-31` and `31.12.2026`: in some regions such digits are a number.
  private static func isDate(_ cell: ArraySlice<Unicode.Scalar>) -> Bool {
    let text = cell.filter { !$0.properties.isWhitespace }
    guard let sign = text.first(where: { digit($0) == nil }), dateSigns.contains(sign)
    else { return false }
    var parts = text.split(separator: sign, omittingEmptySubsequences: false)
    // `31.12.2026.`
    if parts.count == 4, parts[3].isEmpty { parts.removeLast() }
    let lengths = parts.map(\.count)
    guard parts.count == 3, text.allSatisfy({ $0 == sign || digit($0) != nil }),
      lengths[0] == 4 || lengths[2] == 4, lengths.filter({ (1...2).contains($0) }).count == 2
    else { return false }
    var numbers = parts.map { $0.reduce(0) { $0 * 10 + Int(digit($1) ?? 0) } }
    let year = numbers.remove(at: lengths[0] == 4 ? 0 : 2)
    return (1900...2099).contains(year) && numbers.allSatisfy { (1...31).contains($0) }
      && numbers.contains { $0 <= 12 }
  }

  /// Whether `1.20256E+10` lost digits; nil for any other text.
  private static func scientificNotation(_ text: ArraySlice<Unicode.Scalar>) -> Bool? {
    guard let e = text.firstIndex(where: { $0 == "e" || $0 == "E" }) else { return nil }
    var mantissa = text[..<e]
    var exponent = text[(e + 1)...]
    if let sign = mantissa.first, "+-".unicodeScalars.contains(sign) { mantissa.removeFirst() }
    if let sign = exponent.first, "+-".unicodeScalars.contains(sign) { exponent.removeFirst() }
    let digits = mantissa.filter { $0 != "." && $0 != "," && !$0.properties.isWhitespace }
    guard !digits.isEmpty, digits.allSatisfy({ digit($0) != nil }),
      (1...3).contains(exponent.count), exponent.allSatisfy({ digit($0) != nil })
    else { return nil }
    let power = exponent.reduce(0) { $0 * 10 + Int(digit($1) ?? 0) }
    return digits.count < power + 1
  }

  /// `12025550123.0`: digits, one point or comma, and zeros.
  private static func isDecimal(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let point = text.lastIndex(where: { $0 == "." || $0 == "," }) else { return false }
    let whole = text[..<point].drop { pluses.contains($0) }
    let fraction = text[(point + 1)...]
    return whole.count >= 7 && whole.allSatisfy { digit($0) != nil }
      && (1...2).contains(fraction.count) && fraction.allSatisfy { $0 == "0" }
  }

  private static let dateSigns: Set<Unicode.Scalar> = [
    "-", ".", "/", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2212}",
  ]

  /// Two parts that are long enough to be numbers, with something between them that separates
  /// numbers; or a second `+`. `0049 (0)176/…` is a country and an area.
  static func holdsTwoNumbers(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    let parts = text.split { scalar in
      scalar.properties.generalCategory == .control || ",;:|&/\\".unicodeScalars.contains(scalar)
        || scalar.properties.isAlphabetic || pluses.contains(scalar)
    }
    let code = lengthOfPrefix(text)
    let counts = parts.enumerated().map { digitCount($1) - ($0 == 0 ? code : 0) }
    if counts.filter({ $0 >= 7 }).count >= 2 { return true }
    guard digitCount(text) > 15 else { return false }
    let words = text.split { $0.properties.isWhitespace }
    return words.filter { digitCount($0) >= 7 }.count >= 2
  }

  /// How many digits a prefix and a country code may take, where a number begins with one.
  private static func lengthOfPrefix(_ text: ArraySlice<Unicode.Scalar>) -> Int {
    let start = text.filter { digit($0) != nil || pluses.contains($0) }
    if let first = start.first, pluses.contains(first) { return longestCode }
    let digits = start.compactMap(digit).map { $0 + 0x30 }
    return prefixes.first { digits.starts(with: $0.utf8) }.map { $0.utf8.count + longestCode } ?? 0
  }

  private static func digitCount(_ text: ArraySlice<Unicode.Scalar>) -> Int {
    text.reduce(0) { $0 + (digit($1) == nil ? 0 : 1) }
  }

  /// The name for the trouble that `scalar`, which has no place in a number, makes.
  static func problem(
    with scalar: Unicode.Scalar, in text: ArraySlice<Unicode.Scalar>, shown: String
  ) -> NumberProblem {
    guard digitCount(text) > 0 else { return .notANumber(text: shown) }
    if isExtension(text) { return .extensionNumber(text: shown) }
    let letters = text.filter { $0.properties.isAlphabetic }
    guard let first = letters.first else {
      return .strangeCharacter(text: shown, character: Character(scalar))
    }
    if digitCount(text) >= 5, !hasWord(text), letters.allSatisfy({ lookalikes[$0] != nil }),
      let digit = lookalikes[first]
    {
      return .lookalike(text: shown, letter: Character(first), digit: digit)
    }
    return .letters(text: shown)
  }

  /// Whether a word without any digit stands before or behind a number, such as `Bob`. Where digits lack, it
  /// may be meant as some.
  static func hasWord(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    let words = text.split { $0.properties.isWhitespace }
    guard digitCount(text) >= 8, let first = words.first, let last = words.last else {
      return false
    }
    return [first, last].contains { word in
      digitCount(word) == 0 && word.count { $0.properties.isAlphabetic } > 1
    }
  }

  /// Whether a number seems to be there, and a word beside it.
  static func hasNumberAndWord(_ text: String) -> Bool {
    hasDigitsOfNumber(text) && hasWord(Array(text.unicodeScalars)[...])
  }

  /// Seven digits or more, then a word or sign for an extension, then its digits.
  private static func isExtension(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard
      let start = text.firstIndex(where: {
        $0.properties.isAlphabetic || ",;#*".unicodeScalars.contains($0)
      }),
      digitCount(text[..<start]) >= 5
    else { return false }
    let tail = text[start...]
    let word = tail.filter {
      digit($0) == nil && !separators.contains($0) && !$0.properties.isWhitespace
    }
    let name = String(String.UnicodeScalarView(word)).lowercased()
    return extensionWords.contains(name) && (1...7).contains(digitCount(tail))
  }

  private static let extensionWords: Set<String> = [
    "x", "ext", "ext:", "extn", "extension", "extension:", "#", "*", ",", ",,", ",,,", ";", ";ext=",
    "int", "interno", "anexo", "poste", "p", "durchwahl", "dw", "доб", "ramal", "wew", "tst",
  ]

  /// Letters that are typed, or read by a scanner, for digits.
  private static let lookalikes: [Unicode.Scalar: Int] = [
    "O": 0, "o": 0, "О": 0, "о": 0, "Ο": 0, "ο": 0, "Q": 0, "D": 0,
    "l": 1, "I": 1, "i": 1, "І": 1, "Z": 2, "z": 2, "З": 3, "S": 5, "s": 5, "b": 6, "G": 6,
    "B": 8, "В": 8, "g": 9, "q": 9,
  ]
}
