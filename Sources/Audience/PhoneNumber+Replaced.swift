extension PhoneNumber {
  /// The text of somebody else with `mark` in place of this number, however its digits are grouped there:
  /// in the way of any country, and without its country code too.
  package func replaced(in text: String, by mark: String) -> String {
    guard text.utf8.count(where: { (0x30...0x39).contains($0) }) >= Self.fewestDigits else {
      return text
    }
    let scalars = Array(text.unicodeScalars)
    let own = description.utf8.dropFirst().map { $0 - 0x30 }
    var result = String.UnicodeScalarView()
    var rest = 0
    var end = 0
    while end < scalars.count {
      defer { end += 1 }
      guard let start = Self.start(of: own, endingAt: end, in: scalars[rest...]) else { continue }
      result.append(contentsOf: scalars[rest..<start])
      result.append(contentsOf: mark.unicodeScalars)
      rest = end + 1
    }
    result.append(contentsOf: scalars[rest...])
    return String(result)
  }

  /// Fewer may be anything.
  private static let fewestDigits = 7
  /// Between two groups, such as `) ` and ` - `.
  private static let longestGap = 3

  /// Where the last digits of a number start that end there; nil where too few of them do.
  private static func start(
    of own: [UInt8], endingAt end: Int, in text: ArraySlice<Unicode.Scalar>
  ) -> Int? {
    guard digit(text, end) == own.last, digit(text, end + 1) == nil else { return nil }
    var (start, count, gap) = (end, 1, 0)
    var index = end - 1
    while index >= text.startIndex, count < own.count, gap <= longestGap {
      if let digit = digit(text, index) {
        guard digit == own[own.count - 1 - count] else { break }
        (start, count, gap) = (index, count + 1, 0)
      } else if text[index].properties.isAlphabetic {
        break
      } else {
        gap += 1
      }
      index -= 1
    }
    return count < fewestDigits ? nil : beginning(of: start, in: text)
  }

  /// What stands right before it and belongs to it: a `0` or `00`, a bracket, a `+`.
  private static func beginning(of start: Int, in text: ArraySlice<Unicode.Scalar>) -> Int {
    var start = start
    while digit(text, start - 1) != nil { start -= 1 }
    while text.indices.contains(start - 1), "+(".unicodeScalars.contains(text[start - 1]) {
      start -= 1
    }
    return start
  }

  private static func digit(_ text: ArraySlice<Unicode.Scalar>, _ index: Int) -> UInt8? {
    guard text.indices.contains(index), (0x30...0x39).contains(text[index].value) else {
      return nil
    }
    return UInt8(text[index].value - 0x30)
  }
}
