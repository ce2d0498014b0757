import Testing

@testable import Audience

/// What a text is, in words: `+12025550123`, or the problem.
private func read(_ text: String, region: String? = nil) throws -> String {
  var reader = try PhoneNumberReader(region: region)
  do throws(NumberProblem) {
    let reading = try reader.read(text)
    return reading.number.description
  } catch {
    return error.description
  }
}

@Suite struct PhoneNumberReaderTests {
  /// `00` is written for the + also where another prefix is dialled.
  @Test(arguments: [
    ("AU", "0061412346506", "+61412346506"), ("AU", "0012015550123", "+12015550123"),
    ("BR", "005511961230273", "+5511961230273"), ("NG", "00917410415052", "+917410415052"),
    ("US", "0044 20 7946 0958", "+442079460958"), ("AR", "011 4412 0000", "+541144120000"),
    ("KE", "0116 485914", "+254116485914"), ("ET", "011 648 1909", "+251116481909"),
  ])
  func aForeignPrefixIsMeantWhereNoOtherNumberIsKnown(
    _ region: String, text: String, e164: String
  ) throws {
    #expect(try read(text, region: region) == e164)
  }

  /// Such a zero stands behind a country code and nowhere else.
  @Test(arguments: [
    ("KR", "0082 (0)10-1234-5678", "+821012345678"), ("TH", "0066 (0)81 234 5678", "+66812345678"),
    ("SG", "0066 (0)81 234 5678", "+66812345678"), ("KH", "00855 (0)12 345 678", "+85512345678"),
    ("ID", "0062 (0)812 345 678", "+62812345678"), ("JP", "0081 (0)90-1234-5678", "+819012345678"),
    ("DE", "49 (0)30 123456", "+4930123456"), ("DE", "49 ( 0 ) 89 1234567", "+49891234567"),
    ("DE", "44 (0)20 7946 0958", "+442079460958"),
    ("US", "011 44 (0)20 7946 0958", "+442079460958"),
    ("AT", "43 (0)664 1234567", "+436641234567"), ("PK", "92 [0]1220 44444", "+92122044444"),
    ("DE", "（0）30 123456", "+4930123456"), ("GB", "0044（0）20 7946 0958", "+442079460958"),
    ("FR", "0039 (0)6 1234 5678", "+390612345678"), ("CH", "0041 (0)44/1234567", "+41441234567"),
  ])
  func aZeroInParenthesesTellsTheCountryCode(_ region: String, text: String, e164: String) throws {
    #expect(try read(text, region: region) == e164)
  }

  @Test(arguments: [
    ("DE", "0049 176/12345678", "+4917612345678"), ("DE", "(0049) 176/1234567", "+491761234567"),
    ("DE", "0049 (0)30/12345678", "+493012345678"), ("FR", "+49 (0)7031/1234567", "+4970311234567"),
    ("DE", "06131/123456", "+496131123456"), ("US", "011 49 (0)30/12345678", "+493012345678"),
    ("DE", "0176 1234/5678", "+4917612345678"), ("DE", "030 1234567/", "+49301234567"),
    ("IT", "06/1234/5678", "+390612345678"), ("AT", "+43 (0)732/7720/11111", "+43732772011111"),
    ("IR", "021/2345/5581", "+982123455581"), ("RS", "011/384/804/77", "+3811138480477"),
  ])
  func aSlashBehindAnAreaPartsNoNumbers(_ region: String, text: String, e164: String) throws {
    #expect(try read(text, region: region) == e164)
  }

  @Test(arguments: [
    ("DE", "030 12345 / 12346"), ("DE", "030 12345/46"), ("AT", "01 234567 / 234568"),
    ("DE", "030 1234/1235/1236"), ("DE", "+49 30 123456/123457"), ("US", "202 555 0123 / 0124"),
    ("DE", "0049 30 1234567 / 0049 30 1234568"),
  ])
  func aSlashBehindANumberPartsTwo(_ region: String, text: String) throws {
    let description = try read(text, region: region)
    #expect(description.contains("more than one number"), "\(description)")
  }

  @Test(arguments: [("RU", "7 0495 1234567"), ("US", "1 (0) 202 555 0123")])
  func aNumberOfTheRegionIsNoneOfAnotherCountry(_ region: String, _ text: String) throws {
    #expect(try !read(text, region: region).contains("another country"))
  }

  /// Two digits of a short number may be like a country code, and so may those of one that is known while no
  /// number of that country would be.
  @Test(arguments: [("BG", "43 (0) 16780"), ("DE", "43 (0)30 2345678")])
  func aZeroInParenthesesMakesNoCountryCodeOfAnyDigits(_ region: String, _ text: String) throws {
    #expect(try !read(text, region: region).hasPrefix("+43"))
  }

  @Test func manySlashesAreNoDanger() throws {
    let description = try read("0" + String(repeating: "/", count: 190) + "1", region: "DE")
    #expect(!description.hasPrefix("+"))
  }

  @Test(arguments: [
    "2024-12-31", "31.12.2024", "12/31/2024", "1-2-2025", "'2025-05-01", "31. 12. 2024.",
    "2024. 12. 31.", "31–12–2024",
  ])
  func aDateIsNoNumber(_ text: String) throws {
    #expect(try read(text, region: "DK").contains("a date, not a number"))
  }

  @Test(arguments: [("20 24 12 31", "+4520241231"), ("20-24-12-31", "+4520241231")])
  func aNumberThatIsLikeADateIsOne(_ text: String, e164: String) throws {
    #expect(try read(text, region: "DK") == e164)
  }

  @Test(arguments: [
    ("KR", "0012015550123"), ("KR", "0082 010 1234 5678"), ("SG", "00441212345004"),
    ("TH", "00441212345004"),
  ])
  func aPrefixWithTwoMeaningsIsNoGuess(_ region: String, text: String) throws {
    let description = try read(text, region: region)
    #expect(description.contains("where 00 is dialled for +"), "\(description)")
  }

  @Test(arguments: [
    ("DE", "011 49 30 123456"), ("JP", "011 81 3-1234-5678"), ("CV", "011 238 221 12 34"),
  ])
  func anAmericanPrefixAndTheRegionsOwnCodeAreNoGuess(_ region: String, text: String) throws {
    let description = try read(text, region: region)
    #expect(description.contains("where 011 is dialled for +"), "\(description)")
  }

  @Test func aTrunkZeroBehindAForeignPrefixIsNamed() throws {
    #expect(try read("0066 081 234 5678", region: "TH").contains("the 0 after +66"))
  }

  @Test func spacesMayFillAColumn() throws {
    let padding = String(repeating: " ", count: 300)
    #expect(try read(padding + "+12025550123" + padding) == "+12025550123")
    #expect(try read(padding).contains("no number"))
  }

  @Test(arguments: [
    // Australia, Brazil, China, Germany, Egypt, France, Ghana, Hong Kong, India, Italy, Japan,
    // Kenya, South Korea, Mexico, Nigeria, Norway, Philippines, Russia, Singapore, Tuvalu,
    // United Kingdom, United States, South Africa, inmarsat.
    "+61412345678", "+5511961234567", "+8613123456789", "+4915123456789", "+201001234567",
    "+33612345678", "+233231234567", "+85251234567", "+918123456789", "+393123456789",
    "+819012345678", "+254712123456", "+821020000000", "+522221234567", "+2348021234567",
    "+4740612345", "+639051234567", "+79123456789", "+6581234567", "+688901234",
    "+447400123456", "+12015550123", "+27711234567", "+870301234567",
  ])
  func numbersOfManyCountriesAreUnderstood(_ number: String) throws {
    var reader = try PhoneNumberReader(region: nil)
    let reading = try reader.read(number)
    #expect(reading.number.description == number)
    #expect(!reading.isOutsideKnownRanges)
    #expect(try read(" " + number.map { "\($0)-" }.joined()) == number)
  }

  /// Of the same person, who would get two messages otherwise.
  @Test(arguments: [
    ("+5215512345678", "+525512345678"), ("+52 1 55 1234 5678", "+525512345678"),
    ("+52 (1) 222 123 4567", "+522221234567"), ("0052 1 55 1234 5678", "+525512345678"),
    ("5215512345678", "+525512345678"), ("1 55 1234 5678", "+525512345678"),
    ("+525512345678", "+525512345678"),
  ])
  func digitsThatAreNoLongerDialledAreLeftOut(_ text: String, _ number: String) throws {
    #expect(try read(text, region: "MX") == number)
  }

  /// Since the end of 2024 they have ten digits, in place of eight.
  @Test(arguments: ["+2290195123456", "00229 01 95 12 34 56"])
  func numbersOfBeninHaveTenDigits(_ text: String) throws {
    #expect(try read(text, region: "FR") == "+2290195123456")
    #expect(
      try read("+22901951234567").hasSuffix("too long for +229, which has 8 or 10 digits after it"))
  }

  @Test(arguments: [
    "+1 202 555 0123", "+1 (202) 555-0123", "+1.202.555.0123", "+1-202-555-0123",
    "tel:+1-202-555-0123", "TEL: +12025550123", "+1/202/5550123", "\u{FF0B}12025550123",
    "\u{FF0B}１２０２５５５０１２３", "+1\u{A0}202\u{202F}555\u{2009}0123",
    "\u{202A}+12025550123\u{202C}", "\u{200E}+12025550123", "+1\u{2011}202\u{2013}555\u{2212}0123",
    "'+12025550123", "\u{2019}+12025550123", "=\"+12025550123\"", "\u{FEFF}+12025550123",
    "\t+12025550123\r\n", "(+1) 202 555 0123", "+1 [202] 555~0123", "+١٢٠٢٥٥٥٠١٢٣",
    "+1\u{200B}2025550123", "+1\u{AD}2025550123", "+12025550123\u{FE0F}", "+1\u{180E}2025550123",
    "\u{34F}+12025550123", "+1202\u{E0041}5550123",
  ])
  func marksThatOnlyPleaseTheEyeAreRemoved(_ text: String) throws {
    #expect(try read(text) == "+12025550123")
  }

  @Test func whatCannotBeSeenIsNamed() throws {
    #expect(try read("+1202\u{7}5550123").hasSuffix("has the character U+0007 in it"))
    #expect(try read("+1202\u{301}5550123").hasSuffix("has the character U+0301 in it"))
    #expect(try read("+1202§5550123").hasSuffix("has the character § in it"))
  }

  @Test(arguments: [
    ("+1202555012", "+1202555012: too short for +1, which has 10 digits after it"),
    ("+120255501234", "+120255501234: too long for +1, which has 10 digits after it"),
    ("+4420794609", "+4420794609: too short for +44, which has 7, 9 or 10 digits after it"),
    ("+1", "+1: too short for +1, which has 10 digits after it"),
    ("+44123456", "+44123456: too short for +44, which has 7, 9 or 10 digits after it"),
    ("+5511", "+5511: too short for +55, which has 8 to 11 digits after it"),
    ("+999123456789", "+999123456789: no country has the code +999"),
    ("+2101234567", "+2101234567: no country has the code +210"),
    ("+1234567890123456", "has 16 digits; no phone number has more than 15"),
    ("+0044 20 7946 0958", "no country code begins with 0"),
    ("+", "+: not a phone number"), ("-", "not a phone number"), ("n/a", "not a phone number"),
    ("", "no number"), ("  \u{A0}", "no number"), ("'", "no number"),
    ("12025550123", "--region"), ("2025550123", "--region"), ("(202) 555-0123", "--region"),
    ("0044 20 7946 0958", "--region"), ("011442079460958", "--region"), ("5", "--region"),
    ("1.20256E+10", "scientific notation, as Excel writes long numbers; its last digits are lost"),
    ("1,20256E+10", "its last digits are lost"), ("+1.2E10", "its last digits are lost"),
    ("1.2025550123E+10", "scientific notation, as Excel writes long numbers. "),
    ("1.2025550123e+010", "scientific notation"),
    ("12025550123.0", "ends like a decimal number"), ("+491512345678.00", "ends like a decimal"),
    ("12025550123,0", "ends like a decimal number"),
    ("#N/A", "an error of the spreadsheet"), ("#REF!", "an error of the spreadsheet"),
    ("########", "an error of the spreadsheet"), ("#DIV/0!", "an error of the spreadsheet"),
    ("+1202555O123", "has the letter O where the digit 0 may be meant"),
    ("+1 202 555 OIOI", "has the letter O where"), ("+49 151 OOO 12345", "has the letter O where"),
    ("+l2025550123", "has the letter l where the digit 1 may be meant"),
    ("+1202555\u{41E}123", "has the letter \u{41E} where the digit 0 may be meant"),
    ("+1 800 FLOWERS", "has letters in it"),
    ("call +12025550123", "another word beside the number"),
    ("(202) 555-0102 Bob", "has a name"),
    ("+12025550123 +12025550124", "more than one number"),
    ("+12025550123, +12025550124", "more than one number"),
    ("+12025550123;+12025550124", "more than one number"),
    ("+12025550123/+12025550124", "more than one number"),
    ("2025550123 / 2025550124", "more than one number"),
    ("+12025550123\n+12025550124", "more than one number"),
    ("2025550123 2025550124", "more than one number"),
    ("+12025550123 or +12025550124", "more than one number"),
    ("+12025550123 x45", "has an extension"), ("+12025550123 ext. 45", "has an extension"),
    ("+12025550123#45", "has an extension"), ("+12025550123,,45", "has an extension"),
    ("tel:+12025550123;ext=45", "has an extension"), ("+1 202 555 0123 Ext 5", "has an extension"),
    ("++12025550123", "has a + in the wrong place"), ("1+2025550123", "has a + in the wrong place"),
    ("+12025550123!", "has the character ! in it"), ("+1202555012?", "has the character ? in it"),
  ])
  func mistakesAreNamed(_ text: String, words: String) throws {
    let description = try read(text)
    #expect(description.contains(words), "\(description)")
  }

  @Test(arguments: [
    ("SG", "0086 138 1234 5678", "+8613812345678"), ("SG", "0044 7911 123456", "+447911123456"),
    ("KR", "0086 138 1234 5678", "+8613812345678"), ("CO", "0057 601 1371481", "+576011371481"),
    ("JP", "010 44 7911 123456", "+447911123456"),
  ])
  func aForeignNumberIsNoneOfAnotherCountry(_ region: String, text: String, e164: String) throws {
    #expect(try read(text, region: region) == e164)
  }

  @Test(arguments: [
    ("SG", "0084 90 690 1234"), ("SG", "0034680516993"), ("JP", "0066 81 234 5678"),
  ])
  func aForeignNumberThatMayBeAnotherIsRefused(_ region: String, text: String) throws {
    #expect(try !read(text, region: region).hasPrefix("+"))
  }

  /// A landline is never written without the 0 before it, and a mobile may well have lost its +.
  @Test(arguments: [
    ("DE", "33612979665", "with its + lost"), ("DE", "447401430901", "with its + lost"),
    ("AT", "48512475784", "with its + lost"),
    ("DE", "049 171 2345678", "where a 0 is lost"),
  ])
  func aLandlineThatMayBeAMobileIsNoGuess(_ region: String, text: String, words: String) throws {
    let description = try read(text, region: region)
    #expect(description.contains(words), "\(description)")
  }

  /// Where it is an area, a digit too many would make a number of another country.
  @Test(arguments: [
    ("AR", "011 15-6192-67547"), ("AR", "(011) 4950-2418-93"), ("GB", "0113 246 3639 292"),
    ("GB", "0117 963 9187 741"), ("GB", "0113 225 4453-48"), ("MX", "011 34 620 615 977"),
  ])
  func anAmericanPrefixIsNoGuess(_ region: String, text: String) throws {
    let description = try read(text, region: region)
    #expect(
      description.hasSuffix("where 011 is dialled for +, write the +"), "\(description)")
  }

  /// A digit too many makes no number of another country.
  @Test(arguments: [
    ("BR", "011 96134-84650", "too long for +55"), ("AR", "011 15-6192-675471", "too long"),
    ("DE", "51269570841248", "too long for +49"),
  ])
  func aDigitTooManyIsNamed(_ region: String, text: String, words: String) throws {
    let description = try read(text, region: region)
    #expect(description.contains(words), "\(description)")
  }

  @Test(arguments: [
    ("US", "(202) 555-0123", "+12025550123"), ("us", "2025550123", "+12025550123"),
    ("US", "1 202 555 0123", "+12025550123"), ("US", "12025550123", "+12025550123"),
    ("US", "011 44 20 7946 0958", "+442079460958"), ("US", "+44 20 7946 0958", "+442079460958"),
    ("GB", "020 7946 0958", "+442079460958"), ("GB", "00 1 202 555 0123", "+12025550123"),
    ("GB", "447911123456", "+447911123456"), ("GB", "07911 123456", "+447911123456"),
    ("DE", "030/123456", "+4930123456"), ("DE", "0151 23456789", "+4915123456789"),
    ("DE", "0049 151 23456789", "+4915123456789"), ("FR", "06 12 34 56 78", "+33612345678"),
    ("IT", "06 1234 5678", "+390612345678"), ("IT", "312 345 6789", "+393123456789"),
    ("RU", "8 912 345-67-89", "+79123456789"), ("AU", "0412 345 678", "+61412345678"),
    ("AU", "0011 1 202 555 0123", "+12025550123"), ("IN", "081234 56789", "+918123456789"),
    ("BR", "(11) 96123-4567", "+5511961234567"), ("JP", "090-1234-5678", "+819012345678"),
    ("CH", "079 123 45 67", "+41791234567"), ("MX", "222 123 4567", "+522221234567"),
    ("US", "00 44 20 7946 0958", "+442079460958"), ("US", "0012025550123", "+12025550123"),
    ("FR", "011 1 202 555 0123", "+12025550123"), ("DE", "15123456789", "+4915123456789"),
    ("RU", "8 498 123 45 67", "+74981234567"),
    ("CN", "150 1234 5678", "+8615012345678"), ("MX", "452 012 3456", "+524520123456"),
    ("DE", "15712345678", "+4915712345678"), ("DE", "03361 2345678", "+4933612345678"),
    ("DE", "3090182016", "+493090182016"), ("DE", "4911234567", "+494911234567"),
    ("MX", "5215512345678", "+525512345678"), ("AR", "5491112345678", "+5491112345678"),
    ("AT", "4366412345678", "+4366412345678"), ("AT", "66412345678", "+4366412345678"),
  ])
  func nationalFormatsAreUnderstoodInTheirRegion(_ region: String, text: String, e164: String)
    throws
  {
    #expect(try read(text, region: region) == e164)
  }

  @Test(arguments: [
    ("US", "555-0123", "too short for +1"), ("US", "911", "too short for +1"),
    (
      "US", "447911123456",
      "too long for +1, which has 10 digits after it; if it is one of another country"
    ),
    ("GB", "12025550123", "whose + a spreadsheet dropped, write the +"),
    ("US", "1.20256E+10", "scientific notation"),
    ("US", "20255501234", "too long for +1"), ("DE", "1", "cannot be dialled in DE"),
    ("US", "00 1 202 555 012", "too long for +1"), ("US", "00", "too short for +1"),
    ("US", "020 7946 0958", "cannot be dialled in US"),
  ])
  func aRegionDoesNotExcuseMistakes(_ region: String, text: String, words: String) throws {
    let description = try read(text, region: region)
    #expect(description.contains(words), "\(description)")
  }

  @Test(arguments: [
    ("+44 (0)20 7946 0958", "+442079460958"), ("+49 (0) 30 123456", "+4930123456"),
    ("+41(0)79 123 45 67", "+41791234567"),
  ])
  func aTrunkZeroInParenthesesIsLeftOut(_ text: String, e164: String) throws {
    #expect(try read(text) == e164)
  }

  @Test(arguments: [
    ("+4402079460958", "the 0 after +44 is dialled in its own country only; leave it out"),
    ("+44 07911 123456", "the 0 after +44"), ("+49030901820", "the 0 after +49"),
    ("+49 0151 23456789", "the 0 after +49"), ("+39 0347 1234567", "the 0 after +39"),
    ("+330612345678", "the 0 after +33"), ("+1 02025550123", "the 0 after +1"),
  ])
  func aTrunkZeroAfterTheCountryCodeIsNamed(_ text: String, words: String) throws {
    let description = try read(text)
    #expect(description.contains(words), "\(description)")
  }

  /// A spreadsheet takes the + away, and the zero of national numbers too.
  @Test(arguments: [
    ("DE", "4915123456789"), ("DE", "49 151 23456789"),
    ("DE", "492112345678"), ("DE", "12025550123"),
  ])
  func whatMayHaveLostItsPlusOrNotIsNoGuess(_ region: String, text: String) throws {
    let description = try read(text, region: region)
    #expect(description.contains("with its + lost it is another number"), "\(description)")
    #expect(try read("+" + text, region: region) == "+" + text.filter { $0 != " " })
  }

  @Test func aLostPlusBeforeATrunkZeroIsNoGuess() throws {
    #expect(try read("490301234567", region: "DE").contains("with its + lost it is another number"))
  }

  @Test(arguments: ["XX", "", "USA", "1", "EU", "ÄÖ", "U\0"])
  func aRegionMustExist(_ region: String) {
    #expect(throws: ContactListError.unknownRegion(region)) {
      try PhoneNumberReader(region: region)
    }
    #expect(ContactListError.unknownRegion(region).category == .usage)
  }

  @Test func numbersInNoKnownRangeAreOnlyWarnedOf() throws {
    var reader = try PhoneNumberReader(region: nil)
    #expect(try reader.read("+11234567890").isOutsideKnownRanges)
    #expect(try reader.read("+1 999 555 0123").isOutsideKnownRanges)
    #expect(try reader.read("+44 0207946095").isOutsideKnownRanges)
    #expect(try !reader.read("+12025550123").isOutsideKnownRanges)
  }

  @Test func reasonsHoldNoNumber() throws {
    for text in ["+1202555012", "2025550123", "1.20256E+10", "+1202555O123", "+999123456789"] {
      var reader = try PhoneNumberReader(region: nil)
      let problem = #expect(throws: NumberProblem.self) { try reader.read(text) }
      #expect(problem?.description.hasPrefix("\(text): ") == true)
      #expect(problem?.reason.contains(text) == false)
    }
  }

  @Test func hugeTextsAreCutShort() throws {
    let words = try read(String(repeating: "1", count: 100_000))
    #expect(words.utf8.count < 200)
    #expect(try read(String(repeating: " ", count: 100_000)).utf8.count < 200)
  }
}
