/// What `truncate` and `truncatewords` do.
enum Shortening {
  /// The text cut to `count` characters with its mark; nil when it is short enough.
  static func truncate(_ bytes: Span<UInt8>, to count: Int, mark: [UInt8]) -> [UInt8]? {
    guard count >= 0 else { return mark }
    guard let end = bytes.offset(ofCharacter: count), end < bytes.count else { return nil }
    let markCount = mark.count { $0.startsCharacter }
    let cut = bytes.offset(ofCharacter: max(count - markCount, 0)) ?? bytes.count
    return bytes.copy(0..<cut) + mark
  }

  /// The first `count` words with a mark; nil when nothing follows them.
  static func truncateWords(_ bytes: Span<UInt8>, to count: Int, mark: [UInt8]) -> [UInt8]? {
    var (out, index, words) = ([UInt8](), 0, 0)
    while true {
      while index < bytes.count, bytes[index].isSpace { index += 1 }
      if words == count { return out + mark }
      let start = index
      while index < bytes.count, !bytes[index].isSpace { index += 1 }
      // White space after the last word counts as one word more, as Ruby's `split` has it.
      guard index < bytes.count else { return nil }
      if words > 0 { out.append(UInt8(ascii: " ")) }
      out += bytes.copy(start..<index)
      words += 1
    }
  }
}

extension Span<UInt8> {
  /// Where a character begins, counted from 0; nil when there are fewer.
  func offset(ofCharacter character: Int) -> Int? {
    var seen = 0
    for index in indices where self[index].startsCharacter {
      if seen == character { return index }
      seen += 1
    }
    return seen == character ? count : nil
  }

  var characterCount: Int {
    var characters = 0
    for index in indices where self[index].startsCharacter { characters += 1 }
    return characters
  }

  func copy(_ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    for index in range { bytes.append(self[index]) }
    return bytes
  }

  /// The character that begins at `index`, and its length; nil for a byte that is no UTF-8.
  func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    let first = self[index]
    let length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 0, index + length <= count else { return nil }
    guard length > 1 else { return (Unicode.Scalar(first), 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      guard self[index + offset] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(self[index + offset] & 0x3F)
    }
    guard value >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000) else { return nil }
    return Unicode.Scalar(value).map { ($0, length) }
  }
}
