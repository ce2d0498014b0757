/// What is to be said of a text that is printed.
enum PrintedText {
  /// Most have no byte of the kind that is looked for.
  @inline(__always)
  static func notes(of text: Span<UInt8>) -> RenderNotes {
    guard text.count > 1 else { return [] }
    if FillerWord.mayBegin(text[0]) {
      if FillerWord.isOne(text) { return .filler }
      if SpoiledNumber.isHashes(text) { return .spoiled }
      return WrappedValue.isInBrackets(text) ? .wrapped : []
    }
    guard text.count > 4 else { return [] }
    if text[text.count - 3] == UInt8(ascii: "+") {
      return SpoiledNumber.isPower(text) ? .spoiled : []
    }
    switch text[0] {
    case UInt8(ascii: "0"), UInt8(ascii: "1"): return NoDay.isOne(text) ? .filler : []
    case UInt8(ascii: "E"): return FillerWord.isFault(text) ? .filler : []
    case UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "{"), UInt8(ascii: "%"):
      return WrappedValue.isOne(text) ? .wrapped : []
    default: return []
    }
  }
}
