extension PhoneNumber {
  /// Fit for logs: `+1202•••0123`. At least three digits are hidden.
  package var masked: String { "+" + Self.masked(description.dropFirst()) }

  /// The text of somebody else with all that may be phone numbers masked: seven digits or more, in a row,
  /// or after a `+` or `(` also with what people put between them.
  package static func masked(in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(where: isDigit) {
      let isWritten = start > rest.startIndex && "+(".contains(rest[rest.index(before: start)])
      let number = rest[start...].prefix { isDigit($0) || isWritten && " -./()".contains($0) }
      let run = number[...(number.lastIndex(where: isDigit) ?? start)]
      let digits = run.filter(isDigit)
      result += rest[..<start]
      result += digits.count < 7 ? String(run) : masked(digits[...])
      rest = rest[run.endIndex...]
    }
    return result + rest
  }

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
