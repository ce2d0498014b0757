/// Finds columns that are written as other programs want them.
struct PlaceholderSearch {
  private static let brackets: [UInt8: UInt8] = [
    UInt8(ascii: "{"): UInt8(ascii: "}"), UInt8(ascii: "["): UInt8(ascii: "]"),
    UInt8(ascii: "<"): UInt8(ascii: ">"), UInt8(ascii: "%"): UInt8(ascii: "%"),
    // Of Mailchimp: `*|FNAME|*`.
    UInt8(ascii: "|"): UInt8(ascii: "|"), UInt8(ascii: "#"): UInt8(ascii: "#"),
  ]
  /// Of a name, in bytes.
  private static let longest = 100
  /// A text with more of them is no slip.
  private static let most = 100

  private let names: Set<String>

  init(_ names: some Sequence<String>) {
    self.names = Set(names.map(NearestName.plain))
  }

  func placeholders(in text: ArraySlice<UInt8>) -> [String] {
    var found: [String] = []
    var index = text.startIndex
    while index < text.endIndex, found.count < Self.most {
      if let end = end(ofOneAt: index, in: text) {
        found.append(String(decoding: text[index..<end], as: UTF8.self))
        index = end
      } else {
        index += 1
      }
    }
    return found
  }

  private func end(ofOneAt start: Int, in text: ArraySlice<UInt8>) -> Int? {
    guard let closing = Self.brackets[text[start]] else { return nil }
    // `{{ name }}` in a text is one that is not to be filled in.
    if text[start] == UInt8(ascii: "{"), start > text.startIndex, text[start - 1] == text[start] {
      return nil
    }
    let rest = text[(start + 1)...].prefix(Self.longest)
    guard let end = rest.firstIndex(of: closing), end > start + 1 else { return nil }
    let inner = Array(text[start + 1..<end])
    // “50% off, 20% …” has a blank between its signs.
    if closing == text[start], inner.contains(where: \.isSpace) { return nil }
    let name = String(decoding: inner[inner.trimming(inner.indices)], as: UTF8.self)
    return names.contains(NearestName.plain(name)) ? end + 1 : nil
  }
}
