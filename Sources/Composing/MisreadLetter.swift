import Audience

/// A letter of UTF-8 whose bytes were read as Windows-1252: the `Ã¼` that was `ü`, or the `á»™` that was `ộ`.
struct MisreadLetter {
  private let letter: Unicode.Scalar
  /// What its last byte reads as.
  private let sign: Unicode.Scalar
  private let start: Int
  private let end: Int

  /// Nil where no letter begins that somebody writes.
  init?(in text: Span<UInt8>, at start: Int) {
    guard start < text.count else { return nil }
    let first = DecodedScalar(in: text, at: start)
    var (value, sign) = (first.value & 0x1F, first.value)
    var end = start + first.length
    guard [0xC3, 0xC4, 0xC5, 0xC6, 0xC8, 0xE1].contains(first.value) else { return nil }
    for _ in 0..<(first.value == 0xE1 ? 2 : 1) {
      guard end < text.count, text[end] >= 0x80 else { return nil }
      let next = DecodedScalar(in: text, at: end)
      guard let byte = Self.byte(of: next.value), byte < 0xC0 else { return nil }
      value = value << 6 | byte & 0x3F
      (sign, end) = (next.value, end + next.length)
    }
    guard Self.isWritten(value), sign != 0xA0, let letter = Unicode.Scalar(value),
      let sign = Unicode.Scalar(sign)
    else { return nil }
    (self.letter, self.sign, self.start, self.end) = (letter, sign, start, end)
  }

  /// What stands in Windows-1252 from 0x80 on.
  private static let signs = Array(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars.map(\.value))

  private static func byte(of scalar: UInt32) -> UInt32? {
    (0x80...0xFF).contains(scalar) ? scalar : signs.firstIndex(of: scalar).map { 0x80 + UInt32($0) }
  }

  /// Letters of Europe and Vietnam, but for those whose `Ã’`, `Ä’` and `Å’` stand before the `s` of a genitive, and
  /// for `ŷ`, since `10 Å·m` is a product.
  private static func isWritten(_ letter: UInt32) -> Bool {
    switch letter {
    case 0xD2, 0x112, 0x152, 0x177, 0xD7, 0xF7: false
    case 0xC0...0x17E, 0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x218...0x21B, 0x1EA0...0x1EF9: true
    default: false
    }
  }

  // MARK: Whether it is one

  /// What stands behind a word as well.
  private static let stops = Set("…–—“”‘’™›»«¡".unicodeScalars)
  private static let symbols = Set("°®¹²³†‡§·©„".unicodeScalars)

  /// Whether it stands where such a letter does, and so is no letter with a sign behind it.
  func isLikely(in text: Span<UInt8>) -> Bool {
    if MisreadLetter(in: text, at: end) != nil { return true }
    let isSmall = letter.properties.isLowercase
    return isSmall ? isLikelySmall(text) : !text.isSmall(at: start - 1) && isLikelyCapital(text)
  }

  /// A small letter stands beside others, and not behind a word of capitals: `LULEÅ‘s`.
  private func isLikelySmall(_ text: Span<UInt8>) -> Bool {
    if isWord(text) { return !Self.stops.contains(sign) }
    guard text.isSmall(at: start - 1) || text.isSmall(at: end),
      !(text.isCapital(at: start - 1) && text.isCapital(at: start - 2))
    else { return false }
    return letter.value < 0x1E00 || !Self.stops.contains(sign) || !hasQuotation(text)
  }

  /// `Ã¨` and `PÃ¥`: a word by itself, or with one letter before it. No word ends like that with the `Å` of `50 Å¼`.
  private func isWord(_ text: Span<UInt8>) -> Bool {
    guard letter.value < 0x100 || letter.value >= 0x1E00, !text.isLetter(at: end) else {
      return false
    }
    return !text.isLetter(before: start)
      || text.isCapital(at: start - 1) && !text.isLetter(before: start - 1)
  }

  /// `«Ya está»—dijo`
  private func hasQuotation(_ text: Span<UInt8>) -> Bool {
    (0..<start).contains { text[$0] == 0xAB && $0 > 0 && text[$0 - 1] == 0xC2 }
  }

  /// `PÅ–`, `JÄ…` and `AMANHÃ”` are words of capitals, but `Å»` before a letter begins one, and `MALMÃ–` ends with Ö.
  private func isLikelyCapital(_ text: Span<UInt8>) -> Bool {
    let isStop = Self.stops.contains(sign)
    if letter.value < 0x100 {
      return !isStop || (sign == "–" || text.isLetter(at: end)) && !isBehindWord(text)
    }
    return !isStop && !Self.symbols.contains(sign)
      || text.isLetter(at: end) && !text.isLetter(before: start)
  }

  /// Words of Portuguese that end with `Ã`, without it.
  private static let words = ["AMANH", "MANH", "CH", "L", "MAÇ", "IRM", "CRIST", "ALEM", "ÓRF"]
    .map { Array($0.utf8) }

  /// Whether the `Ã` ends a word, as in `MANHÃ–TARDE`. No character of `MÃ–GIẢM` that is beyond Windows-1252 came
  /// out of others.
  private func isBehindWord(_ text: Span<UInt8>) -> Bool {
    (end..<min(end + 8, text.count)).contains { text[$0] == 0xE1 }
      || Self.words.contains { word in
        let begin = start - word.count
        return begin >= 0 && word.indices.allSatisfy { text[begin + $0] == word[$0] }
          && !text.isLetter(before: begin)
      }
  }
}

extension Span<UInt8> {
  fileprivate func isSmall(at index: Int) -> Bool {
    indices.contains(index) && (0x61...0x7A).contains(self[index])
  }

  fileprivate func isCapital(at index: Int) -> Bool {
    indices.contains(index) && (0x41...0x5A).contains(self[index])
  }

  fileprivate func isLetter(at index: Int) -> Bool {
    isSmall(at: index) || isCapital(at: index)
      || indices.contains(index) && (0xC3...0xC5).contains(self[index])
  }

  fileprivate func isLetter(before index: Int) -> Bool {
    isSmall(at: index - 1) || isCapital(at: index - 1)
      || index > 1 && (0xC3...0xC5).contains(self[index - 2])
  }
}
