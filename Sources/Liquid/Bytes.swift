extension UInt8 {
  /// Ruby's `\s`.
  var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
  /// What Ruby's `strip` removes: `\s` and null.
  var isStrippable: Bool { isSpace || self == 0 }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  /// Ruby's `\w`.
  var isWord: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }
  /// The first byte of a character of UTF-8, or a stray byte that stands for one.
  var startsCharacter: Bool { self & 0xC0 != 0x80 }
  /// An ASCII letter in lower case; other bytes as they are.
  var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension [UInt8] {
  /// `range` without white space at its start.
  func trimmingStart(_ range: Range<Int>) -> Range<Int> {
    let start = range.first { !self[$0].isStrippable } ?? range.upperBound
    return start..<range.upperBound
  }

  /// `range` without white space at its end.
  func trimmingEnd(_ range: Range<Int>) -> Range<Int> {
    let end = range.last { !self[$0].isStrippable } ?? range.lowerBound - 1
    return range.lowerBound..<(end + 1)
  }

  func trimming(_ range: Range<Int>) -> Range<Int> { trimmingStart(trimmingEnd(range)) }

  func isBlank(_ range: Range<Int>) -> Bool { range.allSatisfy { self[$0].isSpace } }

  func has(_ text: StaticString, at index: Int) -> Bool { span.has(text, at: index) }

  /// Where `text` stands first at or after `start`.
  func firstIndex(of text: StaticString, from start: Int) -> Int? {
    let first = text.withUTF8Buffer { $0[0] }
    var index = start
    while let found = self[index...].firstIndex(of: first) {
      if has(text, at: found) { return found }
      index = found + 1
    }
    return nil
  }
}

extension Span<UInt8> {
  func has(_ text: StaticString, at index: Int) -> Bool {
    text.withUTF8Buffer { text in
      guard index + text.count <= count else { return false }
      return text.indices.allSatisfy { self[index + $0] == text[$0] }
    }
  }
}

extension OutputSpan<UInt8> {
  /// Appends bytes in one copy; there must be room for them.
  @inline(__always)
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    precondition(bytes.count <= freeCapacity)
    withUnsafeMutableBufferPointer { room, count in
      let rest = UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(room)[count...])
      rest.copyMemory(from: UnsafeRawBufferPointer(bytes))
      count += bytes.count
    }
  }
}
