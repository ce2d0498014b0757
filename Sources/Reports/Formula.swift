import Audience
import Composing

/// What spreadsheets take for a formula (OWASP, *CSV Injection*).
enum Formula {
  /// Whether the text starts with `=`, `+`, `-`, `@` or their full-width forms, after any spaces, or
  /// with a tab or a line end.
  @inline(__always)
  static func isSuspect(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if range.isEmpty { return false }
    let first = text[range.lowerBound]
    // The first bytes of all these characters and spaces; letters are none of them.
    return (first <= 0x40 || first == 0xC2 || first == 0xEF) && isFormula(text, range)
  }

  private static func isFormula(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      let scalar = DecodedScalar(in: text, at: index)
      switch scalar.value {
      case 0x20, 0xA0: index += scalar.length
      case 0x09, 0x0A, 0x0D, 0x2B, 0x2D, 0x3D, 0x40, 0xFF0B, 0xFF0D, 0xFF1D, 0xFF20: return true
      default: return false
      }
    }
    return false
  }

  /// Whether the whole text is a sign, digits and at most one point: `-5`, `+12025550123`.
  @inline(__always)
  static func isPlainNumber(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if range.isEmpty { return false }
    let first = text[range.lowerBound]
    return (first == 0x2B || first == 0x2D) && isDigits(text, range.dropFirst())
  }

  private static func isDigits(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var points = 0
    for index in range {
      let byte = text[index]
      if byte == 0x2E { points += 1 } else if byte < 0x30 || byte > 0x39 { return false }
    }
    return points <= 1 && range.count > points
  }
}
