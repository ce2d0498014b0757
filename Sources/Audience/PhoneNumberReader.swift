import CPhone

/// Makes phone numbers of what people write. It asks libphonenumber once for each country code and
/// length and remembers; a clean `+12025550123` then costs tens of nanoseconds. Keep one for each
/// thread.
package struct PhoneNumberReader: Sendable {
  /// A text that is a number.
  package struct Reading: Sendable, Hashable {
    /// In E.164, and of a length that its country has.
    package let number: PhoneNumber
    /// The country has numbers of this length, but none are known to begin like this one.
    package let isOutsideKnownRanges: Bool
  }

  /// Whose national formats are understood, in upper case; nil: E.164 only.
  let region: String?
  /// The region's country code; 0 without a region.
  private(set) var home = 0
  private var dialling: Dialling?
  private var verdicts = [Verdict](repeating: .notAsked, count: 1000 * 16)
  /// For the first three digits of a number: how many of them are its country code.
  private var codeLengths = [UInt8](repeating: Self.notAsked, count: 1000)
  private var plans: [NumberPlan] = []
  /// For a country code: where its plan stands in `plans`, or -1.
  private var planOf = [Int16](repeating: -1, count: 1000)

  private static let notAsked: UInt8 = 255

  private enum Verdict: UInt8 {
    case possible, noSuchCode, tooShort, tooLong, impossibleLength, notAsked
  }

  /// - Parameter region: ISO 3166 alpha-2, in any case; nil understands E.164 only.
  package init(region: String?) throws(ContactListError) {
    guard region?.utf8.allSatisfy({ $0 < 0x80 }) ?? true else {
      throw .unknownRegion(region ?? "")
    }
    self.region = region?.uppercased()
    // It says nothing when there was no memory for its tables, and all numbers would be invalid.
    guard verdict(code: 1, length: 10) == .possible else { throw .noNumberPlans }
    guard let region else { return }
    home = Int(cphone_region_code(region.uppercased()))
    guard region.utf8.count == 2, home != 0 else { throw .unknownRegion(region) }
    dialling = self.region.flatMap(Dialling.init)
  }

  /// Understands a number as people write it; the text is UTF-8.
  package mutating func read(_ text: Span<UInt8>) throws(NumberProblem) -> Reading {
    guard let digits = Self.cleanDigits(text) else { return try readWritten(text) }
    return try check(text, digits: digits, written: nil)
  }

  /// The same of a string.
  package mutating func read(_ text: String) throws(NumberProblem) -> Reading {
    try read(Array(text.utf8).span)
  }

  /// The digits of a text that is `+` and 7 to 15 of them, the first no 0; nil when there is something to take away.
  private static func cleanDigits(_ text: Span<UInt8>) -> UInt64? {
    guard (8...16).contains(text.count), text[0] == UInt8(ascii: "+"), text[1] != 0x30 else {
      return nil
    }
    var digits: UInt64 = 0
    for position in 1..<text.count {
      let digit = text[position] &- 0x30
      guard digit <= 9 else { return nil }
      digits = digits &* 10 &+ UInt64(digit)
    }
    return digits
  }

  /// Checks `+` and digits against the country they name. `written`: how it stood in the list.
  mutating func check(_ text: Span<UInt8>, written: String) throws(NumberProblem) -> Reading {
    guard text.count <= 16 else { throw .over15Digits(text: written, digits: text.count - 1) }
    var digits: UInt64 = 0
    for position in 1..<text.count { digits = digits &* 10 &+ UInt64(text[position] &- 0x30) }
    return try check(text, digits: digits, written: written)
  }

  /// - Parameter digits: of the text, as one number.
  private mutating func check(
    _ text: Span<UInt8>, digits: UInt64, written: String?
  ) throws(NumberProblem) -> Reading {
    let codeLength = codeLength(text)
    guard codeLength > 0, text.count > codeLength else {
      let prefix = Self.string(text, upTo: 4)
      throw .noSuchCountry(text: written ?? Self.string(text), prefix: prefix)
    }
    var code = 0
    for position in 1...codeLength { code = code * 10 + Int(text[position] &- 0x30) }
    let verdict = verdict(code: code, length: text.count - 1 - codeLength)
    let isKnown = verdict == .possible && plans[plan(for: code)].knows(text, from: 1 + codeLength)
    if !isKnown, let meant = withoutTrunkZero(text, codeLength: codeLength) {
      throw .trunkZero(text: written ?? Self.string(text), code: code, meant: meant)
    }
    if verdict != .possible {
      throw problem(verdict, text: written ?? Self.string(text), code: code)
    }
    if let number = Self.withoutOldDigit(text, code: code, codeLength: codeLength) {
      return try check(number.span, written: written ?? Self.string(text))
    }
    return Reading(number: PhoneNumber(digits: digits), isOutsideKnownRanges: !isKnown)
  }

  /// The number, without its `+`, that digits are as they are dialled in the region, where that is simple and the
  /// number of a known range: libphonenumber would say the same, and takes many times as long.
  mutating func known(asDialled digits: [UInt8]) -> UInt64? {
    guard let dialling, let national = dialling.national(digits) else { return nil }
    let number = NumberText.plus + dialling.code + national
    guard number.count <= 16, verdict(code: home, length: national.count) == .possible,
      plans[plan(for: home)].knows(number.span, from: 1 + dialling.code.count)
    else { return nil }
    return number.dropFirst().reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
  }

  /// How many digits after the `+` are the country code; 0 if no country has it. Codes are prefix
  /// free, so that three digits decide.
  mutating func codeLength(_ text: Span<UInt8>) -> Int {
    var prefix = 0
    for position in 1...3 {
      prefix = prefix * 10 + (position < text.count ? Int(text[position] &- 0x30) : 0)
    }
    if codeLengths[prefix] == Self.notAsked {
      let candidates = [(1, prefix / 100), (2, prefix / 10), (3, prefix)]
      let found = candidates.first { cphone_check_length(Int32($0.1), 9) != CPHONE_NO_SUCH_CODE }
      codeLengths[prefix] = UInt8(found?.0 ?? 0)
    }
    return Int(codeLengths[prefix])
  }

  private mutating func problem(_ verdict: Verdict, text: String, code: Int) -> NumberProblem {
    switch verdict {
    case .tooShort: .tooShort(text: text, code: code, lengths: lengths(of: code))
    case .tooLong: .tooLong(text: text, code: code, lengths: lengths(of: code))
    case .impossibleLength: .impossibleLength(text: text, code: code, lengths: lengths(of: code))
    case .noSuchCode, .notAsked, .possible: .noSuchCountry(text: text, prefix: "+\(code)")
    }
  }

  private static func string(_ text: Span<UInt8>, upTo count: Int = .max) -> String {
    String(decoding: (0..<min(count, text.count)).map { text[$0] }, as: UTF8.self)
  }

  /// `length`: digits after the code, 0 to 15.
  private mutating func verdict(code: Int, length: Int) -> Verdict {
    let index = code * 16 + length
    if verdicts[index] == .notAsked {
      let answer = UInt8(
        truncatingIfNeeded: cphone_check_length(Int32(code), Int32(length)).rawValue)
      verdicts[index] = Verdict(rawValue: answer) ?? .noSuchCode
    }
    return verdicts[index]
  }

  /// How many digits numbers of a country have after its code.
  mutating func lengths(of code: Int) -> [Int] {
    (1...15 - String(code).utf8.count).filter { verdict(code: code, length: $0) == .possible }
  }

  private mutating func plan(for code: Int) -> Int {
    if planOf[code] < 0 {
      planOf[code] = Int16(plans.count)
      plans.append(NumberPlan(code: code))
    }
    return Int(planOf[code])
  }
}
