import Testing

@testable import Audience

@Suite("A column with a part of the numbers") struct NumberPartTests {
  /// For each such column, the rows whose code is another one than that of their number.
  private func missing(_ list: String, region: String? = nil, to: String? = nil) throws -> [[Int]] {
    let list = try ListFixture(list).open(AudienceOptions(toColumn: to, region: region))
    let parts = NumberPart.all(of: list.header.names, beside: list.toColumn, region: region)
    var rows: [[Int]] = parts.map { _ in [] }
    let pass = list.pass()
    while let batch = try pass.next() {
      for (index, part) in parts.enumerated() {
        rows[index] += batch.contacts.filter { part.verdict(on: $0, in: batch) == .otherCode }
          .map(\.row)
      }
    }
    return rows
  }

  @Test("a country code that the number lacks")
  func countryCode() throws {
    let list = """
      Country Code,Phone
      +44,7402345678
      1,2025550101
      +33,+33612345678
      0044,+447402345678
      US,2025550102
      44.0,+447402345679
      +44 (0),+447402345670
      01144,+447402345671
      +40,4402345678
      ,2025550103
      +44,invalid
      """
    #expect(try missing(list, region: "US") == [[2, 10]])
  }

  @Test("codes that are put together are short and few, whatever stands in the columns")
  func prefixes() {
    let names = (0..<400).flatMap { _ in ["Country Code", "Area Code"] } + ["Phone"]
    let parts = NumberPart.all(of: names, beside: 800, region: nil)
    #expect(parts.count == 800)
    #expect(NumberPart.prefixes(parts) { _ in "44" } == ["+44", "44", "+4444"])
    #expect(NumberPart.prefixes(parts) { String($0) }.count == 8 + 8 + 64)
    #expect(NumberPart.prefixes(parts) { _ in String(repeating: "4", count: 10_000) }.isEmpty)
  }

  @Test("an area code that the number lacks")
  func areaCode() throws {
    let list = """
      Vorwahl;Rufnummer
      0151;23456789
      0151;0151 23456789
      (0170);+49 170 3012345
      """
    #expect(try missing(list, region: "DE") == [[2]])
    // Behind a country code of three digits.
    let irish = "Area Code,Phone\n01,+35312345678\n1,+35312345678\n2,+35312345678\n"
    #expect(try missing(irish) == [[4]])
  }

  @Test("a country code in words, and as it is dialled")
  func countryCodeInWords() throws {
    let codes = [
      "United Kingdom (+44)", "+44 (UK)", "GB +44", "GB (\u{FF0B}44)", "00 44", "011 44",
      "+44-1481", "٤٤",
    ]
    let rows = { (number: String) in codes.map { "\($0),\(number)\n" }.joined() }
    let list = "Country Code,Phone\n" + rows("2079460958") + "UK 2,2079460958\n"
    #expect(try missing(list, region: "US") == [Array(2..<2 + codes.count)])
    #expect(try missing("Country Code,Phone\n" + rows("+447911123456")) == [[]])
  }

  @Test(
    "an area code that begins as one dials abroad",
    arguments: [("BR", "987654321"), ("IN", "9876543210"), ("IT", "3471234567")])
  func areaCodeOfElevens(region: String, number: String) throws {
    #expect(try missing("Prefisso,Phone\n011,\(number)\n", region: region) == [[2]])
    #expect(try missing("DDD,Phone\n011,+5511987654321\n011,+390111234567\n") == [[]])
  }

  @Test(
    "country and area code",
    arguments: [("DE", "49;171;2345678"), ("AT", "+43;0664;1234567"), ("DE", "49;+49 171;2345678")])
  func bothCodes(region: String, row: String) throws {
    let list = "Landesvorwahl;Vorwahl;Telefonnummer\n\(row)\n49;171;+491712345678\n"
    #expect(try missing(list, region: region) == [[], [2]])
  }

  @Test(
    "their names",
    arguments: [
      "Suuntanumero", "Riktnummer", "קידומת", "Alan Kodu", "DDI", "Ülke Kodu", "Country Phone Code",
      "Country Code (Phone)", "Country Code 1", "Cód. País", "Code pays", "Kod kraju",
      "Код страны", "国番号", "국가번호", "国家代码", "رمز الدولة", "Országkód",
    ])
  func names(header: String) throws {
    #expect(try missing("\(header),Phone\n77,+12025550101\n") == [[2]])
  }

  @Test("a code that is none, or of a second number") func otherCodes() throws {
    #expect(try missing("CC,Phone\n650,+12025550101\n") == [])
    #expect(try missing("Country Code 1,Phone 2\n77,+12025550101\n", to: "Phone 2") == [])
    #expect(try missing("Country Code 2,Phone\n77,+12025550101\n") == [])
    #expect(try missing("Country Code 2,Phone 2\n77,+12025550101\n", to: "Phone 2") == [[2]])
  }

  @Test(
    "a country in letters, where the number was read in another one",
    arguments: ["Country Code", "Country", "Pays", "País", "Country ISO", "Страна", "国家"])
  func countryInLetters(header: String) throws {
    let list = """
      \(header),Phone
      GB,2079460123
      US,2025550101
      CA,4165550123
      PR,7875550123
      GB,+12025550101
      GB,0111 2025550101
      GB,12025550101
      GB,011 44 20 7946 0123
      UK,207-946-0123
      gb,2079460123
      NA,2025550102
      XX,2025550103
      ,2025550104
      Germany,2025550105
      """
    #expect(try missing(list, region: "US") == [[2, 10]])
    #expect(try missing(list) == (header == "Country Code" ? [[]] : []))
  }

  @Test(
    "countries that share a code, or have the one of the region",
    arguments: [
      ("GB", "GG,01481 960194\nJE,01534 960194\nIM,01624 756789\nGB,020 7946 0123", []),
      ("IT", "VA,06 698 12345\nIT,347 1234567", []),
      ("DE", "AT,0664 1234567\nDE,0151 23456789", [2]),
      ("FR", "CH,06 12 34 56 78\nCH,0041 79 123 45 67", [2]),
    ] as [(String, String, [Int])])
  func countriesOfOneCode(_ region: String, _ rows: String, _ missing: [Int]) throws {
    #expect(try self.missing("Country,Phone\n\(rows)\n", region: region) == [missing])
  }

  @Test("letters that are no country")
  func noCountry() throws {
    let text = """
      Country,Country Code,Phone
      NW,NW,0151 23456789
      BY,BY,0151 23456788
      NW,NW,+4915123456787
      """
    let list = try ListFixture(text).open(AudienceOptions(region: "DE"))
    let parts = NumberPart.all(of: list.header.names, beside: list.toColumn, region: "DE")
    let batch = try #require(try list.pass().next())
    #expect(
      parts.map { part in batch.contacts.map { part.verdict(on: $0, in: batch) } }
        == [[.noCountry, .otherCode, .nothing], [.nothing, .otherCode, .nothing]])
  }

  @Test("a country's number of ISO 3166")
  func numberOfISO() throws {
    let list = "Country Code,Phone\n840,+12025550101\n826,+447911123456\n756,+41781234567\n"
    #expect(try missing(list + "840,+447911123456\n380,+393471234567\n") == [[5, 6]])
  }

  @Test("a code whose name says which column it is of")
  func codeOfAnotherColumn() throws {
    let list = """
      Mobile Country Code,Mobile,Phone,Phone Number
      44,7911123456,+12025550101,+12025550101

      """
    #expect(try missing(list, region: "US", to: "Phone") == [])
    #expect(try missing(list, region: "US", to: "Mobile") == [[2]])
    let other = list.replacing("Mobile Country", with: "Phone Country")
    #expect(try missing(other, region: "US", to: "Mobile") == [])
    // Which of two it is of can be in doubt.
    #expect(try missing(other, region: "US", to: "Phone Number") == [[2]])
  }

  @Test(
    "other columns are none", arguments: ["Country,Phone", "Postcode,Phone", "Order Code,Phone"])
  func others(header: String) throws {
    #expect(try missing("\(header)\n44,+12025550101\n") == [])
  }
}
