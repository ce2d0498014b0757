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

  /// Appends bytes in one copy; there must be room for them.
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
}
