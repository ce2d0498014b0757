import Audience

/// Writes UTF-8 bytes as a JSON string (RFC 8259, section 7).
///
/// Only quotation marks, backslashes and control characters are escaped. Bytes that are not UTF-8
/// become U+FFFD, so that the output is valid JSON whatever came in.
package enum JSONText {
  /// The room that a text of so many bytes can need: six for a control character.
  @inlinable
  package static func longest(_ count: Int) -> Int { 6 * count + 2 }

  /// Appends the text between quotation marks.
  package static func append(_ text: Span<UInt8>, to output: inout [UInt8]) {
    output.append(addingCapacity: longest(text.count)) { append(text, to: &$0) }
  }

  /// Appends the text between quotation marks; there must be room for it.
  package static func append(_ text: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
    output.append(UInt8(ascii: "\""))
    var start = 0
    while true {
      let end = firstSpecial(in: text, from: start)
      output.append(run: text, start..<end)
      if end == text.count { break }
      start = end + appendSpecial(text, at: end, to: &output)
    }
    output.append(UInt8(ascii: "\""))
  }

  /// The first byte from `start` that needs an escape or is not UTF-8, or the end.
  @inline(__always)
  private static func firstSpecial(in text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while true {
      index = firstNotPlain(in: text, from: index)
      guard index < text.count, text[index] >= 0x80 else { return index }
      let scalar = DecodedScalar(in: text, at: index)
      guard scalar.isValid else { return index }
      index += scalar.length
    }
  }

  @inline(__always)
  private static func firstNotPlain(in text: Span<UInt8>, from start: Int) -> Int {
    var index = text.endOfRun(from: start) { isPlain($0) }
    while index < text.count, isPlain(text[index]) { index += 1 }
    return index
  }

  @inline(__always)
  private static func isPlain(_ lanes: ByteLanes) -> Bool {
    !lanes.hasHighBit && !lanes.has(0x00...0x1F) && !lanes.has(0x22) && !lanes.has(0x5C)
  }

  /// ASCII that needs no escape.
  @inline(__always)
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != 0x22 && byte != 0x5C
  }

  /// Appends what stands for the bytes at `index`; returns how many bytes those were.
  private static func appendSpecial(
    _ text: Span<UInt8>, at index: Int, to output: inout OutputSpan<UInt8>
  ) -> Int {
    switch text[index] {
    case 0x08: output.append(#"\b"#)
    case 0x09: output.append(#"\t"#)
    case 0x0A: output.append(#"\n"#)
    case 0x0C: output.append(#"\f"#)
    case 0x0D: output.append(#"\r"#)
    case 0x22: output.append(#"\""#)
    case 0x5C: output.append(#"\\"#)
    case 0x80...:
      output.append("\u{FFFD}")
      return DecodedScalar(in: text, at: index).length
    case let byte:
      output.append(byte < 0x10 ? #"\u000"# : #"\u001"#)
      output.append(hexadecimalDigit(byte & 15))
    }
    return 1
  }

  private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x57 + value
  }
}
