import Audience

/// Records are written into room that is reserved once for a whole one: asking an array for room at
/// each byte costs three times as much.
extension OutputSpan<UInt8> {
  /// Appends a part of a text in one copy; there must be room for it.
  @inlinable @inline(__always)
  package mutating func append(run text: Span<UInt8>, _ range: Range<Int>) {
    append(bytes: text.extracting(range).bytes)
  }

  /// Appends a text of the program.
  @inlinable @inline(__always)
  package mutating func append(_ text: StaticString) {
    let bytes = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    append(bytes: bytes.bytes)
  }

  @inlinable @inline(__always)
  package mutating func append(bytes: RawSpan) {
    precondition(bytes.byteCount <= freeCapacity)
    if bytes.isEmpty { return }
    withUnsafeMutableBufferPointer { room, count in
      let rest = UnsafeMutableBufferPointer(rebasing: room[count...])
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(rest).copyMemory(from: $0) }
      count += bytes.byteCount
    }
  }

  /// Appends a number in decimal digits.
  package mutating func append(decimal number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(decimal: UInt64(number.magnitude))
  }

  /// Appends `+12025550123`.
  package mutating func append(_ number: PhoneNumber) {
    append(UInt8(ascii: "+"))
    append(decimal: number.digits)
  }

  private mutating func append(decimal number: UInt64) {
    // Attempts, segments and runs seldom have more.
    if number < 10 { return append(0x30 + UInt8(truncatingIfNeeded: number)) }
    var length = 1
    var limit: UInt64 = 10
    while length < 20, number >= limit {
      length += 1
      limit &*= 10
    }
    precondition(length <= freeCapacity)
    withUnsafeMutableBufferPointer { room, count in
      let start = count
      count += length
      var rest = number
      var index = count
      while index > start {
        index -= 1
        room[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
    }
  }
}
