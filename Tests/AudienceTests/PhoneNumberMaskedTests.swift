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
    ("+1 202 555 0123 and +1 (202) 555-0199.", "+1202•••0123 and +1202•••0199."),
    ("+ 1\u{A0}202\u{2011}555\u{2010}0123", "+ 1202•••0123"),
    ("+49.30.1234567/12: no", "+4930•••4567/12: no"),
    ("+12025550123 30007: blocked", "+1202•••0123 30007: blocked"),
    ("+1 202 555 0123 30007", "+1202•••0123 30007"),
    ("+1 202 --- 555 0123", "+1 202 --- 555 0123"),
    ("error (30007) 2026-11-26 05:42:11 for 5", "error (30007) 2026-11-26 05:42:11 for 5"),
    ("(21211) 12025550123 is not valid", "(21211) 1202•••0123 is not valid"),
    ("limit (5) 100.000.000", "limit (5) 100.000.000"),
    ("+1 202, 5", "+1 202, 5"),
    ("+", "+"), ("1", "1"), ("", ""), ("٣٣٣٣٣٣٣", "٣٣٣٣٣٣٣"),
  ])
  func numbersInWordsAreMasked(_ words: String, _ expected: String) {
    #expect(PhoneNumber.masked(in: words) == expected)
  }
}
