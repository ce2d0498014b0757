/// Upper and lower case, by Unicode's rules for each character.
enum Casing {
  static func uppercase(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    map(bytes, from: 0, into: &out, ascii: upper) { $0.uppercaseMapping }
  }

  static func lowercase(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    map(bytes, from: 0, into: &out, ascii: \.lowercased) { $0.lowercaseMapping }
  }

  /// The first character as a title has it, the others in lower case.
  static func capitalize(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let first = bytes.extracting(0..<(bytes.scalar(at: 0)?.length ?? 1))
    map(first, from: 0, into: &out, ascii: upper) { $0.titlecaseMapping }
    map(bytes, from: first.count, into: &out, ascii: \.lowercased) { $0.lowercaseMapping }
  }

  private static func upper(_ byte: UInt8) -> UInt8 {
    (0x61...0x7A).contains(byte) ? byte & 0xDF : byte
  }

  @inline(__always)
  private static func map(
    _ bytes: Span<UInt8>, from start: Int, into out: inout [UInt8], ascii: (UInt8) -> UInt8,
    other: (Unicode.Scalar.Properties) -> String
  ) {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        out.append(ascii(byte))
        index += 1
      } else if let (scalar, length) = bytes.scalar(at: index) {
        out.append(contentsOf: other(scalar.properties).utf8)
        index += length
      } else {
        out.append(byte)
        index += 1
      }
    }
  }
}
