/// A number of the international numbering plan: a country code and what follows it, at most 15
/// digits and the first of them 1 to 9 (ITU-T E.164).
package struct PhoneNumber: Hashable, Sendable, BitwiseCopyable, Comparable, CustomStringConvertible
{
  /// The number without its `+`: 12025550123.
  package let digits: UInt64

  /// Takes digits that somebody has checked already, for instance those of another `PhoneNumber`
  /// that went through a ledger. Text from people goes through `PhoneNumberReader`.
  package init(digits: UInt64) {
    self.digits = digits
  }

  /// Whether it is one of +1, which all have ten digits behind that.
  package var isNorthAmerican: Bool { (10_000_000_000..<20_000_000_000).contains(digits) }

  /// Reads `+` and at most 15 digits that begin with 1 to 9, as a ledger keeps them; nil for anything else.
  package init?(_ text: Span<UInt8>) {
    guard (2...16).contains(text.count), text[0] == UInt8(ascii: "+"), text[1] != UInt8(ascii: "0")
    else { return nil }
    var digits: UInt64 = 0
    for index in 1..<text.count {
      let digit = text[index] &- 0x30
      guard digit <= 9 else { return nil }
      digits = digits * 10 + UInt64(digit)
    }
    self.init(digits: digits)
  }

  package static func < (left: PhoneNumber, right: PhoneNumber) -> Bool {
    left.digits < right.digits
  }

  /// The number as it is sent: `+12025550123`.
  package var description: String {
    // No more room than it takes: short strings need no memory of their own.
    String(unsafeUninitializedCapacity: 1 + digits.decimalLength) { bytes in
      var output = OutputSpan(buffer: bytes, initializedCount: 0)
      output.append(self)
      return output.finalize(for: bytes)
    }
  }

  /// The bytes of the longest one: `+` and what fits a word.
  package static let longest = 21

  /// Adds `+12025550123` to `bytes`.
  package func append(to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: Self.longest) { $0.append(self) }
  }
}
