/// Numbers as text. Reports write ten of them a row, and numbers to call are the keys of messages.
extension OutputSpan<UInt8> {
  /// Appends a number in decimal digits; there must be room for them, 20 bytes at most.
  @inlinable @inline(__always)
  package mutating func append(decimal number: Int) {
    // Attempts, segments and runs seldom have more than one digit.
    if 0 <= number, number < 10 { return append(0x30 + UInt8(truncatingIfNeeded: number)) }
    if number < 0 { append(UInt8(ascii: "-")) }
    append(digitsOf: UInt64(number.magnitude))
  }

  /// Appends `+12025550123`; there must be room for it.
  package mutating func append(_ number: PhoneNumber) {
    append(UInt8(ascii: "+"))
    append(digitsOf: number.digits)
  }

  @usableFromInline
  mutating func append(digitsOf number: UInt64) {
    let length = number.decimalLength
    precondition(length <= freeCapacity)
    withUnsafeMutableBufferPointer { room, count in
      let start = count
      count += length
      var rest = number
      var index = count
      while index > start {
        index -= 1
        room[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
    }
  }
}

extension UInt64 {
  /// How many decimal digits it has.
  var decimalLength: Int {
    var length = 1
    var limit: UInt64 = 10
    while length < 20, self >= limit {
      length += 1
      limit &*= 10
    }
    return length
  }
}
