/// An exact decimal amount of money in whatever currency the account has, such as 0.0079.
///
/// Binary floating point would turn 0.0079 × 30 into 0.23700000000000002.
package struct Price: Sendable, Equatable {
  /// The amount in units of 10⁻¹⁸.
  private let scaled: UInt128

  private static let digits = 18
  private static let unit: UInt128 = 1_000_000_000_000_000_000

  private init(scaled: UInt128) { self.scaled = scaled }

  /// Reads digits with at most one point: `12`, `0.0079`, `.5`.
  ///
  /// `nil` for everything else (signs, exponents, separators), for more than 12 digits before the
  /// point and more than 18 after it.
  package init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, whole.count <= 12 else { return nil }
    let fraction = parts.count == 2 ? parts[1] : parts[0].suffix(0)
    guard fraction.count <= Self.digits, !(whole.isEmpty && fraction.isEmpty) else { return nil }
    var scaled: UInt128 = 0
    for byte in [whole, fraction].joined() {
      guard 0x30...0x39 ~= byte else { return nil }
      scaled = scaled * 10 + UInt128(byte - 0x30)
    }
    for _ in fraction.count..<Self.digits { scaled *= 10 }
    self.scaled = scaled
  }

  /// The price of so many segments; `nil` past about 3 × 10²⁰ or for a negative count.
  package func times(_ count: Int) -> Price? {
    guard let count = UInt128(exactly: count) else { return nil }
    let (product, overflow) = scaled.multipliedReportingOverflow(by: count)
    return overflow ? nil : Price(scaled: product)
  }
}

extension Price: Comparable {
  package static func < (left: Price, right: Price) -> Bool { left.scaled < right.scaled }
}

extension Price: CustomStringConvertible {
  /// All digits that matter, and at least two after the point: `0.0079`, `7.90`, `12.00`.
  package var description: String {
    var fraction = Array(String(scaled % Self.unit).utf8)
    fraction.insert(contentsOf: repeatElement(0x30, count: Self.digits - fraction.count), at: 0)
    while fraction.count > 2, fraction.last == 0x30 { fraction.removeLast() }
    return "\(scaled / Self.unit)." + String(decoding: fraction, as: UTF8.self)
  }
}
