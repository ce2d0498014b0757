/// Texts of the contacts that are compared character by character, and seem to be meant otherwise.
enum TextComparison {
  /// Longer texts are neither numbers nor dates.
  private static let longest = 40

  /// - Parameter order: What their characters say: less than, equal to or greater than 0.
  static func notes(
    ofOrder order: Int, between one: Span<UInt8>, and other: Span<UInt8>
  ) -> RenderNotes {
    guard order != 0, (1...longest).contains(one.count), (1...longest).contains(other.count),
      !areDatesInOrder(one, other)
    else { return [] }
    if FillerWord.isOne(one) || FillerWord.isOne(other) { return .filler }
    guard hasDigit(one) || hasDigit(other) else { return [] }
    if NumberText.isWhole(one), NumberText.isWhole(other) {
      return numericOrder(one, other).signum() == order.signum() ? [] : .numberAsText
    }
    if mayBeCompared(one, with: other), mayBeCompared(other, with: one) { return .numberAsText }
    if let (one, other) = hours(one, other) {
      return (one - other).signum() == order.signum() ? [] : .dateAsText
    }
    return isDate(one) || isDate(other) ? .dateAsText : []
  }

  /// What is noted of texts that are not equal, such as `12` and `12.00`, or `true` and `TRUE`.
  static func notes(ofDifferent one: Span<UInt8>, _ other: Span<UInt8>) -> RenderNotes {
    if one.count == other.count {
      let isSame = one.indices.allSatisfy { one[$0].lowercased == other[$0].lowercased }
      if isSame { return .otherCase }
    }
    if looks(one, like: other) { return small(one) == small(other) ? .otherCase : .lookAlike }
    guard max(one.count, other.count) <= longest,
      mayBeNumber(one), mayBeNumber(other), NumberText.isWhole(one), NumberText.isWhole(other)
    else { return [] }
    return numericOrder(one, other) == 0 ? .otherSpelling : []
  }

  /// Whether readers see no difference, or one of case: `Gold Plus` with a space that does not break, `’` for
  /// `'`, an accent that is a character of its own. Most texts differ in their first byte.
  private static func looks(_ one: Span<UInt8>, like other: Span<UInt8>) -> Bool {
    guard (1...longest).contains(one.count), (1...longest).contains(other.count),
      one[0].lowercased == other[0].lowercased || one[0] >= 0x80 || other[0] >= 0x80,
      one.indices.contains(where: { one[$0] >= 0x80 })
        || other.indices.contains(where: { other[$0] >= 0x80 })
    else { return false }
    return plain(one) == plain(other)
  }

  /// Texts are equal in Swift whose characters are.
  private static func plain(_ text: Span<UInt8>) -> String {
    String(decoding: text.indices.map { text[$0] }, as: UTF8.self).lowercased()
      .replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
      .replacing("\u{2019}", with: "'").replacing("\u{2018}", with: "'")
  }

  /// The text as `downcase` makes it.
  private static func small(_ text: Span<UInt8>) -> [UInt8] {
    var small: [UInt8] = []
    Casing.lowercase(text, into: &small)
    return small
  }

  private static func numericOrder(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Int {
    guard let one = try? NumberText.parts(one), let other = try? NumberText.parts(other) else {
      return 0
    }
    return BigNumber.compare(one.big, other.big)
  }

  /// A number, or beside one what has no digits, such as `TBD`; `18-24` and `16.4.1` are no numbers and may be
  /// in order.
  private static func mayBeCompared(_ text: Span<UInt8>, with other: Span<UInt8>) -> Bool {
    isNumber(text) || !hasDigit(text) && isNumber(other)
  }

  private static func isNumber(_ text: Span<UInt8>) -> Bool {
    NumberText.isWhole(text) || NumberText.isAlmostNumber(text)
  }

  private static func mayBeNumber(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0 else { return false }
    return text[0].isDigit || text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+")
  }

  private static func hasDigit(_ text: Span<UInt8>) -> Bool {
    text.indices.contains { text[$0].isDigit }
  }

  // MARK: Dates

  /// `2026-12-31` and what begins so come in the order of their characters.
  private static func areDatesInOrder(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
    if isWeek(one) && isWeek(other) || areAlike(one, other) { return true }
    guard isYearFirst(one), isYearFirst(other) else { return false }
    return one.count == 4 || other.count == 4 || one[4] == other[4]
  }

  /// `2026-1` and `2025-2`: a year, and then signs in the same places.
  private static func areAlike(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
    one.count == other.count && one.count > 4 && (0..<4).allSatisfy { one[$0].isDigit }
      && !one[4].isDigit
      && one.indices.allSatisfy {
        one[$0].isDigit ? other[$0].isDigit : one[$0] == other[$0]
      }
  }

  /// `2026-W05`
  private static func isWeek(_ text: Span<UInt8>) -> Bool {
    text.count == 8 && text[4] == UInt8(ascii: "-") && text[5] == UInt8(ascii: "W")
      && text.indices.allSatisfy { $0 == 4 || $0 == 5 || text[$0].isDigit }
  }

  /// `2026`, `2026-12`, `2026-12-31`, `2026/12/31 10:30`
  private static func isYearFirst(_ text: Span<UInt8>) -> Bool {
    guard text.count == 4 || text.count == 7 || text.count >= 10 else { return false }
    for index in 0..<min(text.count, 10) {
      let isSeparator = index == 4 || index == 7
      let isRight =
        isSeparator
        ? text[index] == text[4] && "-/.".utf8.contains(text[index]) : text[index].isDigit
      if !isRight { return false }
    }
    return true
  }

  /// The hours of two times such as `9:30` and `12:00`; nil for all else.
  private static func hours(_ one: Span<UInt8>, _ other: Span<UInt8>) -> (Int, Int)? {
    guard let one = hour(one), let other = hour(other), one != other else { return nil }
    return (one, other)
  }

  private static func hour(_ text: Span<UInt8>) -> Int? {
    guard let colon = text.indices.first(where: { text[$0] == UInt8(ascii: ":") }),
      (1...2).contains(colon), colon + 2 < text.count, text[colon + 1].isDigit,
      text[colon + 2].isDigit, (0..<colon).allSatisfy({ text[$0].isDigit })
    else { return nil }
    let hour = (0..<colon).reduce(0) { $0 * 10 + Int(text[$1] - UInt8(ascii: "0")) }
    guard let half = half(text, after: colon), (1...12).contains(hour) else { return hour }
    return hour % 12 + (half == UInt8(ascii: "p") ? 12 : 0)
  }

  /// `a` of `AM`, `p` of `p.m.`
  private static func half(_ text: Span<UInt8>, after colon: Int) -> UInt8? {
    guard
      let start = (colon..<text.count).first(where: {
        text[$0].lowercased == UInt8(ascii: "a") || text[$0].lowercased == UInt8(ascii: "p")
      })
    else { return nil }
    let rest = (start + 1..<text.count).first { text[$0] != UInt8(ascii: ".") }
    return rest.map { text[$0].lowercased == UInt8(ascii: "m") } == true
      ? text[start].lowercased : nil
  }

  /// A date, where not both are such. `May` alone is a name of people, too.
  private static func isDate(_ text: Span<UInt8>) -> Bool {
    let bytes = text.indices.map { text[$0].lowercased }
    if bytes == Array("now".utf8) || bytes == Array("today".utf8) { return true }
    return hasDigit(text) && DateReader.read(bytes)?.month != nil
  }
}
