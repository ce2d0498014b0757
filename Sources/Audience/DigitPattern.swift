/// The regular expressions of numbering plans: digits, `\d`, classes, groups, alternatives and
/// counts, and nothing else.
indirect enum DigitPattern: Hashable {
  /// Any one of the digits whose bits are set.
  case digit(UInt16)
  case sequence([DigitPattern])
  case choice([DigitPattern])
  case repeated(DigitPattern, ClosedRange<Int>)

  static let anyDigit: UInt16 = 0x3FF

  /// Nil if the expression holds anything else.
  init?(_ text: some Sequence<UInt8>) {
    var reader = Reader(rest: Array(text)[...])
    guard let pattern = reader.choice(), reader.rest.isEmpty else { return nil }
    self = pattern
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ text: StaticString) -> Bool {
      let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
      guard rest.starts(with: expected) else { return false }
      rest = rest.dropFirst(expected.count)
      return true
    }

    mutating func choice() -> DigitPattern? {
      var branches: [DigitPattern] = []
      repeat {
        guard let branch = sequence() else { return nil }
        branches.append(branch)
      } while take("|")
      return branches.count == 1 ? branches[0] : .choice(branches)
    }

    mutating func sequence() -> DigitPattern? {
      var parts: [DigitPattern] = []
      while let byte = rest.first, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
        guard let atom = atom(), let range = counts() else { return nil }
        parts.append(range == 1...1 ? atom : .repeated(atom, range))
      }
      return .sequence(parts)
    }

    mutating func atom() -> DigitPattern? {
      if take("(?:") || take("(") {
        guard let inner = choice(), take(")") else { return nil }
        return inner
      }
      if take("[") { return characterClass() }
      if take("\\d") { return .digit(DigitPattern.anyDigit) }
      return digit().map { .digit(1 << $0) }
    }

    mutating func characterClass() -> DigitPattern? {
      var bits: UInt16 = 0
      while !take("]") {
        if take("\\d") {
          bits = DigitPattern.anyDigit
          continue
        }
        guard let first = digit() else { return nil }
        let last = take("-") ? digit() : first
        guard let last, last >= first else { return nil }
        for value in first...last { bits |= 1 << value }
      }
      return .digit(bits)
    }

    /// `{n}`, `{n,m}` and `?`; once without any of them.
    mutating func counts() -> ClosedRange<Int>? {
      if take("?") { return 0...1 }
      guard take("{") else { return 1...1 }
      guard let least = number() else { return nil }
      let most = take(",") ? number() : least
      guard let most, most >= least, take("}") else { return nil }
      return least...most
    }

    mutating func digit() -> Int? {
      guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
        return nil
      }
      rest = rest.dropFirst()
      return Int(byte) - 0x30
    }

    /// Reads at most two digits: no number is longer.
    mutating func number() -> Int? {
      guard let first = digit() else { return nil }
      return digit().map { first * 10 + $0 } ?? first
    }
  }
}
