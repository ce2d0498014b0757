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
    let length = length
    return String(unsafeUninitializedCapacity: length) {
      write(to: $0, length: length)
      return length
    }
  }

  /// Adds `+12025550123` to `bytes`.
  package func append(to bytes: inout [UInt8]) {
    let length = length
    bytes.append(addingCapacity: length) { output in
      output.withUnsafeMutableBufferPointer { room, count in
        write(to: UnsafeMutableBufferPointer(rebasing: room[count...]), length: length)
        count += length
      }
    }
  }

  /// In bytes, with its `+`.
  private var length: Int {
    var length = 2
    var rest = digits
    while rest >= 10 {
      length += 1
      rest /= 10
    }
    return length
  }

  private func write(to bytes: UnsafeMutableBufferPointer<UInt8>, length: Int) {
    var rest = digits
    for index in (1..<length).reversed() {
      bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    bytes[0] = UInt8(ascii: "+")
  }
}
