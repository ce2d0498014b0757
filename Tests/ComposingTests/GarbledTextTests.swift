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
    "â‚¬ 5", "ï¿½", "ðŸ˜€", "PaweÅ‚", "AyÅŸe", "IÅŸÄ±l", "Å½iÅ¾ka", "È˜tefan", "Ä°brahim",
    "Nguyá»…n",
    "DziÄ™kujemy", "SayÄ±n", "KsiÄ…dz", "JiÅ™í", "ErdÅ‘s", "ConstanÈ›a", "J\u{C4}\u{81}nis",
    "Tr\u{C6}\u{B0}\u{E1}\u{BB}\u{9D}ng", "Pháº¡m",
    "Å\u{81}ucja", "Å›wiat", "YÄ±ldÄ±z", "MÃ–LLER", "Ã–sterreich", "Ã–l",
    "MALMÃ–", "NORRKÃ–PING", "HELSINGÃ–R", "KADIKÃ–Y", "BRUNNHÃ–LZL", "SÃ–REN", "MÃ–",
    "PhÆ°Æ¡ng", "Æ°u", "Má»—i", "ThÃ¹y",
    "ESPAÃ‘A", "Ã“scar", "CÃ”TE", "SÃ˜REN", "Ã…se", "FRANÃ‡OIS", "Å»ycie", "vÅ¯li", "fÃ»t",
    "Ã¨", "Ã¥", "á»Ÿ", "PÃ¥", "SÃ³", "OÃ¹", "LÃª",
  ])
  func charactersThatCameOutOfOthersAreFound(_ text: String) {
    for before in ["", "Hi ", "A longer text before it, "] {
      #expect(isGarbled(before + text))
      #expect(isGarbled(before + text + " and more behind it"))
    }
  }

  @Test(arguments: [
    "", "Zoë Müller", "NÃO, MAÇÃ", "IRMÃ\u{A0}MAIOR", "«IRMÃ»", "«LÃ»", "Âncora", "Tom & Ann; Bob",
    "AT&T",
    "https://example.com/?a=1&b=2", #"C:\users\new"#, "“quoted” – 5 €", "你好 👋", "R&D;", "& ;",
    "Tom&Jerry; see", "M&Ms;", "AMANHÃ…", "MANHÃ–TARDE", "CHÃ–VERDE", "MÃ–GIẢM", "LÃ–ALGODÃO",
    "IRMÃ–", "MANHÃ¹", "«Ya está»—dijo",
    "«Olá»—disse", "«está»…pero", "UMEÅ·LULEÅ", "CAFFÈ·BAR", "LULEÅ‘s", "perchÈ… no", "TÈ£2",
    "«está»¡ven!", "ÓRFÃ–MÃE", "»SMÅ«børn",
    "FÅ„Bilka“", "Å“ä”n", "10 Å·mol", "Æ° 5", "AMANHÃ– 10h", "MAÇÃ–PERA", "LÃ – 5 €",
    "AMANHÃ”", "MANHÃ…TARDE", "SMÅ¡", "UMEÅº", "DÅ»", "«SMÅ»", "PÅ°", "ROMÂ”", "IRMÃ™", "TÃ’s",
    "DÄ’s",
    "JÄ…", "NÄ… gut", "„Ä“", "»Å«", "PÅ–", "PÅ — og", "Å’s", "5 Å²", "5 Å", "È…", "CAFFÈ™", "«È»",
    "Å\u{A0}være",
    "Åse Ä Ö Å", "«está»", "«está»…", "«está», y", "está»\u{A0}", "RÅ™", "›Å‹",
    "Pawełek Łucja Żiżka İbrahim",
    "Nguyễn Phạm", "MITARBEITERÄRZTE",
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
