/// What nobody is to read in what an API or a proxy says, though it may repeat it in many spellings: as
/// it is, escaped for JSON, a URL or HTML, or with characters in between that no eye sees.
struct Secret {
  private let scalars: [Unicode.Scalar]

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// The text with `[token]` in the place of the secret, also where the end of the text cuts it off.
  func hidden(in text: String) -> String {
    let text = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < text.count {
      if let end = end(in: text, from: index) {
        result.append(contentsOf: "[token]".unicodeScalars)
        index = end
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return String(result)
  }

  /// Where the secret ends whose scalars from a position on begin at an index; nil when none does.
  private func end(in text: [Unicode.Scalar], from start: Int, position first: Int = 0) -> Int? {
    var index = start
    for position in first..<scalars.count {
      let wanted = scalars[position]
      while position > 0, index < text.count, text[index].isUnseen { index += 1 }
      guard index < text.count else {
        return position >= ErrorWords.shortestSecret ? index : nil
      }
      if text[index] == wanted {
        // What begins an escape may stand for itself, or be escaped as all else.
        if let (scalar, length) = Self.escaped(text[index...]), scalar == wanted,
          let end = end(in: text, from: index + length, position: position + 1)
        {
          return end
        }
        index += 1
      } else if position >= ErrorWords.shortestSecret, Self.isCutEscape(text[index...]) {
        return text.count
      } else if let (scalar, length) = Self.escaped(text[index...]), scalar == wanted {
        index += length
      } else {
        return nil
      }
    }
    return index
  }

  /// What an escape at the start of a text stands for, and its length: `\\/`, `\\u002f`, `%2F`, `&#47;`,
  /// `&#x2F;`, `&amp;`.
  private static func escaped(_ text: ArraySlice<Unicode.Scalar>) -> (Unicode.Scalar, Int)? {
    let rest = text.dropFirst()
    switch text.first {
    case "\\":
      guard let next = rest.first else { return nil }
      guard next == "u" else { return (next, 2) }
      return number(rest.dropFirst().prefix(4), radix: 16).map { ($0, 6) }
    case "%":
      return number(rest.prefix(2), radix: 16).map { ($0, 3) }
    case "&":
      if rest.starts(with: "amp;".unicodeScalars) { return ("&", 5) }
      guard rest.first == "#", let end = rest.prefix(8).firstIndex(of: ";") else { return nil }
      let digits = rest[(rest.startIndex + 1)..<end]
      let isHexadecimal = digits.first == "x" || digits.first == "X"
      return number(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10)
        .map { ($0, end - text.startIndex + 1) }
    default: return nil
    }
  }

  /// Whether a text may be the start of an escape, and nothing else.
  private static func isCutEscape(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let first = text.first, text.count < 8 else { return false }
    return ["\\", "%", "&"].contains(first)
      && text.dropFirst().allSatisfy {
        $0.isASCII && $0.properties.isAlphabetic || $0 == "#" || ("0"..."9").contains($0)
      }
  }

  private static func number(
    _ digits: ArraySlice<Unicode.Scalar>, radix: Int
  ) -> Unicode.Scalar? {
    UInt32(String(String.UnicodeScalarView(digits)), radix: radix).flatMap(Unicode.Scalar.init)
  }
}
