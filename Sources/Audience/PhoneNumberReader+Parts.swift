/// Numbers beside something else.
extension PhoneNumberReader {
  /// How many bytes of a cell are searched for numbers.
  static let longestCell = 1_000

  /// What may be meant by the parts of a text that is no number as a whole: `+1… / +1…`, `+1… x12`,
  /// `Ann: +1…`, and by those of its lines.
  mutating func numbers(within text: ArraySlice<UInt8>) -> [PhoneNumber] {
    let text = String(decoding: text.prefix(Self.longestCell), as: UTF8.self)
    // A date beside it is no part of a number.
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      line.split(whereSeparator: \.isWhitespace).filter { !Self.isDateOrTime($0) }
    }
    return Self.parts(text).flatMap { meant(by: $0) } + lines.flatMap { numbers(ofLine: $0) }
  }

  private mutating func meant(by part: String) -> [PhoneNumber] {
    do throws(NumberProblem) { return [try read(part).number] } catch { return error.meant }
  }

  private mutating func numbers(ofLine words: [Substring]) -> [PhoneNumber] {
    let row = numbers(inRow: words)
    guard row.isEmpty else { return Array(row) }
    return Self.parts(words.joined(separator: " ")).flatMap { part in
      let whole = meant(by: part)
      return whole.isEmpty
        ? Array(numbers(inRow: part.split(whereSeparator: \.isWhitespace))) : whole
    }
  }

  /// The numbers that words are made of where white space, or a sign between two, parts them: all are whole and
  /// known. Where there are several ways to part them, those of each.
  private mutating func numbers(inRow words: [Substring]) -> Set<PhoneNumber> {
    guard words.count <= Self.mostWords else { return [] }
    // From each word on; nil where these are no numbers.
    var rests: [Set<PhoneNumber>?] = Array(repeating: nil, count: words.count) + [[]]
    for start in words.indices.reversed() {
      if Self.isSign(words[start]) {
        rests[start] = rests[start + 1]
        continue
      }
      for end in words[start...].prefix(while: { !Self.isSign($0) }).indices {
        let text = words[start...end].joined(separator: " ")
        guard text.utf8.count <= Self.longestNumber else { break }
        guard let rest = rests[end + 1] else { continue }
        let numbers = known(text)
        if !numbers.isEmpty { rests[start] = (rests[start] ?? []).union(rest).union(numbers) }
      }
    }
    return rests[0] ?? []
  }

  /// The ` - ` between two.
  private static func isSign(_ word: Substring) -> Bool {
    !word.contains { $0.isNumber || $0.isLetter }
  }

  private static let mostWords = 12
  /// The bytes of a number, with what is between its digits.
  private static let longestNumber = 40

  private mutating func known(_ text: String) -> [PhoneNumber] {
    guard NumberText.hasDigitsOfNumber(text) else { return [] }
    do throws(NumberProblem) {
      let reading = try read(text)
      return reading.isOutsideKnownRanges ? [] : [reading.number]
    } catch {
      if case .twoNumbers = error { return [] }
      return error.meant
    }
  }

  /// Also in brackets.
  private static func isDateOrTime(_ word: Substring) -> Bool {
    let word = word.filter { !"()[]".contains($0) }
    let bytes = Array(word.utf8)
    if hasTime(bytes[...]) { return word.allSatisfy { $0.isNumber || $0 == ":" } }
    do throws(NumberProblem) { _ = try NumberText(bytes.span) } catch {
      if case .date = error { return true }
    }
    return false
  }

  /// Whether a cell that may hold anything seems to be a number, or what was one, with a note behind it at most.
  /// A date or a time is none, nor is a number within a sentence: it may be somebody else's.
  static func mayHoldNumber(_ cell: ArraySlice<UInt8>) -> Bool {
    guard beginsLikeNumber(cell), !cell.contains(UInt8(ascii: "@")) else { return false }
    let text = String(decoding: cell.prefix(longestCell), as: UTF8.self)
    guard NumberText.hasDigitsOfNumber(text), !hasTime(cell) else { return false }
    do throws(NumberProblem) {
      let digits = try NumberText(cell.span).digits
      // `20261231`, too.
      return digits.count != 8 || cell.count != 8 || ![0x30, 0x31, 0x32].contains(digits[0])
    } catch {
      switch error {
      case .date: return false
      case .scientificNotation: return true
      default: return !parts(text).isEmpty
      }
    }
  }

  /// Also behind `="`, or marks of direction.
  private static func beginsLikeNumber(_ cell: ArraySlice<UInt8>) -> Bool {
    let first = String(decoding: cell.prefix(24), as: UTF8.self).unicodeScalars.first { scalar in
      let properties = scalar.properties
      return !properties.isWhitespace && properties.generalCategory != .format
        && !["\"", "=", "'"].contains(scalar)
    }
    guard let first else { return false }
    return first == "(" || NumberText.pluses.contains(first) || NumberText.digit(first) != nil
  }

  /// `10:30`
  private static func hasTime(_ cell: ArraySlice<UInt8>) -> Bool {
    zip(zip(cell, cell.dropFirst()), cell.dropFirst(2)).contains { pair, last in
      pair.1 == UInt8(ascii: ":") && isDigit(pair.0) && isDigit(last)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// What has as many digits as a number, between signs that none has in it.
  static func parts(_ text: String) -> [String] {
    var parts: [String] = []
    var isOpen = false
    for scalar in text.unicodeScalars {
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
