/// What the filters of the `replace` and `remove` families do.
struct Replacing {
  private let search: Search
  private let pattern: [UInt8]
  /// The replacement as it is written. Ruby reads backslashes in it.
  private let replacement: [UInt8]
  private let hasBackslash: Bool
  /// Bytes that the result may have.
  private let limit: Int

  init(pattern: [UInt8], replacement: [UInt8], limit: Int) {
    search = Search(pattern)
    self.pattern = pattern
    self.replacement = replacement
    hasBackslash = replacement.contains(UInt8(ascii: "\\"))
    self.limit = limit
  }

  /// Replaces every match. An empty pattern matches before every character and at the end.
  func all(in bytes: Span<UInt8>, into out: inout [UInt8]) throws(Fault) {
    var copied = 0
    var index = 0
    while let found = search.first(in: bytes, from: index) {
      try copy(bytes, copied..<found, into: &out)
      try replace(found..<(found + pattern.count), of: bytes, into: &out)
      copied = found + pattern.count
      index = copied
      if pattern.isEmpty {
        guard found < bytes.count else { break }
        index = found + 1
        while index < bytes.count, !bytes[index].startsCharacter { index += 1 }
      }
    }
    try copy(bytes, copied..<bytes.count, into: &out)
  }

  func first(in bytes: Span<UInt8>, into out: inout [UInt8]) throws(Fault) {
    guard let found = search.first(in: bytes, from: 0) else {
      return try copy(bytes, 0..<bytes.count, into: &out)
    }
    try copy(bytes, 0..<found, into: &out)
    try replace(found..<(found + pattern.count), of: bytes, into: &out)
    try copy(bytes, (found + pattern.count)..<bytes.count, into: &out)
  }

  /// Replaces the last match. Here Ruby takes the replacement as it is.
  func last(in bytes: Span<UInt8>, into out: inout [UInt8]) throws(Fault) {
    guard let found = search.last(in: bytes) else {
      return try copy(bytes, 0..<bytes.count, into: &out)
    }
    try copy(bytes, 0..<found, into: &out)
    out.append(contentsOf: replacement)
    try copy(bytes, (found + pattern.count)..<bytes.count, into: &out)
  }

  private func copy(
    _ bytes: Span<UInt8>, _ range: Range<Int>, into out: inout [UInt8]
  ) throws(Fault) {
    guard out.count + range.count <= limit else { throw .tooLarge }
    for index in range { out.append(bytes[index]) }
  }

  private func replace(
    _ match: Range<Int>, of bytes: Span<UInt8>, into out: inout [UInt8]
  ) throws(Fault) {
    guard hasBackslash else {
      guard out.count + replacement.count <= limit else { throw .tooLarge }
      return out.append(contentsOf: replacement)
    }
    var index = 0
    while index < replacement.count {
      let next = index + 1 < replacement.count ? replacement[index + 1] : 0
      let isEscape = replacement[index] == UInt8(ascii: "\\")
      if isEscape, try expand(next, match, of: bytes, into: &out) {
        index += 2
      } else {
        guard out.count < limit else { throw .tooLarge }
        out.append(replacement[index])
        index += 1
      }
    }
  }

  /// What a backslash and `sign` stand for in Ruby: the match, or what is before or after it.
  private func expand(
    _ sign: UInt8, _ match: Range<Int>, of bytes: Span<UInt8>, into out: inout [UInt8]
  ) throws(Fault) -> Bool {
    switch sign {
    case UInt8(ascii: "0"), UInt8(ascii: "&"): try copy(bytes, match, into: &out)
    case UInt8(ascii: "`"): try copy(bytes, 0..<match.lowerBound, into: &out)
    case UInt8(ascii: "'"): try copy(bytes, match.upperBound..<bytes.count, into: &out)
    case UInt8(ascii: "\\"): out.append(sign)
    case UInt8(ascii: "1")...UInt8(ascii: "9"): break
    default: return false
    }
    return true
  }
}
