/// Looks over the bytes of a file for what is not UTF-8, chunk by chunk.
struct UTF8Check {
  /// Characters of more than one byte.
  private(set) var wideCharacters = 0
  /// Those of them that Windows-1252 would show as signs that hardly ever stand beside each other, such as
  /// `Ã©` for é, `Å‚` for ł, `â€™` for ’.
  private(set) var unlikelyElsewhere = 0
  /// Bytes that are part of no character (Unicode 15, table 3-7).
  private(set) var badBytes = 0
  /// Where the first of them is, in bytes from the start.
  private(set) var firstBad: Int?
  private var offset = 0
  /// Bytes of a character that the next chunk completes.
  private var pending: [UInt8] = []

  var isValid: Bool { badBytes == 0 }

  mutating func add(_ chunk: borrowing [UInt8]) {
    var start = 0
    while !pending.isEmpty, start < chunk.count {
      pending.append(chunk[start])
      start += 1
      let held = pending
      pending = []
      addAll(held.span, isLast: false)
    }
    addAll(chunk.span.extracting(start..<chunk.count), isLast: false)
  }

  mutating func finish() {
    let held = pending
    pending = []
    addAll(held.span, isLast: true)
  }

  private mutating func addAll(_ bytes: Span<UInt8>, isLast: Bool) {
    var position = 0
    while true {
      position = Self.skipASCII(bytes, from: position)
      guard position < bytes.count else { break }
      let length = Self.sequenceLength(bytes, at: position)
      if length > 0 {
        wideCharacters += 1
        if length > 2 || (0xC3...0xC5).contains(bytes[position]) { unlikelyElsewhere += 1 }
        position += length
      } else if length == Self.incomplete, !isLast {
        for rest in position..<bytes.count { pending.append(bytes[rest]) }
        break
      } else {
        badBytes += 1
        if firstBad == nil { firstBad = offset + position }
        position += 1
      }
    }
    offset += position
  }

  /// Eight bytes at a time: nearly all of most lists is ASCII.
  @inline(__always)
  private static func skipASCII(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let raw = bytes.bytes
    var position = start
    while position + 8 <= raw.byteCount {
      let word = raw.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { break }
      position += 8
    }
    while position < bytes.count, bytes[position] < 0x80 { position += 1 }
    return position
  }

  private static let incomplete = -1

  /// The length of the character at `position`, 0 if there is none, or `incomplete` if it may go
  /// on after the end.
  private static func sequenceLength(_ bytes: Span<UInt8>, at position: Int) -> Int {
    let lead = bytes[position]
    let length = DecodedScalar.length(lead: lead)
    if length == 1 { return 0 }
    for offset in 1..<length {
      guard position + offset < bytes.count else { return incomplete }
      guard
        DecodedScalar.isContinuation(bytes[position + offset], after: lead, position: offset)
      else { return 0 }
    }
    return length
  }
}
