import Testing

@testable import Reports

@Suite struct ForeignTextTests {
  @Test(arguments: [
    ("plain – ñ 李 שלום", "plain – ñ 李 שלום"), ("a\u{0}b\nc\u{7F}", "a␀b␊c␡"),
    ("葛\u{E0100} ᠠ\u{180B}", "葛\u{E0100} ᠠ\u{180B}"), ("\u{85}", "[U+0085]"),
    ("\u{202E}evil\u{2066}", "[U+202E]evil[U+2066]"),
    ("\u{FEFF}\u{200B}\u{AD}\u{3164}", "[U+FEFF][U+200B][U+00AD][U+3164]"),
    ("👨‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👨‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
  ])
  func whatCannotBeSeenIsShownByItsName(given: String, shown: String) {
    #expect(ForeignText.line(given, limit: 100) == shown)
  }

  @Test func longTextIsCutWithAnEllipsis() {
    #expect(ForeignText.line("abc", limit: 3) == "abc")
    #expect(ForeignText.line("abcd", limit: 3) == "abc…")
    #expect(ForeignText.line("a\u{202E}b\u{202E}", limit: 10) == "a[U+202E]b…")
    let accents = "e" + String(repeating: "\u{301}", count: 1_000)
    #expect(ForeignText.line(accents, limit: 9).unicodeScalars.count == 10)
  }

  @Test func aTextIsNotCutWithinACharacter() {
    let bytes = Array("aé😀".utf8)
    #expect(
      (0...7).map { text(ForeignText.start(of: bytes, limit: $0)) } == [
        "", "a", "a", "aé", "aé", "aé", "aé", "aé😀",
      ])
  }
}
