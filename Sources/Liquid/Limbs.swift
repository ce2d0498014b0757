/// Arithmetic of magnitudes in base 10⁹, the lowest limb first, without zeros at the end.
enum Limbs {
  private static let base = BigNumber.base

  static func trimmed(_ limbs: [UInt32]) -> [UInt32] {
    var limbs = limbs
    while limbs.last == 0 { limbs.removeLast() }
    return limbs
  }

  static func isLess(_ a: [UInt32], _ b: [UInt32]) -> Bool {
    guard a.count == b.count else { return a.count < b.count }
    return a.reversed().lexicographicallyPrecedes(b.reversed())
  }

  static func sum(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var (result, carry): ([UInt32], UInt64) = ([], 0)
    for index in 0..<max(a.count, b.count) {
      carry += UInt64(index < a.count ? a[index] : 0) + UInt64(index < b.count ? b[index] : 0)
      result.append(UInt32(carry % base))
      carry /= base
    }
    if carry > 0 { result.append(UInt32(carry)) }
    return result
  }

  /// `a` less `b`, which is not greater.
  static func difference(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var (result, borrow): ([UInt32], Int64) = ([], 0)
    for index in a.indices {
      var limb = Int64(a[index]) - Int64(index < b.count ? b[index] : 0) - borrow
      borrow = limb < 0 ? 1 : 0
      if limb < 0 { limb += Int64(base) }
      result.append(UInt32(limb))
    }
    return trimmed(result)
  }

  static func product(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var result = [UInt32](repeating: 0, count: a.count + b.count)
    for i in a.indices {
      var carry: UInt64 = 0
      for j in b.indices {
        carry += UInt64(result[i + j]) + UInt64(a[i]) * UInt64(b[j])
        result[i + j] = UInt32(carry % base)
        carry /= base
      }
      result[i + b.count] = UInt32(carry)
    }
    return trimmed(result)
  }

  /// `a` times ten to the power of `count`.
  static func shifted(_ a: [UInt32], by count: Int) -> [UInt32] {
    guard !a.isEmpty else { return [] }
    let factor = (0..<(count % 9)).reduce(UInt32(1)) { power, _ in power * 10 }
    return [UInt32](repeating: 0, count: count / 9) + product(a, [factor])
  }

  /// `a` divided by 256.
  static func dividedBy256(_ a: [UInt32]) -> [UInt32] {
    var (result, rest) = (a, UInt64(0))
    for index in a.indices.reversed() {
      rest = rest * base + UInt64(a[index])
      result[index] = UInt32(truncatingIfNeeded: rest >> 8)
      rest &= 0xFF
    }
    return trimmed(result)
  }

  /// The quotient and what remains. `b` is not zero.
  static func quotient(_ a: [UInt32], _ b: [UInt32]) -> ([UInt32], [UInt32]) {
    var (result, rest) = ([UInt32](repeating: 0, count: a.count), [UInt32]())
    for index in a.indices.reversed() {
      rest = trimmed([a[index]] + rest)
      let limb = largest(times: b, in: rest)
      result[index] = limb
      if limb > 0 { rest = difference(rest, product(b, [limb])) }
    }
    return (trimmed(result), rest)
  }

  /// How many times `b` goes into `a`: fewer than the base.
  private static func largest(times b: [UInt32], in a: [UInt32]) -> UInt32 {
    guard !isLess(a, b) else { return 0 }
    if a.count <= 2 { return UInt32(value(a) / value(b)) }
    var (low, high): (UInt32, UInt32) = (0, UInt32(base - 1))
    while low < high {
      let middle = low + (high - low + 1) / 2
      if isLess(a, product(b, [middle])) { high = middle - 1 } else { low = middle }
    }
    return low
  }

  private static func value(_ limbs: [UInt32]) -> UInt64 {
    limbs.reversed().reduce(0) { $0 * base + UInt64($1) }
  }
}
