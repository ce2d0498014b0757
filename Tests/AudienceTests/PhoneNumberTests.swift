import Testing

@testable import Audience

@Suite struct PhoneNumberTests {
  @Test(
    arguments: [
      ("+12025550123", 12_025_550_123), ("+1", 1), ("+123456789012345", 123_456_789_012_345),
    ] as [(String, UInt64)])
  func aNumberOfTheLedgerIsRead(_ text: String, _ digits: UInt64) {
    #expect(PhoneNumber(Array(text.utf8).span) == PhoneNumber(digits: digits))
  }

  @Test(arguments: [
    "", "+", "12025550123", "+1202a550123", "+1234567890123456", "+1 2", "+0", "+0012025550123",
  ])
  func anythingElseIsNone(_ text: String) {
    #expect(PhoneNumber(Array(text.utf8).span) == nil)
  }
}
