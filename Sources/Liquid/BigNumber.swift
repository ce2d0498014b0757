/// A decimal number of any length: `limbs` in base 10⁹, the lowest first, with `scale` digits after
/// the point.
struct BigNumber {
  static let base: UInt64 = 1_000_000_000

  /// A zero has a sign too, as in Ruby.
  var isNegative: Bool
  var limbs: [UInt32]
  var scale: Int

  init(isNegative: Bool, limbs: [UInt32], scale: Int) {
    self.limbs = limbs
    while self.limbs.last == 0 { self.limbs.removeLast() }
    self.isNegative = isNegative
    self.scale = scale
  }

  init(_ value: Int) {
    var magnitude = UInt64(value.magnitude)
    var limbs: [UInt32] = []
    while magnitude > 0 {
      limbs.append(UInt32(magnitude % Self.base))
      magnitude /= Self.base
    }
    self.init(isNegative: value < 0, limbs: limbs, scale: 0)
  }

  /// `digits` are 0 to 9, the highest first.
  init(isNegative: Bool, digits: [UInt8], scale: Int) {
    var limbs: [UInt32] = []
    var end = digits.count
    while end > 0 {
      let start = max(0, end - 9)
      limbs.append(digits[start..<end].reduce(0) { $0 * 10 + UInt32($1) })
      end = start
    }
    self.init(isNegative: isNegative, limbs: limbs, scale: scale)
  }

  var isZero: Bool { limbs.isEmpty }

  /// The digits, as ASCII, without sign and point.
  var digits: [UInt8] {
    guard let highest = limbs.last else { return [UInt8(ascii: "0")] }
    var text = String(highest)
    for limb in limbs.dropLast().reversed() {
      let digits = String(limb)
      text += String(repeating: "0", count: 9 - digits.count) + digits
    }
    return Array(text.utf8)
  }

  /// The nearest `Double`.
  var double: Double {
    let text = String(decoding: digits, as: UTF8.self)
    return Double("\(isNegative ? "-" : "")\(text)e-\(scale)") ?? .infinity
  }

  /// The integer, if the number has no digits after the point and fits.
  var integer: Int? {
    guard scale == 0, limbs.count <= 3 else { return nil }
    return Int((isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self))
  }

  /// The bytes that Ruby needs for an integer: eight, or as many more as it takes.
  var byteCount: Int {
    var (rest, count) = (limbs, 0)
    while !rest.isEmpty {
      rest = Limbs.dividedBy256(rest)
      count += 1
    }
    return max(8, count)
  }

  // MARK: Arithmetic

  var negated: BigNumber { BigNumber(isNegative: !isNegative, limbs: limbs, scale: scale) }

  /// The same number with more digits after the point.
  func scaled(to scale: Int) -> BigNumber {
    guard scale > self.scale else { return self }
    return BigNumber(
      isNegative: isNegative, limbs: Limbs.shifted(limbs, by: scale - self.scale), scale: scale)
  }

  static func compare(_ left: BigNumber, _ right: BigNumber) -> Int {
    let difference = left - right
    return difference.isZero ? 0 : difference.isNegative ? -1 : 1
  }

  static func + (left: BigNumber, right: BigNumber) -> BigNumber {
    let scale = max(left.scale, right.scale)
    let (a, b) = (left.scaled(to: scale), right.scaled(to: scale))
    if a.isNegative == b.isNegative {
      return BigNumber(
        isNegative: a.isNegative, limbs: Limbs.sum(a.limbs, b.limbs), scale: scale)
    }
    let isLess = Limbs.isLess(a.limbs, b.limbs)
    let (large, small) = isLess ? (b, a) : (a, b)
    let limbs = Limbs.difference(large.limbs, small.limbs)
    return BigNumber(
      isNegative: large.isNegative && !limbs.isEmpty, limbs: limbs, scale: scale)
  }

  static func - (left: BigNumber, right: BigNumber) -> BigNumber { left + right.negated }

  static func * (left: BigNumber, right: BigNumber) -> BigNumber {
    BigNumber(
      isNegative: left.isNegative != right.isNegative,
      limbs: Limbs.product(left.limbs, right.limbs), scale: left.scale + right.scale)
  }

  /// The quotient rounded down, and what remains, which has the divisor's sign.
  func floorDivided(by divisor: BigNumber) -> (quotient: BigNumber, remainder: BigNumber) {
    let scale = max(scale, divisor.scale)
    let (a, b) = (scaled(to: scale), divisor.scaled(to: scale))
    var (limbs, rest) = Limbs.quotient(a.limbs, b.limbs)
    let isNegative = a.isNegative != b.isNegative
    if isNegative, !rest.isEmpty {
      limbs = Limbs.sum(limbs, [1])
      rest = Limbs.difference(b.limbs, rest)
    }
    return (
      BigNumber(isNegative: isNegative, limbs: limbs, scale: 0),
      BigNumber(isNegative: b.isNegative && !rest.isEmpty, limbs: rest, scale: scale)
    )
  }

  /// The quotient to forty digits, more than a `Double` can tell apart.
  func divided(by divisor: BigNumber) -> BigNumber {
    let extra = max(0, (divisor.limbs.count - limbs.count + 1) * 9) + 40
    let (limbs, _) = Limbs.quotient(Limbs.shifted(self.limbs, by: extra), divisor.limbs)
    return BigNumber(
      isNegative: isNegative != divisor.isNegative, limbs: limbs,
      scale: scale + extra - divisor.scale
    ).withoutNegativeScale
  }

  private var withoutNegativeScale: BigNumber {
    guard scale < 0 else { return self }
    return BigNumber(isNegative: isNegative, limbs: Limbs.shifted(limbs, by: -scale), scale: 0)
  }

  // MARK: Rounding

  enum Rounding { case down, up, halfAwayFromZero }

  /// The number with `places` digits after the point; fewer than none are tens, hundreds …
  func rounded(_ rounding: Rounding, places: Int = 0) -> BigNumber {
    guard places < scale else { return self }
    let unit = BigNumber(
      isNegative: false, limbs: Limbs.shifted([1], by: scale - places), scale: scale)
    var quotient: BigNumber
    switch rounding {
    case .down: quotient = floorDivided(by: unit).quotient
    case .up: quotient = negated.floorDivided(by: unit).quotient.negated
    case .halfAwayFromZero:
      let twice = BigNumber(isNegative: false, limbs: limbs, scale: scale) * BigNumber(2) + unit
      quotient = twice.floorDivided(by: unit * BigNumber(2)).quotient
      if isNegative { quotient = quotient.negated }
    }
    if places >= 0 {
      return BigNumber(isNegative: quotient.isNegative, limbs: quotient.limbs, scale: places)
    }
    return BigNumber(
      isNegative: quotient.isNegative, limbs: Limbs.shifted(quotient.limbs, by: -places), scale: 0)
  }
}
