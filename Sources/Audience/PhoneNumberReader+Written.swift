import CPhone

extension PhoneNumberReader {
  /// Reads a number that is not just `+` and digits.
  mutating func readWritten(_ text: Span<UInt8>) throws(NumberProblem) -> Reading {
    let written = try NumberText(text)
    guard slashPartsNumbers(written) else { return try readWhole(written) }
    throw .twoNumbers(text: written.shown, whole: (try? readWhole(written))?.number)
  }

  /// Whether a number stands before the last slash. Where slashes part all groups of one that is known, as
  /// in `06/1234/5678`, the first of them may make one by chance.
  private mutating func slashPartsNumbers(_ text: NumberText) -> Bool {
    guard let first = text.beforeSlash, isNumber(first) else { return false }
    guard first.unicodeScalars.contains(where: NumberText.slashes.contains),
      let whole = try? readWhole(text)
    else { return true }
    return whole.isOutsideKnownRanges
  }

  private mutating func readWhole(_ written: NumberText) throws(NumberProblem) -> Reading {
    if written.hasPlus { return try readInternational(written) }
    let coded = withTrunkZero(written)
    guard let region else {
      throw .noCountryCode(
        text: written.shown, repaired: coded?.number ?? withPlus(written) ?? withPrefix(written))
    }
    if let coded { return coded }
    return try readNational(written, region: region)
  }

  private mutating func readInternational(_ text: NumberText) throws(NumberProblem) -> Reading {
    if text.digits.first == UInt8(ascii: "0") { throw .zeroAfterPlus(text: text.shown) }
    if text.trunkZero != nil,
      let number = Self.parse(NumberText.plus + text.digits, region: "ZZ")
    {
      return try check(number.span, written: text.shown)
    }
    return try check((NumberText.plus + text.digits).span, written: text.shown)
  }

  /// National formats, trunk and international prefixes, and a `+` that got lost, as dialled in a
  /// region.
  private mutating func readNational(
    _ text: NumberText, region: String
  ) throws(NumberProblem) -> Reading {
    let dialled: Reading
    do throws(NumberProblem) { dialled = try readDialled(text, region: region) } catch {
      if !hasDigitsTooMany(text, region: region),
        let reading = try withForeignPrefix(text)
      {
        return reading
      }
      guard error.meant.isEmpty,
        let number = withPrefix(text) ?? ofAnotherCountry(text)
      else { throw error }
      throw .lostPlus(error, meant: number)
    }
    return try checkForForeignPrefix(text, dialled)
  }

  private mutating func readDialled(
    _ text: NumberText, region: String
  ) throws(NumberProblem) -> Reading {
    if let number = known(asDialled: text.digits) {
      return try readNational(number, of: text, region: region)
    }
    var e164: UInt64 = 0
    let result = text.digits.withUnsafeBytes { bytes in
      cphone_parse(bytes.baseAddress, bytes.count, region, &e164)
    }
    switch result {
    case CPHONE_PARSED:
      return try readNational(e164, of: text, region: region)
    case CPHONE_PARSED_TOO_SHORT:
      throw .tooShort(text: text.shown, code: home, lengths: lengths(of: home))
    case CPHONE_PARSED_TOO_LONG:
      throw .tooLong(text: text.shown, code: home, lengths: lengths(of: home))
    default:
      throw .notInRegion(text: text.shown, region: region)
    }
  }

  private mutating func readNational(
    _ e164: UInt64, of text: NumberText, region: String
  ) throws(NumberProblem) -> Reading {
    let number = Array("+\(e164)".utf8)
    // Of which somebody wrote fewer.
    if number.count > 16, text.digits.count <= 15 {
      throw .tooLong(text: text.shown, code: home, lengths: lengths(of: home))
    }
    do throws(NumberProblem) {
      let reading = try check(number.span, written: text.shown)
      try checkForLostPlus(text, national: reading)
      return reading
    } catch .trunkZero {
      // Nobody wrote a country code before that zero.
      throw .notInRegion(text: text.shown, region: region)
    }
  }

  static func parse(_ text: [UInt8], region: String) -> [UInt8]? {
    var e164: UInt64 = 0
    let result = text.withUnsafeBytes { bytes in
      cphone_parse(bytes.baseAddress, bytes.count, region, &e164)
    }
    return result == CPHONE_PARSED ? Array("+\(e164)".utf8) : nil
  }
}
