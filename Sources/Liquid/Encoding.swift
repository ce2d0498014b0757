/// URL encoding and Base64.
enum Encoding {
  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  // MARK: URL, as Ruby's CGI does it

  static func urlEncode(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    for index in bytes.indices {
      let byte = bytes[index]
      if byte.isWord || "-.~".utf8.contains(byte) {
        out.append(byte)
      } else if byte == UInt8(ascii: " ") {
        out.append(UInt8(ascii: "+"))
      } else {
        out += [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      }
    }
  }

  static func urlDecode(_ bytes: Span<UInt8>, into out: inout [UInt8]) throws(Fault) {
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = hexValue(bytes[index + 1]), let low = hexValue(bytes[index + 2])
      {
        out.append(high << 4 | low)
        index += 3
      } else {
        out.append(bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
        index += 1
      }
    }
    guard isText(out) else { throw .invalid("the text does not decode to UTF-8") }
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func isText(_ bytes: [UInt8]) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }

  // MARK: Base64 (RFC 4648)

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func base64(_ bytes: Span<UInt8>, isURL: Bool, into out: inout [UInt8]) {
    var index = 0
    while index < bytes.count {
      let count = min(3, bytes.count - index)
      var group: UInt32 = 0
      for offset in 0..<3 {
        group = group << 8 | (offset < count ? UInt32(bytes[index + offset]) : 0)
      }
      for place in 0..<4 {
        let sextet = Int(group >> UInt32(18 - 6 * place) & 63)
        out.append(place <= count ? letter(sextet, isURL: isURL) : UInt8(ascii: "="))
      }
      index += 3
    }
  }

  private static func letter(_ sextet: Int, isURL: Bool) -> UInt8 {
    guard isURL, sextet > 61 else { return alphabet[sextet] }
    return sextet == 62 ? UInt8(ascii: "-") : UInt8(ascii: "_")
  }

  /// Decodes strictly, as Ruby does: no other characters, and padding unless `isURL`. False if the
  /// text is not Base64, or not that of UTF-8.
  static func decodeBase64(_ bytes: Span<UInt8>, isURL: Bool, into out: inout [UInt8]) -> Bool {
    var end = bytes.count
    while end > 0, bytes.count - end < 2, bytes[end - 1] == UInt8(ascii: "=") { end -= 1 }
    let isPadded = end < bytes.count
    guard isURL && !isPadded ? end % 4 != 1 : bytes.count % 4 == 0 else { return false }
    var (group, bits): (UInt32, UInt32) = (0, 0)
    for index in 0..<end {
      guard let sextet = sextet(of: bytes[index], isURL: isURL) else { return false }
      group = (group << 6 | sextet) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(truncatingIfNeeded: group >> bits))
      }
    }
    return group & ((1 << bits) - 1) == 0 && isText(out)
  }

  private static func sextet(of byte: UInt8, isURL: Bool) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    case UInt8(ascii: "-"): isURL ? 62 : nil
    case UInt8(ascii: "_"): isURL ? 63 : nil
    default: nil
    }
  }
}
