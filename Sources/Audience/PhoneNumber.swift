/// A number of the international numbering plan: a country code and what follows it, at most 15
/// digits and the first of them 1 to 9 (ITU-T E.164).
package struct PhoneNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The number without its `+`: 12025550123.
  package let digits: UInt64

  /// Takes digits that somebody has checked already, for instance those of another `PhoneNumber`
  /// that went through a ledger. Text from people goes through `PhoneNumberReader`.
  package init(digits: UInt64) {
    self.digits = digits
  }

  package static func < (left: PhoneNumber, right: PhoneNumber) -> Bool {
    left.digits < right.digits
  }

  /// As it is sent: `+12025550123`.
  package var description: String {
    // No more room than it takes: short strings need no memory of their own.
    var count = 2
    var rest = digits
    while rest >= 10 {
      count += 1
      rest /= 10
    }
    return String(unsafeUninitializedCapacity: count) { bytes in
      var rest = digits
      for index in (1..<count).reversed() {
        bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      bytes[0] = UInt8(ascii: "+")
      return count
    }
  }

  /// Adds `+12025550123` to `bytes`.
  package func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: description.utf8) }
}
