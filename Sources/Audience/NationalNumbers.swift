/// Numbers as they are dialled within a country, of lists that do not say which one that is. Whoever has such a
/// number, in any country, may be meant.
struct NationalNumbers: Sendable {
  private var numbers = KeyIndex<UInt64>()
  private var reader: PhoneNumberReader

  /// - Parameter reader: knows how many digits a country code has.
  init(_ reader: PhoneNumberReader) {
    self.reader = reader
  }

  /// What no country has is left out.
  ///
  /// - Parameter digits: ASCII.
  mutating func insert(_ digits: [UInt8]) {
    for trunk in Self.trunks where digits.starts(with: trunk) {
      let national = Self.withoutZeros(digits[trunk.count...])
      if (7...14).contains(national.count) { numbers.mark(Self.number(national), 1) }
    }
  }

  /// What is dialled before numbers within a country, besides zeros: in Russia and its neighbours, and in Hungary.
  private static let trunks = ["", "8", "06"].map { Array($0.utf8) }

  mutating func contains(_ number: PhoneNumber) -> Bool {
    guard numbers.count > 0 else { return false }
    let text = Array(number.description.utf8)
    let national = Self.withoutZeros(text.dropFirst(1 + reader.codeLength(text.span)))
    return !national.isEmpty && numbers.contains(Self.number(national))
  }

  /// Most of those at the start are dialled within the country alone.
  private static func withoutZeros(_ digits: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    digits.drop { $0 == 0x30 }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64 {
    digits.reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
  }
}
