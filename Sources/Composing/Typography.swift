import Audience

/// Turns typographic punctuation into its GSM-7 equals, for `--smart-quotes plain`.
///
/// One curly apostrophe makes a whole message UCS-2 and so more than twice as dear. Only
/// punctuation, spaces and signs that are not seen are touched, and only where a plain sign, or none, says
/// the same.
package enum Typography {
  /// Where the first sign that would be rewritten starts; `nil` when the text is plain already.
  package static func firstSign(in text: Span<UInt8>) -> Int? {
    var index = 0
    while true {
      index = text.endOfRun(from: index) { !$0.hasHighBit && !$0.has(0x60) }
      if index == text.count { return nil }
      let scalar = DecodedScalar(in: text, at: index)
      if plain(scalar.value) != nil { return index }
      index += scalar.length
    }
  }

  /// Rewrites UTF-8 text in place.
  ///
  /// - Parameter scratch: Room for the work, kept by the caller from one text to the next.
  package static func makePlain(_ text: inout [UInt8], scratch: inout [UInt8]) {
    scratch.removeAll(keepingCapacity: true)
    // No sign grows: the longest equal is the three points of a three-byte ellipsis.
    scratch.append(addingCapacity: text.count) { copyPlain(text.span, to: &$0) }
    swap(&text, &scratch)
  }

  private static func copyPlain(_ text: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
    var start = 0
    var index = 0
    while index < text.count {
      let scalar = DecodedScalar(in: text, at: index)
      if let plain = plain(scalar.value) {
        output.append(run: text, start..<index)
        output.append(plain)
        start = index + scalar.length
      }
      index += scalar.length
    }
    output.append(run: text, start..<text.count)
  }

  /// The plain equal of a typographic sign; `nil` for every other character.
  static func plain(_ scalar: UInt32) -> StaticString? {
    switch scalar {
    case 0x60, 0xB4, 0x02B9, 0x02BB...0x02BD, 0x02C8, 0x2018...0x201B, 0x2032, 0x2035,
      0x2039, 0x203A, 0x275B, 0x275C, 0xFF07:
      "'"
    case 0xAB, 0xBB, 0x02BA, 0x02EE, 0x201C...0x201F, 0x2033, 0x2036, 0x275D, 0x275E,
      0x301D...0x301F, 0xFF02:
      "\""
    case 0x2010...0x2015, 0x2043, 0x2212, 0xFE58, 0xFE63, 0xFF0D: "-"
    case 0x2024: "."
    case 0x2025: ".."
    case 0x2026: "..."
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: " "
    case 0xAD, 0x2060, 0xFEFF: ""  // A soft hyphen and no-break spaces of no width.
    default: nil
    }
  }
}
