import Audience

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

  /// - Parameter size: what the text costs, which tells of most that there is nothing beyond ASCII in it, and no
  ///   backslash.
  package static func isIn(_ text: Span<UInt8>, of size: Segments) -> Bool {
    guard size.encoding == .gsm7, size.beyondASCII == 0, size.units == text.count else {
      return isIn(text)
    }
    return hasAmpersand(text) && isIn(text)
  }

  /// Without an end before the last byte, so that the processor looks at many bytes at once.
  private static func hasAmpersand(_ text: Span<UInt8>) -> Bool {
    var found: UInt8 = 0
    for index in text.indices { found |= text[index] == UInt8(ascii: "&") ? 1 : 0 }
    return found != 0
  }

  private static func isPlain(_ lanes: ByteLanes) -> Bool {
    !lanes.hasHighBit && !lanes.has(UInt8(ascii: "&")) && !lanes.has(UInt8(ascii: "\\"))
  }

  private static func isStart(_ text: Span<UInt8>, at index: Int) -> Bool {
    switch text[index] {
    case UInt8(ascii: "&"): isEntity(text, from: index + 1)
    case UInt8(ascii: "\\"): isEscape(text, from: index + 1)
    case 0xC3, 0xE2, 0xEF: isMisread(text, at: index)
    default: false
    }
  }

  /// `amp;`, `#39;`
  private static func isEntity(_ text: Span<UInt8>, from start: Int) -> Bool {
    var end = start
    while end < text.count, end - start <= 8, isOfName(text[end]) { end += 1 }
    return end - start >= 2 && end < text.count && text[end] == UInt8(ascii: ";")
  }

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

  /// Of the two or three bytes of a character, the first reads as `Ã`, `Â` or `â`, and the next as a sign that
  /// follows none of these letters in any language.
  private static func isMisread(_ text: Span<UInt8>, at index: Int) -> Bool {
    let first = DecodedScalar(in: text, at: index)
    if first.value == 0xFFFD { return true }
    guard [0xC2, 0xC3, 0xE2].contains(first.value), index + first.length < text.count else {
      return false
    }
    let next = DecodedScalar(in: text, at: index + first.length).value
    if first.value == 0xE2 { return next == 0x20AC }
    // `IRMÃ»` ends a quotation, and a no-break space may follow any letter.
    if first.value == 0xC3, next == 0xA0 || next == 0xBB { return false }
    return (0x80...0xBF).contains(next) || isOfWindows(next)
  }

  /// What Windows-1252 has where Latin-1 has control characters, but for letters.
  private static func isOfWindows(_ scalar: UInt32) -> Bool {
    [0x2122, 0x2020, 0x2021, 0x2022, 0x2026, 0x2030, 0x02C6, 0x02DC, 0x20AC].contains(scalar)
  }
}
