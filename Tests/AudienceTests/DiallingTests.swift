import CPhone
import Scratch
import Testing

@testable import Audience

@Suite struct DiallingTests {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ").map(String.init)
  private static let regions = letters.flatMap { first in letters.map { first + $0 } }
    .filter { cphone_region_code($0) != 0 }

  /// Random digits of all lengths, and such as may begin with a prefix or a code, in each region.
  @Test func itSaysWhatLibphonenumberSays() throws {
    var random = SeededGenerator()
    var (known, simple) = (0, 0)
    for region in Self.regions where Dialling(region: region) != nil {
      simple += 1
      var reader = try PhoneNumberReader(region: region)
      let code = String(cphone_region_code(region))
      let starts = [
        "", "", "", "0", "1", "8", "00", "011", "0\(code)", code, "0\(code)0", "00\(code)",
      ]
      for start in starts {
        for length in 4...12 {
          for _ in 0..<20 {
            let rest = (0..<length).map { _ in UInt8.random(in: 0x30...0x39, using: &random) }
            let digits = Array(start.utf8) + rest
            guard let number = reader.known(asDialled: digits) else { continue }
            known += 1
            let said = PhoneNumberReader.parse(digits, region: region)
            let text = String(decoding: digits, as: UTF8.self)
            #expect(said == Array("+\(number)".utf8), "\(region) \(text) \(number) \(random)")
          }
        }
      }
    }
    #expect(simple > 100 && known > 10_000, "\(simple) \(known)")
  }

  @Test(
    arguments: [
      ("US", "2025550123", 12_025_550_123), ("DE", "015123456789", 4_915_123_456_789),
      ("GB", "07911123456", 447_911_123_456), ("IT", "3471234567", 393_471_234_567),
      ("IT", "0669820000", 390_669_820_000),
    ] as [(String, String, UInt64)])
  func usualNumbersAreKnown(_ region: String, _ text: String, _ number: UInt64) throws {
    var reader = try PhoneNumberReader(region: region)
    #expect(reader.known(asDialled: Array(text.utf8)) == number)
  }

  /// What begins with a code or a prefix is for libphonenumber to read.
  @Test(arguments: [
    ("US", "12025550123"), ("US", "0114915123456789"), ("DE", "4915123456789"),
    ("DE", "004915123456789"), ("AR", "91123456789"), ("JE", "07797123456"), ("DE", "015"),
  ])
  func othersAreNot(_ region: String, _ text: String) throws {
    var reader = try PhoneNumberReader(region: region)
    #expect(reader.known(asDialled: Array(text.utf8)) == nil)
  }
}
