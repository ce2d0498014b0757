/// What says no where somebody looks at it, and is true in a condition, as every text is.
enum WordForNo {
  private static let words: Set = [
    "false", "no", "n", "off", "none", "-", "falsch", "nein", "faux", "non", "falso", "nee", "nej",
  ]
  /// Those that are nothing else.
  private static let clearWords: Set = ["false", "falsch", "faux", "falso"]
  private static let longest = 16

  /// - Parameter look: What is looked for in the text of a column that a condition asks for.
  static func notes(of text: Span<UInt8>, _ look: Test.Look) -> RenderNotes {
    guard (1...longest).contains(text.count) else { return [] }
    if FillerWord.isOne(text) { return .filler }
    guard look > .fillers else { return [] }
    if NumberText.isZero(text) { return .saysNo }
    guard mayBegin(text[0]) else { return [] }
    let word = String(decoding: text.indices.map { text[$0].lowercased }, as: UTF8.self)
    // What is printed may be an initial, or Norway.
    if look < .letters { return clearWords.contains(word) ? .saysNo : [] }
    switch word {
    case "f": return .saysF
    case "m", "h": return .besideF
    default: return words.contains(word) ? .saysNo : []
    }
  }

  private static func mayBegin(_ byte: UInt8) -> Bool {
    switch byte.lowercased {
    case UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "o"), UInt8(ascii: "m"),
      UInt8(ascii: "h"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
