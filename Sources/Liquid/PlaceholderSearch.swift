/// Finds columns that are written as other programs want them.
struct PlaceholderSearch {
  private static let brackets: [UInt8: UInt8] = [
    UInt8(ascii: "{"): UInt8(ascii: "}"), UInt8(ascii: "["): UInt8(ascii: "]"),
    UInt8(ascii: "<"): UInt8(ascii: ">"), UInt8(ascii: "%"): UInt8(ascii: "%"),
    // Of Mailchimp: `*|FNAME|*`.
    UInt8(ascii: "|"): UInt8(ascii: "|"), UInt8(ascii: "#"): UInt8(ascii: "#"),
  ]
  /// The longest name, in bytes.
  static let longest = 100
  /// A text with more of them is no slip.
  static let most = 100
  /// How many bytes of a template are looked at; no message is longer.
  static let mostBytes = 1 << 16

  private let names: Set<String>

  init(_ names: some Sequence<String>) {
    self.names = Set(names.map(NearestName.bare))
  }

  /// `name`, `Contact.FirstName`; not a letter alone.
  private static func isIdentifier(_ name: ArraySlice<UInt8>) -> Bool {
    name.count > 1 && (name.first?.isLetter ?? false)
      && name.allSatisfy { $0.isWord || $0 == UInt8(ascii: ".") }
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
    let isMerged = start > text.startIndex && text[start - 1] == UInt8(ascii: "*")
    return isName(inner, in: text[start], isMerged: isMerged) ? end + 1 : nil
  }

  /// - Parameter isMerged: Whether a `*` stands before it.
  private func isName(_ inner: [UInt8], in opening: UInt8, isMerged: Bool) -> Bool {
    // `*|FNAME|*` and `<%= name %>` are what they are, whatever the columns are called.
    if opening == UInt8(ascii: "|"), isMerged, inner.allSatisfy(\.isWord) { return true }
    if opening == UInt8(ascii: "<"), inner.first == UInt8(ascii: "%"), inner.last == inner.first {
      return true
    }
    // `{!Contact.FirstName}`, `{$first_name}`
    let bare = inner.trimming(inner.indices).drop { "!$=".utf8.contains(inner[$0]) }
    let name = String(decoding: inner[bare], as: UTF8.self)
    // `{name}` stands for something, whatever the columns are called.
    if opening == UInt8(ascii: "{"), Self.isIdentifier(inner[bare]) { return true }
    let last = name.split(separator: ".").last.map(String.init) ?? ""
    return [name, last].contains { names.contains(NearestName.bare($0)) }
  }
}
