extension PhoneNumber {
  /// Fit for logs: `+1202•••0123`. At least three digits are hidden.
  package var masked: String { "+" + Self.masked(description.dropFirst()) }

  /// The text of somebody else with all that may be phone numbers masked: seven digits or more, in a row,
  /// or after a `+` also with what people put between them.
  package static func masked(in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(where: isDigit) {
      let number = number(at: start, in: rest)
      let digits = number.filter(isDigit)
      result += rest[..<start]
      result += digits.count < 7 ? String(number) : masked(digits[...])
      rest = rest[number.endIndex...]
    }
    return result + rest
  }

  /// The digits from `start` on, and after a `+` the groups that follow: as many as a number can have, and
  /// none after a group that is a number by itself.
  private static func number(at start: String.Index, in text: Substring) -> Substring {
    var group = text[start...].prefix(while: isDigit)
    guard text[..<start].last(where: { $0 != " " }) == "+" else { return group }
    var end = group.endIndex
    var count = 0
    while !group.isEmpty, count + group.count <= 15 {
      count += group.count
      end = group.endIndex
      if group.count >= 7 { break }
      let between = text[end...].prefix { separators.contains($0) }
      guard between.count <= 3 else { break }
      group = text[between.endIndex...].prefix(while: isDigit)
    }
    return text[start..<end]
  }

  /// Spaces and hyphens, also those that do not break a line.
  private static let separators = Set("\u{20}\u{9}\u{A0}\u{202F}-\u{2010}\u{2011}./()")

  private static func masked(_ digits: Substring) -> String {
    let shown = max(0, digits.count - 3)
    let end = min(4, shown / 2)
    let start = min(4, shown - end)
    return "\(digits.prefix(start))•••\(digits.suffix(end))"
  }

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }
}
