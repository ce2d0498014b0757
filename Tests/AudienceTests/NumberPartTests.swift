import Testing

@testable import Audience

@Suite("A column with a part of the numbers") struct NumberPartTests {
  /// Rows whose code is another one than that of their number; nil without such a column.
  private func missing(_ list: String, region: String? = nil) throws -> [Int]? {
    let list = try ListFixture(list).open(AudienceOptions(region: region))
    guard let part = NumberPart(of: list.header) else { return nil }
    let pass = list.pass()
    var rows: [Int] = []
    while let batch = try pass.next() {
      rows += batch.contacts.filter { part.isMissing(of: $0, in: batch) }.map(\.row)
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
    #expect(try missing(list, region: "US") == [2, 10])
  }

  @Test("an area code that the number lacks")
  func areaCode() throws {
    let list = """
      Vorwahl;Rufnummer
      0151;23456789
      0151;0151 23456789
      (0170);+49 170 3012345
      """
    #expect(try missing(list, region: "DE") == [2])
  }

  @Test(
    "other columns are none", arguments: ["Country,Phone", "Postcode,Phone", "Order Code,Phone"])
  func others(header: String) throws {
    #expect(try missing("\(header)\n44,+12025550101\n") == nil)
  }
}
