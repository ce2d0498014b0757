import CPhone

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

  /// `+52 1 55 1234 5678`: the number without the 1 that was dialled before Mexican mobiles until 2019, and is
  /// still written. It is the same person's, who is to be one recipient.
  static func withoutOldDigit(_ text: Span<UInt8>, code: Int, codeLength: Int) -> [UInt8]? {
    guard code == 52, text[codeLength + 1] == UInt8(ascii: "1"),
      let number = parse(text.indices.map { text[$0] }, region: "ZZ"), number.count < text.count
    else { return nil }
    return number
  }

  /// Throws if a text that was read as a national number is another one when only its `+` is lost, as
  /// spreadsheets lose it. Between a number of the region and a foreign one, the known one is meant;
  /// between two of the region, only who wrote them can tell. So it is between a landline that nobody
  /// writes without the 0 before it and a mobile.
  mutating func checkForLostPlus(
    _ text: NumberText, national reading: Reading
  ) throws(NumberProblem) {
    guard let other = withPlus(text) ?? withLostZero(text, reading.number),
      other != reading.number
    else { return }
    let isOfRegion = String(other.digits).hasPrefix(String(home))
    guard
      isOfRegion || reading.isOutsideKnownRanges
        || isLandlineWithoutPrefix(text, reading.number)
          && cphone_manner_of(other.digits).may_be_mobile
    else { return }
    // Digits that are no longer dialled, as the 1 of Mexican mobiles, make no other number.
    let same = Array("\(reading.number)".utf8)
    guard Self.parse(NumberText.plus + text.digits, region: "ZZ") != same else { return }
    throw .twoReadings(text: text.shown, national: reading.number, international: other)
  }

  private func isLandlineWithoutPrefix(
    _ text: NumberText, _ number: PhoneNumber
  ) -> Bool {
    let manner = cphone_manner_of(number.digits)
    guard manner.has_trunk_prefix, !manner.may_be_mobile else { return false }
    return String(number.digits).utf8.elementsEqual(Array("\(home)".utf8) + text.digits)
  }

  /// `049 171 …` in Germany: a mobile of the region behind `0049` that lost a zero, where the region would
  /// dial a landline.
  private mutating func withLostZero(
    _ text: NumberText, _ landline: PhoneNumber
  ) -> PhoneNumber? {
    let digits = text.digits.dropFirst()
    guard text.digits.first == UInt8(ascii: "0"), digits.starts(with: "\(home)".utf8),
      let number = known(NumberText.plus + digits),
      cphone_manner_of(number.digits).may_be_mobile,
      !cphone_manner_of(landline.digits).may_be_mobile
    else { return nil }
    return number
  }

  /// What digits without a `+` are with one, whatever else they are in the region.
  mutating func readingWithPlus(_ text: Span<UInt8>) -> PhoneNumber? {
    guard region != nil, text.count > 0, text[0] != UInt8(ascii: "+"),
      let written = try? NumberText(text), !written.hasPlus
    else { return nil }
    return withPlus(written)
  }

  /// What a number without its `+` would be with it, if its country knows such numbers.
  mutating func withPlus(_ text: NumberText) -> PhoneNumber? {
    do throws(NumberProblem) {
      return try knownReading(NumberText.plus + text.digits, written: "")?.number
    } catch { return error.meant.first }
  }

  /// The same, if that is none of the region's.
  mutating func ofAnotherCountry(_ text: NumberText) -> PhoneNumber? {
    guard let number = known(NumberText.plus + text.digits),
      !String(number.digits).hasPrefix(String(home))
    else { return nil }
    return number
  }

  /// What a number would be where `00` or `011` is dialled for the `+`.
  mutating func withPrefix(_ text: NumberText) -> PhoneNumber? {
    do throws(NumberProblem) { return try withForeignPrefix(text)?.number } catch {
      return error.meant.first
    }
  }

  /// `0049 (0)30 …` and `49 (0)30 …`: what stands before a zero that is not dialled from abroad is a country
  /// code, whatever the region would dial.
  mutating func withTrunkZero(_ text: NumberText) -> Reading? {
    guard let zero = text.trunkZero else { return nil }
    let (before, rest) = (text.digits[..<zero], text.digits[zero...])
    for prefix in [""] + NumberText.prefixes where before.starts(with: prefix.utf8) {
      let code = before.dropFirst(prefix.utf8.count)
      let digits = NumberText.plus + code + rest
      guard (1...3).contains(code.count), code.first != UInt8(ascii: "0"),
        codeLength(digits.span) == code.count,
        let number = Self.parse(digits, region: "ZZ"), number.dropFirst().starts(with: code),
        let reading = try? check(number.span, written: text.shown),
        !prefix.isEmpty || isSurelyCoded(reading, code)
      else { continue }
      return reading
    }
    return nil
  }

  /// Whether digits without any prefix begin with a country code: two of a short number may be like one.
  private func isSurelyCoded(_ reading: Reading, _ code: ArraySlice<UInt8>) -> Bool {
    if reading.isOutsideKnownRanges { return false }
    return code.elementsEqual("\(home)".utf8) || reading.number.digits >= 1_000_000_000
  }

  /// Whether a text is a number of a known range, or more than one.
  mutating func isNumber(_ text: String) -> Bool {
    do throws(NumberProblem) { return try !read(text).isOutsideKnownRanges } catch {
      if case .twoNumbers = error { return true }
      return false
    }
  }

  /// Whether a text that begins with `011` is a number of the region but for a few digits at its end: `011` is an
  /// area in Brazil, and the beginning of some in Britain.
  mutating func hasDigitsTooMany(_ text: NumberText, region: String) -> Bool {
    guard text.digits.starts(with: "011".utf8) else { return false }
    return (1...3).contains { count in
      guard let shorter = Self.parse(Array(text.digits.dropLast(count)), region: region) else {
        return false
      }
      return shorter.starts(with: "+\(home)".utf8) && known(shorter) != nil
    }
  }

  /// - Throws: For a zero after the country code that is not dialled from abroad.
  mutating func withForeignPrefix(_ text: NumberText) throws(NumberProblem) -> Reading? {
    for prefix in NumberText.prefixes where text.digits.starts(with: prefix.utf8) {
      let digits = NumberText.plus + text.digits.dropFirst(prefix.utf8.count)
      if let reading = try knownReading(digits, written: text.shown) { return reading }
    }
    return nil
  }

  /// A number that the region dials differently, where others write `00`: one that no country is known to
  /// have is not meant when the other is known; between two known ones only who wrote it can tell.
  ///
  /// `011` begins numbers of many regions, and ranges that are not known yet may be new: only one with
  /// the region's own country code behind it is in doubt.
  mutating func checkForForeignPrefix(
    _ text: NumberText, _ dialled: Reading
  ) throws(NumberProblem) -> Reading {
    let isDoubleZero = text.digits.starts(with: "00".utf8)
    if isDoubleZero, dialled.isOutsideKnownRanges, let own = withOwnCode(text) {
      return own
    }
    guard isDoubleZero || dialled.isOutsideKnownRanges else { return dialled }
    let other: PhoneNumber
    do throws(NumberProblem) {
      guard let reading = try withForeignPrefix(text), reading.number != dialled.number else {
        return dialled
      }
      if isDoubleZero, dialled.isOutsideKnownRanges { return reading }
      other = reading.number
    } catch {
      guard case .trunkZero(_, _, let meant) = error, meant != dialled.number else {
        return dialled
      }
      if isDoubleZero, dialled.isOutsideKnownRanges { throw error }
      other = meant
    }
    guard isDoubleZero || String(other.digits).hasPrefix(String(home)) else { return dialled }
    throw .twoReadings(text: text.shown, national: dialled.number, international: other)
  }

  /// `0057 601 …` in Colombia, where `005` is dialled, too: the region's own code behind `00`.
  private mutating func withOwnCode(_ text: NumberText) -> Reading? {
    let rest = text.digits.dropFirst(2)
    guard rest.starts(with: String(home).utf8) else { return nil }
    let digits = NumberText.plus + rest
    return try? check(digits.span, written: text.shown)
  }

  private mutating func known(_ digits: [UInt8]) -> PhoneNumber? {
    try? knownReading(digits, written: "")?.number
  }

  /// Reads `+` and digits, where a country is known to have such numbers.
  /// - Throws: Only for a zero after the country code that is not dialled from abroad.
  private mutating func knownReading(
    _ digits: [UInt8], written: String
  ) throws(NumberProblem) -> Reading? {
    guard (8...16).contains(digits.count), digits[1] != UInt8(ascii: "0") else { return nil }
    do throws(NumberProblem) {
      let reading = try check(digits.span, written: written)
      return reading.isOutsideKnownRanges ? nil : reading
    } catch {
      if case .trunkZero = error { throw error }
      return nil
    }
  }
}
