/// Where something stands in a template. Lines and columns count from 1, columns in characters.
struct Position: Sendable, Hashable {
  var line: Int
  var column: Int
}

/// A template as its author wrote it, in bytes.
struct SourceText: Sendable {
  let bytes: [UInt8]

  func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// Appends a part of it. By a pointer, since a slice costs a retain for each text of each message.
  @inline(__always)
  func append(_ range: Range<Int>, to output: inout [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
      output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
    }
  }

  /// Appends a part of it; there must be room for that.
  @inline(__always)
  func append(_ range: Range<Int>, to output: inout OutputSpan<UInt8>) {
    bytes.withUnsafeBufferPointer { output.append(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  func position(at offset: Int) -> Position {
    let head = bytes[..<min(offset, bytes.count)]
    let line = head.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    let start = startOfLine(at: offset)
    return Position(line: line, column: string(start..<head.endIndex).count + 1)
  }

  /// The part of the line around `offset` that fits in a terminal, and where in it `offset` stands.
  func excerpt(at offset: Int, width: Int = 100) -> (line: String, caret: Int) {
    let start = startOfLine(at: offset)
    let end = endOfLine(at: offset)
    // Bytes, not characters, bound the window, so that a line of megabytes costs nothing.
    let window = max(start, offset - 4 * width)..<min(end, offset + 4 * width)
    let before = string(window.lowerBound..<min(offset, window.upperBound)).suffix(width / 2)
    let after = string(min(offset, window.upperBound)..<window.upperBound).prefix(width / 2)
    return (String(before + after), before.count)
  }

  private func startOfLine(at offset: Int) -> Int {
    let head = bytes[..<min(offset, bytes.count)]
    return head.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
  }

  private func endOfLine(at offset: Int) -> Int {
    let tail = bytes[min(offset, bytes.count)...]
    let end = tail.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    return end > tail.startIndex && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
  }
}
