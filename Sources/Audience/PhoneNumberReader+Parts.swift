/// Numbers beside something else.
extension PhoneNumberReader {
  /// In bytes, that are searched for numbers.
  private static let longestCell = 1_000

  /// What may be meant by the parts of a text that is no number as a whole: `+1… / +1…`, `+1… x12`,
  /// `Ann: +1…`.
  mutating func numbers(within text: ArraySlice<UInt8>) -> [PhoneNumber] {
    Self.parts(of: text.prefix(Self.longestCell)).flatMap { part -> [PhoneNumber] in
      do throws(NumberProblem) { return [try read(part).number] } catch { return error.meant }
    }
  }

  /// What has as many digits as a number, between signs that none has in it.
  private static func parts(of text: ArraySlice<UInt8>) -> [String] {
    var parts: [String] = []
    var isOpen = false
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      let isPlus = NumberText.pluses.contains(scalar)
      let isPart =
        isPlus || NumberText.digit(scalar) != nil || scalar.properties.isWhitespace
        || scalar != "/" && NumberText.separators.contains(scalar)
      if isPart, !isOpen || isPlus { parts.append("") }
      if isPart { parts[parts.count - 1].unicodeScalars.append(scalar) }
      isOpen = isPart
    }
    return parts.filter(NumberText.hasDigitsOfNumber)
  }
}

extension NumberText {
  /// Whether there are as many digits as the shortest numbers have.
  static func hasDigitsOfNumber(_ text: String) -> Bool {
    text.unicodeScalars.count { digit($0) != nil } >= 7
  }
}
