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

    /// What ``GarbledText/isIn(_:)`` finds.
    package static let characters = Findings(rawValue: 1)
    /// Tags of HTML, which a phone shows as they are.
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

  /// Whether the bytes of one character stand there as several: the first read as `Ã`, `Â`, `Å`, `â`, `ï` or the like,
  /// and the next as a sign that does not follow these letters.
  private static func isMisread(_ text: Span<UInt8>, at index: Int) -> Bool {
    let first = DecodedScalar(in: text, at: index)
    if first.value == 0xFFFD { return true }
    let end = index + first.length
    guard end < text.count, text[end] >= 0x80 else { return false }
    let next = DecodedScalar(in: text, at: end).value
    return switch first.value {
    case 0xC2: (0x80...0xBF).contains(next)
    case 0xE2: [0x20AC, 0x201A].contains(next)
    case 0xEF: next == 0xBF
    case 0xF0: next == 0x178
    default: MisreadLetter(in: text, at: index)?.isLikely(in: text) ?? false
    }
  }
}
