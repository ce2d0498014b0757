/// One Unicode scalar read out of UTF-8 bytes.
///
/// Bytes that are not UTF-8 read as U+FFFD, one for each maximal subpart (Unicode 16, section 3.9,
/// table 3-8), so that every reader of a text counts and writes the same characters.
@frozen @usableFromInline
package struct DecodedScalar: Equatable, Sendable {
  /// The scalar, U+FFFD where the bytes are not UTF-8.
  @usableFromInline package let value: UInt32
  /// How many bytes it takes, 1 to 4.
  @usableFromInline package let length: Int
  @usableFromInline package let isValid: Bool

  /// Reads the scalar that starts at `index`, which must be inside `text`.
  @inlinable @inline(__always)
  package init(in text: Span<UInt8>, at index: Int) {
    let first = text[index]
    if first < 0x80 {
      self.init(value: UInt32(first), length: 1, isValid: true)
    } else {
      self.init(lead: first, in: text, at: index)
    }
  }

  @inlinable @inline(__always)
  init(value: UInt32, length: Int, isValid: Bool) {
    self.value = value
    self.length = length
    self.isValid = isValid
  }

  @usableFromInline
  init(lead: UInt8, in text: Span<UInt8>, at index: Int) {
    let expected = Self.length(lead: lead)
    var value = UInt32(lead) & (0x7F >> UInt32(expected))
    var length = 1
    while length < expected, index + length < text.count {
      let byte = text[index + length]
      guard Self.isContinuation(byte, after: lead, position: length) else { break }
      value = value << 6 | UInt32(byte & 0x3F)
      length += 1
    }
    let isValid = expected > 1 && length == expected
    self.init(value: isValid ? value : 0xFFFD, length: length, isValid: isValid)
  }

  /// The bytes a sequence with this first byte has; 1 for a byte that starts none.
  static func length(lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  /// The second byte has a narrower range after some first ones: no overlong forms, no surrogates,
  /// nothing past U+10FFFF (RFC 3629, section 4).
  static func isContinuation(_ byte: UInt8, after lead: UInt8, position: Int) -> Bool {
    guard position == 1 else { return byte & 0xC0 == 0x80 }
    return switch lead {
    case 0xE0: 0xA0...0xBF ~= byte
    case 0xED: 0x80...0x9F ~= byte
    case 0xF0: 0x90...0xBF ~= byte
    case 0xF4: 0x80...0x8F ~= byte
    default: byte & 0xC0 == 0x80
    }
  }
}
