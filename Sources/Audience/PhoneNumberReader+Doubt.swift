/// Readings that are possible, but surely not, or not surely, what was meant.
extension PhoneNumberReader {
  /// `+44 020 7946 0958`: the number without the zero that is dialled within a country only, if that
  /// makes a known one.
  /// - Parameters:
  ///   - text: `+` and digits.
  ///   - codeLength: how many of the digits are the country code.
  mutating func withoutTrunkZero(_ text: Span<UInt8>, codeLength: Int) -> PhoneNumber? {
    guard text.count > codeLength + 2, text[codeLength + 1] == UInt8(ascii: "0") else { return nil }
    var digits: [UInt8] = []
    for position in 0..<text.count where position != codeLength + 1 {
      digits.append(text[position])
    }
    return known(digits)
  }

  /// Throws if a text that was read as a national number is another one when only its `+` is lost, as
  /// spreadsheets lose it. Between a number of the region and a foreign one, the known one is meant;
  /// between two of the region, only who wrote them can tell.
  mutating func checkForLostPlus(
    _ text: NumberText, national reading: Reading, home: Int
  ) throws(NumberProblem) {
    guard let other = withPlus(text), other != reading.number else { return }
    let isOfRegion = String(other.digits).hasPrefix(String(home))
    guard isOfRegion || reading.isOutsideKnownRanges else { return }
    // Digits that are no longer dialled, as the 1 of Mexican mobiles, make no other number.
    let same = Array("\(reading.number)".utf8)
    guard Self.parse(text.international + text.digits, region: "ZZ") != same else { return }
    throw .twoReadings(text: text.shown, national: reading.number, international: other)
  }

  /// What a number without its `+` would be with it, if its country knows such numbers.
  mutating func withPlus(_ text: NumberText) -> PhoneNumber? {
    text.digits.first == UInt8(ascii: "0") ? nil : known(text.international + text.digits)
  }

  /// Whether a text that begins with `011` is a number of the region but for its last digit: in Brazil, that
  /// is São Paulo.
  mutating func hasDigitTooMany(_ text: NumberText, region: String, home: Int) -> Bool {
    let shorter = Array(text.digits.dropLast())
    guard shorter.starts(with: "011".utf8), let national = Self.parse(shorter, region: region)
    else {
      return false
    }
    let code = Array("+\(home)".utf8)
    // Dialled with a 0, which in Italy is a part of it.
    return [code + shorter.dropFirst(), code + shorter].contains(national) && known(national) != nil
  }

  /// `00` and `011` are dialled for the `+` in so many countries that they are written in others, too.
  mutating func withForeignPrefix(_ text: NumberText) -> Reading? {
    for prefix in ["00", "011"] where text.digits.starts(with: prefix.utf8) {
      let digits = text.international + text.digits.dropFirst(prefix.utf8.count)
      guard known(digits) != nil else { continue }
      return try? check(digits.span, written: text.shown)
    }
    return nil
  }

  /// A number that the region dials differently, where others write `00`: one that no country is known to
  /// have is not meant when the other is known; between two known ones only who wrote it can tell.
  ///
  /// `011` begins numbers of many regions, and ranges that are not known yet may be new.
  mutating func checkForForeignPrefix(
    _ text: NumberText, _ dialled: Reading
  ) throws(NumberProblem) -> Reading {
    guard text.digits.starts(with: "00".utf8), let other = withForeignPrefix(text),
      other.number != dialled.number
    else { return dialled }
    if dialled.isOutsideKnownRanges { return other }
    throw .twoReadings(text: text.shown, national: dialled.number, international: other.number)
  }

  /// - Parameter digits: `+` and digits.
  private mutating func known(_ digits: [UInt8]) -> PhoneNumber? {
    guard (8...16).contains(digits.count), digits[1] != UInt8(ascii: "0"),
      let reading = try? check(digits.span, written: ""), !reading.isOutsideKnownRanges
    else { return nil }
    return reading.number
  }
}
