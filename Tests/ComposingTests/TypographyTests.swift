import Testing

@testable import Composing

@Suite struct TypographyTests {
  private func plain(_ text: String) -> String {
    var bytes = Array(text.utf8)
    var scratch: [UInt8] = [1, 2, 3]
    Typography.makePlain(&bytes, scratch: &scratch)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func firstSign(in text: String) -> Int? {
    Typography.firstSign(in: Array(text.utf8).span)
  }

  @Test(arguments: [
    ("it’s ‘ok’", "it's 'ok'"), ("“Hi” „there‟", "\"Hi\" \"there\""),
    ("«oui» ‹non›", "\"oui\" 'non'"),
    ("9–5 — yes ‒ no ― x‑y −3", "9-5 - yes - no - x-y -3"), ("wait…", "wait..."),
    ("a\u{A0}b\u{202F}c\u{2009}d\u{3000}e", "a b c d e"),
    ("soft\u{AD}hyphen\u{FEFF}", "softhyphen"),
    ("5′ 10″", "5' 10\""), ("`code´", "'code'"), ("", ""), ("…", "..."),
  ])
  func punctuationBecomesItsPlainEqual(text: String, expected: String) {
    #expect(plain(text) == expected)
    #expect((firstSign(in: text) != nil) == (text != expected))
  }

  @Test(arguments: [
    "Zoë", "é€£", "😀👨‍👩‍👧", "日本語、「引用」", "plain 'text' \"here\" - ...", "a\u{200D}b", "ﷺ",
  ])
  func everythingElseStays(text: String) {
    #expect(plain(text) == text)
    #expect(firstSign(in: text) == nil)
  }

  @Test func everyEqualIsInGSM7AndNoLongerThanItsSign() {
    for value in UInt32(0)...0x1_FFFF {
      guard let scalar = Unicode.Scalar(value), let equal = Typography.plain(value) else {
        continue
      }
      let sign = String(scalar)
      #expect(equal.utf8CodeUnitCount <= sign.utf8.count)
      for septet in "\(equal)".unicodeScalars { #expect(GSM7.septets(of: septet.value) > 0) }
      #expect(GSM7.septets(of: value) == 0, "U+\(String(value, radix: 16)) costs nothing as it is")
    }
  }

  @Test func signsAreFoundWhereverTheyStand() {
    for length in 0...20 {
      let text =
        String(repeating: "x", count: length) + "’" + String(repeating: "y", count: 20 - length)
      #expect(firstSign(in: text) == length)
    }
  }
}
