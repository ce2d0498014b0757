/// What a variable can hold.
///
/// Decimals are held as the nearest `Double` and stand for the shortest decimal that reads back as
/// it; arithmetic is done on those decimals, exactly, so that `{{ 0.1 | plus: 0.2 }}` is `0.3`, as
/// the reference does with `BigDecimal`.
public enum Value: Sendable, Hashable {
  case string(String)
  case integer(Int)
  case decimal(Double)
  case boolean(Bool)
  case array([Value])
  /// Named values, reached as `a.b` or `a["b c"]`.
  case object([String: Value])
  case `nil`
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
}

extension Value: ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral {
  public init(floatLiteral value: Double) { self = .decimal(value) }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension Value: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(arrayLiteral elements: Value...) { self = .array(elements) }
  public init(nilLiteral: ()) { self = .nil }
  /// Of two equal names, the last one counts.
  public init(dictionaryLiteral elements: (String, Value)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}

/// What printing a value that is missing or empty does.
public enum Undefined: Sendable, Hashable {
  /// An error that names the variable, unless the template gives a `default`. An empty text is false
  /// in a test, and text that is a number compares with numbers as a number.
  case strict
  /// The reference's behaviour: nothing is printed, and an unknown filter leaves its input as it is.
  case lax
}
