/// A word or sign of an expression.
struct Token {
  enum Kind {
    case name, string, number, comparison
    case pipe, dot, colon, comma, openSquare, closeSquare, openRound, range, assignment, end
  }
  var kind: Kind
  var range: Range<Int>
}

/// Cuts the inside of a tag into tokens, as the reference's strict lexer does.
struct Lexer {
  let source: SourceText
  private var index: Int
  private let end: Int

  init(_ source: SourceText, in range: Range<Int>) {
    self.source = source
    index = range.lowerBound
    end = range.upperBound
  }

  private var bytes: [UInt8] { source.bytes }

  mutating func next() throws(TemplateError) -> Token {
    while index < end, bytes[index].isSpace { index += 1 }
    guard index < end else { return Token(kind: .end, range: end..<end) }
    let start = index
    let kind = try scan()
    return Token(kind: kind, range: start..<index)
  }

  private func peek(_ offset: Int = 0) -> UInt8? {
    index + offset < end ? bytes[index + offset] : nil
  }

  private mutating func scan() throws(TemplateError) -> Token.Kind {
    let byte = bytes[index]
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try scanString(byte) }
    if byte.isDigit || (byte == UInt8(ascii: "-") && peek(1)?.isDigit == true) {
      return scanNumber()
    }
    if scanComparison() { return .comparison }
    if scanName() { return .name }
    return try scanSign(byte)
  }

  private mutating func scanString(_ quote: UInt8) throws(TemplateError) -> Token.Kind {
    guard let close = bytes[(index + 1)..<end].firstIndex(of: quote) else {
      let mark = String(decoding: [quote], as: UTF8.self)
      throw TemplateError(.unterminated(opening: mark, closing: mark), at: index, in: source)
    }
    index = close + 1
    return .string
  }

  private mutating func scanNumber() -> Token.Kind {
    index += 1
    skipDigits()
    if peek() == UInt8(ascii: "."), peek(1)?.isDigit == true {
      index += 1
      skipDigits()
    }
    return .number
  }

  private mutating func skipDigits() {
    while peek()?.isDigit == true { index += 1 }
  }

  private mutating func scanComparison() -> Bool {
    let signs: [StaticString] = ["==", "!=", "<>", "<=", ">=", "<", ">"]
    for sign in signs where bytes.has(sign, at: index) {
      guard index + sign.utf8CodeUnitCount <= end else { continue }
      index += sign.utf8CodeUnitCount
      return true
    }
    guard bytes.has("contains", at: index), peek(8)?.isSpace == true else { return false }
    index += 8
    return true
  }

  /// Names are the reference's, and letters of other alphabets besides, since columns have them.
  private mutating func scanName() -> Bool {
    let start = index
    while let byte = peek() {
      let continues = index > start && (byte.isDigit || byte == UInt8(ascii: "-"))
      guard byte.isLetter || byte == UInt8(ascii: "_") || continues else {
        guard let length = foreignLetter() else { break }
        index += length
        continue
      }
      index += 1
    }
    guard index > start else { return false }
    if peek() == UInt8(ascii: "?") { index += 1 }
    return true
  }

  private func foreignLetter() -> Int? {
    guard bytes[index] >= 0x80 else { return nil }
    let character = bytes[index..<min(index + 4, end)]
    guard let scalar = String(decoding: character, as: UTF8.self).unicodeScalars.first,
      scalar.properties.isAlphabetic || scalar.properties.isIDContinue
    else { return nil }
    return String(scalar).utf8.count
  }

  private mutating func scanSign(_ byte: UInt8) throws(TemplateError) -> Token.Kind {
    if bytes.has("..", at: index), index + 2 <= end {
      index += 2
      return .range
    }
    let signs: [(UInt8, Token.Kind)] = [
      (UInt8(ascii: "|"), .pipe), (UInt8(ascii: "."), .dot), (UInt8(ascii: ":"), .colon),
      (UInt8(ascii: ","), .comma), (UInt8(ascii: "["), .openSquare),
      (UInt8(ascii: "]"), .closeSquare), (UInt8(ascii: "("), .openRound),
      (UInt8(ascii: "="), .assignment),
    ]
    guard let sign = signs.first(where: { $0.0 == byte }) else {
      let text = String(decoding: bytes[index..<min(index + 16, end)], as: UTF8.self).prefix(1)
      throw TemplateError(.unexpectedCharacter(String(text)), at: index, in: source)
    }
    index += 1
    return sign.1
  }
}
