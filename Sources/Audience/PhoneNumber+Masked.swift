extension PhoneNumber {
  /// Fit for logs: `+1202•••0123`. At least three digits are hidden.
  package var masked: String { "+" + Self.masked(description.dropFirst()) }

  /// The text of somebody else with all that may be phone numbers masked: seven digits or more, in a row,
  /// and also with what people put between them after a `+` or `00`, or in the way of North America.
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
    if let end = northAmerican(from: start, in: text) { return text[start..<end] }
    let isInternational = text[..<start].last { $0 != " " } == "+" || ["00", "011"].contains(group)
    guard isInternational else { return group }
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

  /// The end of a number such as `(202) 555-0123` or `1-202-555-0123`.
  private static func northAmerican(from start: String.Index, in text: Substring) -> String.Index? {
    for lengths in [[3, 3, 4], [1, 3, 3, 4]] {
      if let end = end(ofGroups: lengths, from: start, in: text) { return end }
    }
    return nil
  }

  private static func end(
    ofGroups lengths: [Int], from start: String.Index, in text: Substring
  ) -> String.Index? {
    var index = start
    for (position, length) in lengths.enumerated() {
      if position > 0 {
        let between = text[index...].prefix { separators.contains($0) }
        guard (1...2).contains(between.count) else { return nil }
        index = between.endIndex
      }
      let group = text[index...].prefix(while: isDigit)
      guard group.count == length else { return nil }
      index = group.endIndex
    }
    return index
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
