import Testing

@testable import Composing

@Suite struct GarbledTextTests {
  private func isGarbled(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let isGarbled = GarbledText.isIn(bytes.span)
    let findings = GarbledText.findings(in: bytes, of: Segments(of: bytes.span))
    #expect(findings == (isGarbled ? .characters : []))
    return isGarbled
  }

  @Test(arguments: [
    "ZoÃ«", "MÃ¼ller", "It costs Â£5", "donâ€™t", "Tom &amp; Ann", "&pound;12.00", "it&#39;s",
    "caf&eacute;", #"M\u00fcller"#, #"Caf\u00e9"#, "M\u{FFFD}ller", "Â\u{A0}", "Ã‰tienne",
    "StraÃŸe", "Ã„rger",
    "â‚¬ 5", "ï¿½", "ðŸ˜€",
  ])
  func charactersThatCameOutOfOthersAreFound(_ text: String) {
    for before in ["", "Hi ", "A longer text before it, "] {
      #expect(isGarbled(before + text))
      #expect(isGarbled(before + text + " and more behind it"))
    }
  }

  @Test(arguments: [
    "", "Zoë Müller", "NÃO, MAÇÃ", "IRMÃ\u{A0}MAIOR", "«IRMÃ»", "Âncora", "Tom & Ann; Bob", "AT&T",
    "https://example.com/?a=1&b=2", #"C:\users\new"#, "“quoted” – 5 €", "你好 👋", "R&D;", "& ;",
    "Tom&Jerry; see", "M&Ms;", "AMANHÃ…",
    "château", "été", "&", "I <3 you", "a < b", "<town>",
  ])
  func othersAreNot(_ text: String) {
    #expect(!isGarbled(text))
    #expect(!isGarbled("Hi there, how are you? " + text))
  }

  @Test(arguments: ["<b>", "</p>", "<br />", "<A HREF=\"x\">", "1 < 2 <br>"])
  func tagsAreFoundBesideThem(_ tag: String) {
    for (text, expected) in [
      ("Bring \(tag)ID", .tags), ("Zoë \(tag)", .tags), ("R&amp;D \(tag)", [.characters, .tags]),
    ] as [(String, GarbledText.Findings)] {
      let bytes = Array(text.utf8)
      #expect(GarbledText.findings(in: bytes, of: Segments(of: bytes.span)) == expected)
    }
  }
}
