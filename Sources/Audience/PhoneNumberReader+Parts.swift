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
      default: return !parts(of: cell.prefix(longestCell)).isEmpty
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
