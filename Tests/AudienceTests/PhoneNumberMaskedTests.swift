import Testing

@testable import Audience

@Suite struct PhoneNumberMaskedTests {
  @Test(
    arguments: [
      (12_025_550_123, "+1202•••0123"), (4_930_123, "+49•••23"), (1_234, "+1•••"), (12, "+•••"),
    ] as [(UInt64, String)])
  func aNumberKeepsItsEnds(_ digits: UInt64, _ expected: String) {
    #expect(PhoneNumber(digits: digits).masked == expected)
  }

  @Test(arguments: [
    ("to +12025550123 is blocked", "to +1202•••0123 is blocked"),
    ("12025550123", "1202•••0123"),
    ("+1 202 555 0123 and +1 (202) 555-0199", "+1202•••0123 and +1202•••0199"),
    ("call (202) 555-0123.", "call (2025•••123."),
    ("+49.30.1234567/12: no", "+4930•••6712: no"),
    ("400: (400) 12 of 30 on 2026-11-26 at 05:42", "400: (400) 12 of 30 on 2026-11-26 at 05:42"),
    ("+1 202, 5", "+1 202, 5"),
    ("+", "+"), ("(", "("), ("", ""), ("٣٣٣٣٣٣٣", "٣٣٣٣٣٣٣"),
  ])
  func numbersInWordsAreMasked(_ words: String, _ expected: String) {
    #expect(PhoneNumber.masked(in: words) == expected)
  }
}
