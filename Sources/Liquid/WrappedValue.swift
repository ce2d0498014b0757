/// A value, or a name for one, with the signs that another program puts around it.
enum WrappedValue {
  private static let longest = 16

  /// Whether a text, of five bytes at least, is `="00123"`, `*|NAME|*`, `{{ name }}`, `%NAME%`, and `=?UTF-8?Q?J=C3=B6rg?=` of a mail.
  static func isOne(_ text: Span<UInt8>) -> Bool {
    text.has("=\"", at: 0) && text.has("\"", at: text.count - 1)
      || text.has("*|", at: 0) && text.has("|*", at: text.count - 2)
      || text.has("{{", at: 0) && text.has("}}", at: text.count - 2)
      || text.has("=?", at: 0) && text.has("?=", at: text.count - 2)
      || text.has("%", at: 0) && text.has("%", at: text.count - 1)
        && (1..<text.count - 1).allSatisfy { text[$0].isLetter || text[$0] == UInt8(ascii: "_") }
  }

  /// Whether a text is `[First Name]`: other texts in brackets may be meant so.
  static func isInBrackets(_ text: Span<UInt8>) -> Bool {
    guard text.count <= longest, text.has("[", at: 0), text.has("]", at: text.count - 1) else {
      return false
    }
    let letters = text.indices.map { text[$0].lowercased }.filter(\.isLetter)
    return mergeFields.contains(String(decoding: letters, as: UTF8.self))
  }

  private static let mergeFields: Set = [
    "firstname", "lastname", "fullname", "fname", "lname", "name", "customername", "companyname",
  ]
}
