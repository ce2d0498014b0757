import Testing

@testable import Audience

@Suite("What an entry of a suppression list means") struct SuppressionReaderTests {
  @Test func aLostPlusIsNamedAndHonoured() throws {
    let list = try suppressions("phone\n12025550123\n")
    #expect(list.badCount == 1)
    #expect(list.contains(PhoneNumber(digits: 12_025_550_123)))
  }

  @Test func allThatAnEntryMayMeanIsHonoured() throws {
    let list = try suppressions("phone\n4915123456789\n+4402079460958\n", region: "DE")
    #expect(list.badCount == 2)
    for digits in [4_915_123_456_789, 494_915_123_456_789, 442_079_460_958] as [UInt64] {
      #expect(list.contains(PhoneNumber(digits: digits)))
    }
  }

  /// Without a region, whoever has such a number in any country gets nothing.
  @Test(
    arguments: [
      ("(202) 555-0123", 12_025_550_123), ("2025550123", 12_025_550_123),
      ("020 7946 0958", 442_079_460_958),
      ("8 (912) 345-67-89", 79_123_456_789), ("06 30 123 4567", 36_301_234_567),
      ("9876543210.0", 919_876_543_210), ("Raj 9876543210", 919_876_543_210),
      ("06 6982 0000", 390_669_820_000), ("13912345678", 8_613_912_345_678),
      ("5550123", 6_865_550_123),
    ] as [(String, UInt64)])
  func aNumberWithoutACountryIsHonouredInEach(_ cell: String, _ digits: UInt64) throws {
    let list = try suppressions("phone\n\(cell)\n")
    #expect(list.badCount == 1)
    #expect(list.contains(PhoneNumber(digits: digits)))
    #expect(!list.contains(PhoneNumber(digits: digits + 1)))
    #expect(!list.contains(PhoneNumber(digits: 4_420_255_501_234)))
  }

  @Test func aCodeBesideANumberLeavesOtherCountriesOut() throws {
    let list = try suppressions("country_code,phone\n91,9876543210\n")
    #expect(list.contains(PhoneNumber(digits: 919_876_543_210)))
    #expect(!list.contains(PhoneNumber(digits: 19_876_543_210)))
  }

  /// Nobody is asked which of two numbers it is that wants nothing.
  @Test(arguments: [
    ("DE", [33_612_979_665, 4_933_612_979_665] as [UInt64]),
    ("CN", [15_012_345_678, 8_615_012_345_678]),
    ("MX", [4_520_123_456, 524_520_123_456]),
  ])
  func aNumberThatMayHaveLostItsPlusIsHonouredBothWays(_ region: String, digits: [UInt64]) throws {
    let list = try suppressions("phone\n\(digits[0])\n", region: region)
    for digits in digits { #expect(list.contains(PhoneNumber(digits: digits)), "\(digits)") }
  }

  /// It is told, but nobody in it gets a message.
  @Test(arguments: [
    "+12025550123 / +442079460958", "+12025550123 x12; +442079460958",
    "+12025550123, +44 20 7946 0958", "Ann: +12025550123, Bob: +44 (20) 7946-0958",
    "+12025550123 ::: +442079460958", "+12025550123+442079460958", "#+12025550123 +442079460958",
  ])
  func numbersBesideSomethingElseAreHonoured(_ cell: String) throws {
    for name in ["1", "#1001", "# 1001"] {
      let list = try suppressions("id,phone\n\(name),\"\(cell)\"\n")
      #expect(list.badEntries.map(\.line) == [2] && list.count == 2)
      #expect(list.contains(PhoneNumber(digits: 12_025_550_123)))
      #expect(list.contains(PhoneNumber(digits: 442_079_460_958)))
    }
  }

  /// Each is told, but whoever it is gets nothing.
  @Test(
    arguments: [
      ("US", "(202) 555-0123\n(202) 555-0124"), ("US", "202-555-0123\r\n202-555-0124"),
      ("US", "2025550123 2025550124"), ("US", "202-555-0123 - 202-555-0124"),
      ("US", "(202) 555-0123 (202) 555-0124"), ("US", "2025550123 2025550199 2025550124"),
      ("US", "Ann: 2025550123 2025550124"), ("US", "202-555-0123\n202-555-0124 (home)"),
      (nil, "12025550123 12025550124"), (nil, "12025550123\n12025550124"),
      ("DE", "0151 23456789\u{A0} 0152 23456789"), ("DE", "0151/23456789 - 0152/23456789"),
      ("DE", "0151-23456789\n0152-23456789"), ("DE", "0151 234 567 89 0152 234 567 89"),
    ] as [(String?, String)])
  func numbersThatWhiteSpacePartsAreHonoured(_ region: String?, _ cell: String) throws {
    let list = try suppressions("id,phone\n1,\"\(cell)\"\n", region: region)
    #expect(list.badEntries.map(\.line) == [2])
    let numbers: [UInt64] =
      region == "DE"
      ? [4_915_123_456_789, 4_915_223_456_789] : [12_025_550_123, 12_025_550_124]
    for digits in numbers { #expect(list.contains(PhoneNumber(digits: digits)), "\(digits)") }
  }

  /// What else stands there, such as an extension, makes no other numbers of them.
  @Test(arguments: [
    "030 1234567 / 0151 23456789", "030 1234567 / 0151 23456789 / 12",
    "030 1234567 / 0151 23456789, 12",
    "030 1234567 / 0151 23456789 / 10-18", "+49 30 1234567 / 0151 23456789 / 2024",
  ])
  func numbersBesideFewDigitsAreHonoured(_ cell: String) throws {
    let list = try suppressions("id,phone\n1,\"\(cell)\"\n", region: "DE")
    #expect(list.contains(PhoneNumber(digits: 49_301_234_567)))
    #expect(list.contains(PhoneNumber(digits: 4_915_123_456_789)) && list.count == 2)
  }

  @Test(
    arguments: [
      ("US", "Ann: +1 202 555\n0143", 12_025_550_143),
      ("US", "Ann Smith\n(202)\n555-0143", 12_025_550_143),
      ("DE", "0151\n23456789 privat", 4_915_123_456_789),
      ("FR", "Marie 06 12 34\n56 78", 33_612_345_678),
    ] as [(String, String, UInt64)])
  func aNumberOverTwoLinesIsHonoured(_ region: String, _ cell: String, _ digits: UInt64) throws {
    let list = try suppressions("id,phone\n1,\"\(cell)\"\n", region: region)
    #expect(list.contains(PhoneNumber(digits: digits)))
  }

  @Test(arguments: [
    "2025550123 2026-01-01", "2025550123 (12/31/2026)", "01/02/2026 10:30 2025550123",
    "2025550123 31.12.2026",
  ])
  func aNumberBesideADateIsHonoured(_ cell: String) throws {
    let list = try suppressions("\(cell)\n", region: "US")
    #expect(list.count == 1 && list.contains(PhoneNumber(digits: 12_025_550_123)))
  }

  /// What is dialled behind it makes no other one of it.
  @Test func aWordWithinANumberIsNoSignBetween() throws {
    let list = try suppressions("030 1234567 Durchwahl 12\n", region: "DE")
    #expect(list.count == 1 && list.contains(PhoneNumber(digits: 49_301_234_567)))
  }

  /// Nor is one with too many digits taken for two.
  @Test(arguments: ["202 555 0123 4567", "2025550123 4567890", "12 34 56 78 90 12 34 56 78"])
  func partsThatAreNoNumbersAreNone(_ cell: String) throws {
    let list = try suppressions("phone\n\(cell)\n", region: "US")
    #expect(list.count == 0 && list.badCount == 1)
  }

  @Test func whatIsNoNumberInACommentIsNoEntry() throws {
    let list = try suppressions(
      "id,phone\n# since 1. 5., 2026\n# 7,2026-11-26 10:00\n#gone, by letter\n1,+12025550123\n")
    #expect(list.count == 1 && list.badCount == 0)
  }

  /// A row that is no sentence is told like any other.
  @Test func aNumberThatIsNoneBesideANameWithASignIsABadEntry() throws {
    let list = try suppressions("order,phone\n#1001,+1202555\n#1002,2025550123\n")
    #expect(list.badEntries.map(\.line) == [2, 3])
  }

  /// Where numbers have eight digits, as dates do.
  @Test(arguments: ["order,phone\n#1001,20123456\n", "#1001,20123456\n", "# 1001,20 12 34 56\n"])
  func shortNumbersOfARegionAreHonouredBesideANameWithASign(_ text: String) throws {
    let list = try suppressions(text, region: "DK")
    #expect(list.count == 1 && list.contains(PhoneNumber(digits: 4_520_123_456)))
    #expect(try suppressions("# on, 2026-11-26\nname,phone\nA,20123456\n", region: "DK").count == 1)
  }

  /// The old reading of it, too: somebody asked for silence.
  @Test(
    arguments: [
      ("IT", "06/1234/5678", 390_612_345_678), ("DE", "030 12345/46", 49_301_234_546),
      ("DE", "030 12345/46", 493_012_345), ("AT", "01/53115/2525", 431_531_152_525),
    ] as [(String, String, UInt64)])
  func whatASlashMayPartIsHonouredAsAWholeToo(_ region: String, _ text: String, _ digits: UInt64)
    throws
  {
    #expect(try suppressions(text + "\n", region: region).contains(PhoneNumber(digits: digits)))
  }

  @Test(arguments: ["12025550123.0", "+12025550123.0", "12025550123,00"])
  func aNumberThatBecameADecimalIsSuppressed(cell: String) throws {
    let list = try suppressions("phone\n\"\(cell)\"\n")
    #expect(list.contains(PhoneNumber(digits: 12_025_550_123)))
    #expect(list.badCount == 1)
  }

  @Test(arguments: [
    ("05122026", false), ("11262026", false), ("20261126", false),
    ("45122026", true), ("05 12 20 26", true), ("0512202", true), ("051220261", true),
  ])
  func eightDigitsThatMayBeADateAreNoNumberWhereAnythingMayStand(
    _ cell: String, _ isNumber: Bool
  ) {
    #expect(PhoneNumberReader.mayHoldNumber(Array(cell.utf8)[...]) == isNumber)
  }
}
