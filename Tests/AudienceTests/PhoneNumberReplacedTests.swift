import Testing

@testable import Audience

@Suite("A number that others write in their way") struct PhoneNumberReplacedTests {
  @Test(
    "is found by its digits, however they are grouped",
    arguments: [
      (12_025_550_123, "to +12025550123 is blocked", "to # is blocked"),
      (12_025_550_123, "12025550123, +1 (202) 555-0123 and 202·555·0123.", "#, # and #."),
      (12_025_550_123, "+1–202–555–0123 1_202_555_0123 (202) 555 - 0123", "# # #"),
      (12_025_550_123, "1 2 0 2 5 5 5 0 1 2 3", "#"),
      (33_612_345_678, "06 12 34 56 78 is no mobile", "# is no mobile"),
      (442_079_460_123, "020 7946 0123 / 44.20.7946.0123 / 0044 20 7946 0123", "# / # / #"),
      (4_915_112_345_678, "0151 123 456 78 blocked", "# blocked"),
      (4_915_112_345_678, "code 123 45678", "code #"), (12_025_550_123, "555-0123", "#"),
      (11_111_111_111, "1111111 1111111", "# #"),
    ] as [(UInt64, String, String)])
  func found(_ digits: UInt64, _ words: String, _ expected: String) {
    #expect(PhoneNumber(digits: digits).replaced(in: words, by: "#") == expected)
  }

  @Test(
    "is not found in other numbers, words and codes",
    arguments: [
      "+120255501234 is longer", "+12025550124", "550123", "202 555, not 0123 a 5550 b 123",
      "202----555----0123", "", "0123", "error 30007",
    ])
  func others(_ words: String) {
    #expect(PhoneNumber(digits: 12_025_550_123).replaced(in: words, by: "#") == words)
  }
}
