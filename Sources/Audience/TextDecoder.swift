import Glibc

/// Turns the bytes of a file into UTF-8, chunk by chunk. What is wrong does not get lost: the text
/// before it comes out, and `fault` says what stands there.
struct TextDecoder {
  let encoding: TextEncoding
  private(set) var fault: Fault?
  /// Bytes of a character that the next chunk completes.
  private var pending: [UInt8] = []

  enum Fault {
    case nul
    case undecodable(UInt8?)
  }

  init(encoding: TextEncoding) {
    self.encoding = encoding
  }

  /// The text of `bytes`, which begin after the byte order mark.
  mutating func decode(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> [UInt8] {
    var text: [UInt8]
    switch encoding {
    case .utf8, .utf8BOM: text = Array(bytes)
    case .windows1252: text = fromWindows1252(bytes)
    case .utf16LE, .utf16BE: text = fromUTF16(bytes, isLast: isLast)
    }
    // Asked of the C library, since every byte of every list is looked at.
    let nul = text.withUnsafeBytes { bytes in
      bytes.baseAddress.flatMap { start in
        memchr(start, 0, bytes.count).map { UnsafeRawPointer($0) - start }
      }
    }
    if let nul {
      text.removeSubrange(nul...)
      fault = .nul
    }
    return text
  }

  private mutating func fromWindows1252(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      if byte < 0x80 {
        text.append(byte)
      } else if let scalar = Self.windows1252(byte) {
        text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      } else {
        fault = .undecodable(byte)
        break
      }
    }
    return text
  }

  /// The character of a byte from 0x80 on; five of them have none (WHATWG gives them control
  /// characters, which no list means).
  private static func windows1252(_ byte: UInt8) -> Unicode.Scalar? {
    guard byte < 0xA0 else { return Unicode.Scalar(byte) }
    let scalar = high[Int(byte) - 0x80]
    return scalar == "\0" ? nil : scalar
  }

  private static let high: [Unicode.Scalar] = [
    "€", "\0", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\0", "Ž", "\0",
    "\0", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\0", "ž", "Ÿ",
  ]

  private mutating func fromUTF16(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    let all = pending.isEmpty ? bytes : (pending + bytes)[...]
    pending = []
    var position = all.startIndex
    while position < all.endIndex {
      guard let (scalar, length) = Self.scalar(all[position...], encoding: encoding) else {
        let isCut = all.endIndex - position < 4 && !isLast
        if isCut { pending = Array(all[position...]) } else { fault = .undecodable(nil) }
        break
      }
      if scalar.isASCII {
        text.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
      position += length
    }
    return text
  }

  /// The first character and its bytes, or nil if they are cut off or a surrogate stands alone.
  private static func scalar(
    _ bytes: ArraySlice<UInt8>, encoding: TextEncoding
  ) -> (Unicode.Scalar, Int)? {
    guard let first = unit(bytes, encoding: encoding) else { return nil }
    if let scalar = Unicode.Scalar(first) { return (scalar, 2) }
    guard (0xD800..<0xDC00).contains(first),
      let second = unit(bytes.dropFirst(2), encoding: encoding),
      (0xDC00..<0xE000).contains(second)
    else { return nil }
    let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    return Unicode.Scalar(value).map { ($0, 4) }
  }

  private static func unit(_ bytes: ArraySlice<UInt8>, encoding: TextEncoding) -> UInt16? {
    guard bytes.count >= 2 else { return nil }
    let (first, second) = (UInt16(bytes[bytes.startIndex]), UInt16(bytes[bytes.startIndex + 1]))
    return encoding == .utf16LE ? second << 8 | first : first << 8 | second
  }
}
