/// Finds the white space around a value without copying it.
@usableFromInline
package enum WhiteSpace {
  /// Narrows `range` to what stands between the first and the last character that can be seen.
  ///
  /// White space is what Unicode calls so, and the signs of no width that spreadsheets and web pages
  /// leave at the ends of a copied value. Marks of direction and the like belong to what they stand
  /// beside and stay, unless there is nothing else.
  @inlinable @inline(__always)
  package static func trim(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    if range.isEmpty || isVisible(text[range.lowerBound]) && isVisible(text[range.upperBound - 1]) {
      return range
    }
    return trimSlowly(text, range)
  }

  /// Whether nothing in the text can be seen.
  @inlinable @inline(__always)
  package static func isBlank(_ text: Span<UInt8>) -> Bool {
    trim(text, 0..<text.count).isEmpty
  }

  /// Surely no white space, nor a part of it.
  @inlinable @inline(__always)
  static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x80 }

  @usableFromInline
  static func trimSlowly(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    while start < range.upperBound {
      let scalar = DecodedScalar(in: text, at: start)
      guard isSpace(scalar.value) else { break }
      start += scalar.length
    }
    var end = range.upperBound
    while end > start {
      let last = lastStart(in: text, start..<end)
      guard isSpace(DecodedScalar(in: text, at: last).value) else { break }
      end = last
    }
    return isInvisible(text, start..<end) ? start..<start : start..<end
  }

  private static func isInvisible(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      let scalar = DecodedScalar(in: text, at: index)
      guard isInvisible(scalar.value) else { return false }
      index += scalar.length
    }
    return true
  }

  private static func isInvisible(_ value: UInt32) -> Bool {
    if isSpace(value) { return true }
    // Most values that begin or end otherwise than in ASCII do so with a letter of these.
    let isLatinOrVisible = (0x21...0x7E).contains(value) || (0xC0...0x34E).contains(value)
    guard !isLatinOrVisible, let scalar = Unicode.Scalar(value) else { return false }
    let blankBraille: Unicode.Scalar = "\u{2800}"
    return scalar.properties.isDefaultIgnorableCodePoint
      || scalar.properties.generalCategory == .control || scalar == blankBraille
  }

  private static func lastStart(in text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var index = range.upperBound - 1
    while index > range.lowerBound, text[index] & 0xC0 == 0x80 { index -= 1 }
    return index
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000, 0x200B, 0x2060, 0xFEFF:
      true
    default: false
    }
  }
}
