import Testing

@testable import Composing

@Suite struct GarbledTextTests {
  private func isGarbled(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let isGarbled = GarbledText.isIn(bytes.span)
    #expect(GarbledText.isIn(bytes.span, of: Segments(of: bytes.span)) == isGarbled)
    return isGarbled
  }

  @Test(arguments: [
    "ZoÃ«", "MÃ¼ller", "It costs Â£5", "donâ€™t", "Tom &amp; Ann", "&pound;12.00", "it&#39;s",
    "caf&eacute;", #"M\u00fcller"#, "M\u{FFFD}ller", "Â\u{A0}", "Ã‰tienne", "StraÃŸe", "Ã„rger",
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
    "château", "été", "&",
  ])
  func othersAreNot(_ text: String) {
    #expect(!isGarbled(text))
    #expect(!isGarbled("Hi there, how are you? " + text))
  }
}
