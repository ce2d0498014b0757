/// Filters that calculate.
extension Machine {
  /// A number as the reference calculates with it.
  enum Number {
    case integer(Int)
    case big(BigNumber)
    case decimal(BigNumber)

    var big: BigNumber {
      switch self {
      case .integer(let value): BigNumber(value)
      case .big(let value), .decimal(let value): value
      }
    }

    var isDecimal: Bool { if case .decimal = self { true } else { false } }
  }

  /// The number that a filter takes a value for: 0 when it is none.
  func number(of cell: Cell) throws(Fault) -> Number {
    switch cell {
    case .integer(let value): return .integer(value)
    case .decimal(let value):
      guard value.isFinite else { throw .numberTooLarge }
      return .decimal(DecimalText(value).big)
    case .text(let text), .big(let text):
      let parts = try withBytes(of: text) { (bytes) throws(Fault) in
        try NumberText.parts(bytes)
      }
      if parts.isDecimal { return .decimal(parts.big) }
      return parts.big.integer.map { .integer($0) } ?? .big(parts.big)
    default: return .integer(0)
    }
  }

  /// The value of a number. A decimal is rounded to the nearest `Double`, as in the reference.
  mutating func cell(of number: Number) throws(Fault) -> Cell {
    switch number {
    case .integer(let value): return .integer(value)
    case .decimal(let value):
      let double = value.double
      guard double.isFinite else { throw .numberTooLarge }
      return .decimal(double)
    case .big(let value):
      if let integer = value.integer { return .integer(integer) }
      guard value.limbs.count * 9 <= Limits.digits else { throw .numberTooLarge }
      let sign = value.isNegative ? [UInt8(ascii: "-")] : []
      return .big(try keep(sign + value.digits, isField: false))
    }
  }

  mutating func calculate(
    _ filter: Filter, _ input: Cell, _ argument: Cell?
  ) throws(Fault) -> Cell {
    for case .text(let text)? in [input, argument] { try spend(Self.costOfDigit * text.count) }
    try noteDoubt(input)
    if let argument { try noteDoubt(argument) }
    let left = try number(of: input)
    let right = try number(of: argument ?? .nothing)
    if let result = quick(filter, left, right) { return .integer(result) }
    switch filter {
    case .abs: return try cell(of: left.big.isNegative ? negated(left) : left)
    case .ceil: return try cell(of: .big(left.big.rounded(.up)))
    case .floor: return try cell(of: .big(left.big.rounded(.down)))
    case .round: return try cell(of: round(left, to: right))
    case .atLeast:
      return try cell(of: BigNumber.compare(right.big, left.big) > 0 ? right : left)
    case .atMost:
      return try cell(of: BigNumber.compare(right.big, left.big) < 0 ? right : left)
    default: return try cell(of: combine(filter, left, right))
    }
  }

  /// What the template itself says is meant so.
  private mutating func noteDoubt(_ cell: Cell) throws(Fault) {
    guard case .text(let text) = cell, text.isField else { return }
    if !(try withBytes(of: text, { NumberText.isWhole($0) })) { notes.insert(.noNumber) }
    try noteThousands(text)
  }

  /// - Parameter text: a field that is taken for a number.
  mutating func noteThousands(_ text: Text) throws(Fault) {
    guard (5...8).contains(text.count) else { return }
    let isDoubtful = try withBytes(of: text) { NumberText.mayBeThousands($0) }
    if isDoubtful { notes.insert(.pointedThousands) }
  }

  private func negated(_ number: Number) -> Number {
    number.isDecimal ? .decimal(number.big.negated) : .big(number.big.negated)
  }

  /// The result for integers that leave no doubt.
  private func quick(_ filter: Filter, _ left: Number, _ right: Number) -> Int? {
    guard case .integer(let left) = left, case .integer(let right) = right else { return nil }
    let (result, overflows) =
      switch filter {
      case .plus: left.addingReportingOverflow(right)
      case .minus: left.subtractingReportingOverflow(right)
      case .times: left.multipliedReportingOverflow(by: right)
      case .atLeast: (max(left, right), false)
      case .atMost: (min(left, right), false)
      case .ceil, .floor: (left, false)
      default: (0, true)
      }
    return overflows ? nil : result
  }

  private func combine(
    _ filter: Filter, _ left: Number, _ right: Number
  ) throws(Fault) -> Number {
    let isDecimal = left.isDecimal || right.isDecimal
    let (a, b) = (left.big, right.big)
    if filter == .dividedBy || filter == .modulo, b.isZero { throw .dividedByZero }
    let result =
      switch filter {
      case .plus: a + b
      case .minus: a - b
      case .times: a * b
      case .modulo: a.floorDivided(by: b).remainder
      default: isDecimal ? a.divided(by: b) : a.floorDivided(by: b).quotient
      }
    return isDecimal ? .decimal(result) : .big(result)
  }

  /// Half away from zero. Without places the result is an integer.
  private func round(_ number: Number, to places: Number) -> Number {
    let most = Double(Limits.digits)
    let places = Int(max(-most, min(most, places.big.double)))
    guard places > 0 else {
      return .big(number.big.rounded(.halfAwayFromZero, places: places))
    }
    guard number.isDecimal else { return number }
    return .decimal(number.big.rounded(.halfAwayFromZero, places: places))
  }
}
