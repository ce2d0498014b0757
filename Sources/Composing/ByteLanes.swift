/// Eight bytes of text looked at together.
///
/// The tests are the usual ones within a word (Warren, *Hacker's Delight*, chapter 6). They answer
/// for all eight bytes at once; which byte it was is left to a loop over bytes.
@frozen @usableFromInline
package struct ByteLanes {
  @usableFromInline let word: UInt64

  /// The eight bytes of `text` from `index`, which must all be there.
  @inlinable @inline(__always)
  package init(_ text: Span<UInt8>, at index: Int) {
    word = text.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
  }

  /// Whether a byte is 0x80 or more, so no ASCII.
  @inlinable @inline(__always)
  package var hasHighBit: Bool { word & Self.all(0x80) != 0 }

  /// Bit 6 of each byte, where its high bit stands. The other bits mean nothing.
  @inlinable @inline(__always)
  package var bit6: UInt64 { word << 1 }

  /// Bit 5 of each byte, where its high bit stands. The other bits mean nothing.
  @inlinable @inline(__always)
  package var bit5: UInt64 { word << 2 }

  /// Whether one of the bytes is this one.
  @inlinable @inline(__always)
  package func has(_ byte: UInt8) -> Bool {
    let difference = word ^ Self.all(byte)
    return (difference &- Self.all(0x01)) & ~difference & Self.all(0x80) != 0
  }

  /// Whether a byte is in the range; its bounds are ASCII, and the bytes must be.
  @inlinable @inline(__always)
  package func has(_ range: ClosedRange<UInt8>) -> Bool {
    let reachesLower = word &+ Self.all(0x80 - range.lowerBound)
    let passesUpper = word &+ Self.all(0x7F - range.upperBound)
    return reachesLower & ~passesUpper & Self.all(0x80) != 0
  }

  /// A word whose eight bytes are all this one.
  @inlinable @inline(__always)
  package static func all(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }
}

extension Span<UInt8> {
  /// Where a run of bytes that pass the test ends, or somewhat before: they are looked at by eights. To
  /// the end of the text or the range it is exact, unless that has less than eight bytes before it.
  @inlinable @inline(__always)
  package func endOfRun(
    from start: Int, to end: Int? = nil, while test: (ByteLanes) -> Bool
  ) -> Int {
    let end = end ?? count
    var index = start
    while index + 8 <= end {
      guard test(ByteLanes(self, at: index)) else { return index }
      index += 8
    }
    // The rest, together with bytes that stand before it.
    return end >= 8 && test(ByteLanes(self, at: end - 8)) ? end : index
  }
}
