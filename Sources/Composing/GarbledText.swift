import Audience
import Liquid

/// Characters that came out of others: of UTF-8 that was read as another encoding, or of text that was
/// written for a web page or a program.
package enum GarbledText {
  /// Whether a text has `Ã¼` for `ü`, `&amp;` for `&`, `\u00fc`, or U+FFFD in it.
  package static func isIn(_ text: Span<UInt8>) -> Bool {
    var index = 0
    while index < text.count {
      index = text.endOfRun(from: index, while: isPlain)
      guard index < text.count else { return false }
      if isStart(text, at: index) { return true }
      index += 1
    }
    return false
  }

  /// What a text may have in it.
  package struct Findings: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let characters = Findings(rawValue: 1)
    /// Of HTML.
    package static let tags = Findings(rawValue: 2)
  }

  /// - Parameter size: what the text costs, which tells of most that there is nothing beyond ASCII in it, and no
  ///   backslash.
  package static func findings(in text: [UInt8], of size: Segments) -> Findings {
    let isPlain = size.encoding == .gsm7 && size.beyondASCII == 0 && size.units == text.count
    let hasSigns = hasSigns(text.span)
    if isPlain, !hasSigns { return [] }
    var findings: Findings = []
    if isIn(text.span) { findings.insert(.characters) }
    if hasSigns, HTMLTag.isIn(text) { findings.insert(.tags) }
    return findings
  }

  /// Whether there is an ampersand or `<`. Without an end before the last byte and with one test for both, so
  /// that the processor looks at many bytes at once.
  private static func hasSigns(_ text: Span<UInt8>) -> Bool {
    var found: UInt8 = 0
    for index in text.indices {
      let byte = text[index]
      found |= (byte == UInt8(ascii: "&") ? 1 : 0) | (byte == UInt8(ascii: "<") ? 1 : 0)
    }
    return found != 0
  }

  private static func isPlain(_ lanes: ByteLanes) -> Bool {
    !lanes.hasHighBit && !lanes.has(UInt8(ascii: "&")) && !lanes.has(UInt8(ascii: "\\"))
  }

  private static func isStart(_ text: Span<UInt8>, at index: Int) -> Bool {
    switch text[index] {
    case UInt8(ascii: "&"): isEntity(text, from: index + 1)
    case UInt8(ascii: "\\"): isEscape(text, from: index + 1)
    // All that garbled characters begin with is U+00C0 to U+00FF, or U+FFFD.
    case 0xC3, 0xEF: isMisread(text, at: index)
    default: false
    }
  }

  /// `amp;`, `eacute;`, `#39;`
  private static func isEntity(_ text: Span<UInt8>, from start: Int) -> Bool {
    var end = start
    while end < text.count, end - start <= 8, isOfName(text[end]) { end += 1 }
    guard end < text.count, text[end] == UInt8(ascii: ";") else { return false }
    let name = String(decoding: (start..<end).map { text[$0] }, as: UTF8.self)
    return name.first == "#" || names.contains(name) || accents.contains { name.dropFirst() == $0 }
  }

  private static let names = Set(
    """
    amp lt gt quot apos nbsp pound euro cent yen copy reg trade hellip mdash ndash lsquo rsquo ldquo rdquo
    laquo raquo bull middot deg szlig iexcl iquest
    """.split(whereSeparator: \.isWhitespace).map(String.init))
  /// Behind a letter.
  private static let accents = [
    "grave", "acute", "circ", "tilde", "uml", "ring", "cedil", "slash", "caron",
  ]

  private static func isOfName(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "#")
  }

  /// `u00fc`
  private static func isEscape(_ text: Span<UInt8>, from start: Int) -> Bool {
    start + 5 <= text.count && text[start] == UInt8(ascii: "u")
      && (start + 1..<start + 5).allSatisfy {
        (0x30...0x39).contains(text[$0]) || (0x61...0x66).contains(text[$0] | 0x20)
      }
  }

  /// Of the bytes of a character, the first reads as `Ã`, `Â`, `Å`, `â`, `ï` or the like, and the next as a sign
  /// that follows none of these letters in any language.
  private static func isMisread(_ text: Span<UInt8>, at index: Int) -> Bool {
    let first = DecodedScalar(in: text, at: index)
    if first.value == 0xFFFD { return true }
    guard index + first.length < text.count else { return false }
    let second = DecodedScalar(in: text, at: index + first.length)
    let (next, end) = (second.value, index + first.length + second.length)
    return switch first.value {
    case 0xC2: (0x80...0xBF).contains(next)
    // `IRMÃ»` ends a quotation, and a no-break space may follow any letter.
    case 0xC3 where next == 0x2013: !isDash(text, behind: index, before: end)
    case 0xC3 where [0xB2, 0xB3, 0xB9].contains(next): !isBehind(Self.morning, text, index)
    case 0xC3:
      (0x80...0xBF).contains(next) && ![0xA0, 0xBB].contains(next) || windows.contains(next)
    case 0xE2: [0x20AC, 0x201A].contains(next)
    case 0xC4, 0xC5: isOfEast(next, text, index, end)
    // Of Romanian. In Italian, other signs follow `È`.
    case 0xC8: [0x2DC, 0x161, 0x203A, 0x2122].contains(next) && isOfEast(next, text, index, end)
    // Of Vietnamese; `«está»` is Spanish.
    case 0xC6: [0xA1, 0xB0].contains(next) && isLetter(text, at: end)
    case 0xE1:
      next == 0xBA && end < text.count && text[end] >= 0x80
        || next == 0xBB && isVietnamese(text, from: end)
    case 0xEF: next == 0xBF
    case 0xF0: next == 0x178
    default: false
    }
  }

  /// What stands in Windows-1252 for the second byte of ß, Ä, Ö, Ü, É and the like.
  private static let windows: Set<UInt32> = [
    0x178, 0x201E, 0x153, 0x2030, 0x192, 0x2039, 0x152, 0x160, 0x161,
  ]

  // MARK: Beyond Western Europe

  /// Whether a sign is of a letter that began with `Ä`, `Å` or `È`.
  private static func isOfEast(
    _ sign: UInt32, _ text: Span<UInt8>, _ index: Int, _ end: Int
  ) -> Bool {
    isOfLetter(sign) || isOfSign(sign) && (isBehindSmall(text, index) || isLetter(text, at: end))
      || (isOfPause(sign) || quotes.contains(sign)) && isBehindSmall(text, index)
  }

  /// What stands for the second byte of a Polish, Czech or Turkish letter, and follows no `Ä`, `Å` or `È`: the
  /// `‚` of `PaweÅ‚`.
  private static func isOfLetter(_ scalar: UInt32) -> Bool {
    (0x80...0x9F).contains(scalar) || letters.contains(scalar)
  }

  private static let letters: Set<UInt32> = [
    0x152, 0x161, 0x178, 0x17E, 0x192, 0x201A, 0x2C6, 0x2DC, 0xA1, 0xA3, 0xA5, 0xBA, 0xBC, 0xBD,
    0xBE,
  ]

  /// What ends a brand's name, or stands behind the unit Å, too.
  private static func isOfSign(_ scalar: UInt32) -> Bool {
    signs.contains(scalar)
      || (0xA2...0xBB).contains(scalar) && scalar != 0xAD && !quotes.contains(scalar)
  }

  private static let signs: Set<UInt32> = [0x2020, 0x2021, 0x203A, 0x2122]
  /// What stands between words, too, as in `LULEÅ‘s` and `UMEÅ·LULEÅ`.
  private static let quotes: Set<UInt32> = [0x2018, 0x201C, 0x201E, 0xAB, 0xB7, 0xBB]

  /// `JÄ…` and `PÅ–` are such words.
  private static func isOfPause(_ scalar: UInt32) -> Bool {
    [0x2026, 0x2013, 0x2014].contains(scalar)
  }

  /// The third of what stands for `ễ`, `ị` or `ộ`.
  private static func isVietnamese(_ text: Span<UInt8>, from start: Int) -> Bool {
    guard start < text.count else { return false }
    let third = DecodedScalar(in: text, at: start)
    if [0xA0, 0xA1, 0xAB, 0xBB].contains(third.value) { return false }
    let end = start + third.length
    if isOfPause(third.value) { return isLastLetter(text, at: end) }
    return isOfLetter(third.value)
      || (isOfSign(third.value) || quotes.contains(third.value) || third.value == 0x2039)
        && isLetter(text, at: end)
  }

  /// The `n` of `Nguyá»…n`, or the `i` of `má»—i`. `«está»…pero` goes on.
  private static func isLastLetter(_ text: Span<UInt8>, at index: Int) -> Bool {
    index < text.count && "nim".utf8.contains(text[index] | 0x20)
      && !isLetter(text, at: index + 1)
  }

  /// A capital letter does not follow a small one.
  private static func isBehindSmall(_ text: Span<UInt8>, _ index: Int) -> Bool {
    index > 0 && (0x61...0x7A).contains(text[index - 1])
  }

  private static func isLetter(_ text: Span<UInt8>, at index: Int) -> Bool {
    index < text.count
      && ((0x61...0x7A).contains(text[index] | 0x20) || (0xC3...0xC5).contains(text[index]))
  }

  // MARK: Portuguese

  private static let morning = Array("MANH".utf8)
  private static let words = ["CH", "MAÇ", "IRM", "CRIST", "ALEM", "ÓRF"].map { Array($0.utf8) }

  /// Whether the dash of `Ã–` is one, as in `AMANHÃ–TARDE` and `LÃ–ALGODÃO`; in `LÃ–WE`, it was Ö. No character
  /// of `MÃ–GIẢM` that is beyond Windows-1252 came out of others.
  private static func isDash(_ text: Span<UInt8>, behind index: Int, before end: Int) -> Bool {
    isBehind(morning, text, index)
      || words.contains { isBehind($0, text, index) && !isLetter(text, before: index - $0.count) }
      || index > 0 && "LFSVR".utf8.contains(text[index - 1]) && !isLetter(text, before: index - 1)
        && !isConsonant(text, at: end)
      || (end..<min(end + 8, text.count)).contains { text[$0] == 0xE1 }
  }

  private static func isBehind(_ word: [UInt8], _ text: Span<UInt8>, _ index: Int) -> Bool {
    let start = index - word.count
    return start >= 0 && word.indices.allSatisfy { text[start + $0] == word[$0] }
  }

  private static func isLetter(_ text: Span<UInt8>, before index: Int) -> Bool {
    index > 0 && isLetter(text, at: index - 1)
      || index > 1 && (0xC3...0xC5).contains(text[index - 2])
  }

  private static func isConsonant(_ text: Span<UInt8>, at index: Int) -> Bool {
    isLetter(text, at: index) && text[index] < 0x80 && !"aeiou".utf8.contains(text[index] | 0x20)
  }
}
