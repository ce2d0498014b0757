/// An answer in its plainest form: one whole answer with a body of a length that is told, after which
/// the connection stays open, and not a byte more.
///
/// Nearly all answers of a campaign are such a 2xx, and the decoder is a quarter of what a message costs
/// the event loop. So this recognises them beside it, and whatever it does not know for certain, however
/// valid, is the decoder's to read. What is accepted here, the decoder would read just so.
struct PlainAnswer: Equatable {
  let status: Int
  /// Where its body stands in the bytes.
  let body: Range<Int>

  var isSuccess: Bool { status < 300 }

  /// - Parameter bytes: all that has come since the request was written.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount > Self.start.count + 4, bytes.hasPrefix(Self.start),
      let status = bytes.status(at: Self.start.count), bytes[Self.start.count + 3] == 0x20,
      var line = bytes.endOfLine(from: Self.start.count + 4)
    else { return nil }
    var length: Int?
    while true {
      let start = line + 2
      guard start < bytes.byteCount else { return nil }
      if bytes[start] == 0x0D { break }
      guard let colon = bytes.endOfName(from: start),
        let end = bytes.endOfLine(from: colon + 1)
      else { return nil }
      switch Self.field(bytes, start..<colon) {
      case .irrelevant: break
      case .length:
        guard length == nil, let number = bytes.number(in: colon + 1..<end),
          number <= Answer.keptBody
        else { return nil }
        length = number
      case .connection:
        guard bytes.holds(Self.keepAlive, in: colon + 1..<end) else { return nil }
      case .framing: return nil
      }
      line = end
    }
    let end = line + 4
    guard let length, end <= bytes.byteCount, bytes[line + 3] == 0x0A,
      bytes.byteCount - end == length
    else { return nil }
    self.status = status
    body = end..<bytes.byteCount
  }

  private static let start = Array("HTTP/1.1 ".utf8)
  private static let keepAlive = Array(" keep-alive".utf8)

  /// What a field has to say of where the answer ends, and of the connection.
  private enum Field {
    case irrelevant, length, connection, framing
  }

  private static func field(_ bytes: RawSpan, _ name: Range<Int>) -> Field {
    switch name.count {
    case length.count where bytes.holds(length, in: name): .length
    case connection.count where bytes.holds(connection, in: name): .connection
    case encoding.count where bytes.holds(encoding, in: name): .framing
    case upgrade.count where bytes.holds(upgrade, in: name): .framing
    case proxy.count where bytes.holds(proxy, in: name): .framing
    default: .irrelevant
    }
  }

  private static let length = Array("content-length".utf8)
  private static let connection = Array("connection".utf8)
  private static let encoding = Array("transfer-encoding".utf8)
  private static let upgrade = Array("upgrade".utf8)
  private static let proxy = Array("proxy-connection".utf8)
}

extension RawSpan {
  fileprivate subscript(index: Int) -> UInt8 { unsafeLoad(fromByteOffset: index, as: UInt8.self) }

  fileprivate func hasPrefix(_ text: [UInt8]) -> Bool {
    for index in text.indices where self[index] != text[index] { return false }
    return true
  }

  /// A final status, of an answer that may have a body: none of 204, 205 and 304 has, whatever it says.
  fileprivate func status(at start: Int) -> Int? {
    var status = 0
    for index in start..<start + 3 {
      let digit = self[index]
      guard (0x30...0x39).contains(digit) else { return nil }
      status = status * 10 + Int(digit - 0x30)
    }
    return (200..<600).contains(status) && status != 204 && status != 205 && status != 304
      ? status : nil
  }

  /// Whether this text stands there among printable characters, in whatever case; it is in lower case
  /// itself, of letters, spaces and hyphens.
  fileprivate func holds(_ text: [UInt8], in range: Range<Int>) -> Bool {
    guard range.count == text.count else { return false }
    for index in text.indices where self[range.lowerBound + index] | 0x20 != text[index] {
      return false
    }
    return true
  }

  /// Where the name of a field ends with a colon: letters, digits and hyphens.
  fileprivate func endOfName(from start: Int) -> Int? {
    for index in start..<byteCount {
      let byte = self[index]
      if (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D { continue }
      if byte == 0x3A, index > start { return index }
      guard (0x30...0x39).contains(byte) else { return nil }
    }
    return nil
  }

  /// Where a line of printable ASCII ends with CR and LF.
  fileprivate func endOfLine(from start: Int) -> Int? {
    for index in start..<Swift.max(start, byteCount) {
      let byte = self[index]
      if (0x20...0x7E).contains(byte) { continue }
      return byte == 0x0D && index + 1 < byteCount && self[index + 1] == 0x0A ? index : nil
    }
    return nil
  }

  /// A number after one space, of at most five digits.
  fileprivate func number(in range: Range<Int>) -> Int? {
    guard (2...6).contains(range.count), self[range.lowerBound] == 0x20 else { return nil }
    var number = 0
    for index in range.dropFirst() {
      let digit = self[index]
      guard (0x30...0x39).contains(digit) else { return nil }
      number = number * 10 + Int(digit - 0x30)
    }
    return number
  }
}
