import Testing

@testable import Audience

@Suite struct WhiteSpaceTests {
  private func isBlank(_ text: String) -> Bool { WhiteSpace.isBlank(Array(text.utf8).span) }

  @Test(arguments: [
    ("Ada", "Ada"), (" Ada ", "Ada"), ("\t\r\nAda Lovelace\n", "Ada Lovelace"), ("", ""),
    ("   ", ""),
    ("\u{A0}Ada\u{202F}", "Ada"), ("\u{3000}é\u{2003}", "é"), ("\u{FEFF}x\u{200B}", "x"),
    ("é", "é"), ("à", "à"), ("😀 ", "😀"), ("\u{85}\u{2028}a\u{2029}", "a"), ("\u{A0}\u{3000}", ""),
    ("Å", "Å"), ("\u{200E}", ""), (" \u{202A}\u{202C}\u{AD}", ""), ("\u{2800}\u{3164}", ""),
    ("\u{1}", ""), ("\u{200E}Ada\u{200E}", "\u{200E}Ada\u{200E}"), ("❤\u{FE0F}", "❤\u{FE0F}"),
    ("\u{200F}שלום!\u{200F} ", "\u{200F}שלום!\u{200F}"),
  ])
  func valuesLoseTheWhiteSpaceAround(text: String, expected: String) {
    let bytes = Array(("<" + text + ">").utf8)
    let trimmed = WhiteSpace.trim(bytes.span, 1..<bytes.count - 1)
    #expect(String(decoding: bytes[trimmed], as: UTF8.self) == expected)
    #expect(isBlank(text) == expected.isEmpty)
  }

  /// Beyond ASCII, where the bytes alone do not tell.
  @Test func whatUnicodeCallsIgnorableIsBlankByItself() {
    for value in UInt32(0x80)...0xFFFF {
      guard let scalar = Unicode.Scalar(value), !scalar.properties.isWhitespace else { continue }
      let properties = scalar.properties
      let isUnseen =
        properties.isDefaultIgnorableCodePoint || properties.generalCategory == .control
        || scalar == "\u{2800}"
      #expect(isBlank(String(scalar)) == isUnseen, "U+\(String(value, radix: 16))")
    }
  }

  @Test func everyWhiteSpaceOfUnicodeIsKnown() {
    for value in UInt32(0)...0xFFFF {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isWhitespace else { continue }
      #expect(isBlank(String(scalar)), "U+\(String(value, radix: 16))")
    }
  }
}
