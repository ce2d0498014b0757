import CPhone

/// How numbers are dialled within a region, where digits alone stand before them.
struct Dialling: Sendable {
  /// The region's own code, without `+`.
  let code: [UInt8]
  /// What is dialled before a country code: `00`.
  private let international: [UInt8]
  /// What is dialled before a number of the region: `0`; nil for nothing.
  private let trunk: UInt8?

  /// Nil where more than digits decides, and libphonenumber has to be asked for each number.
  ///
  /// - Parameter region: ISO 3166 alpha-2, in upper case.
  init?(region: String) {
    let facts = cphone_dialling_of(region)
    guard facts.is_simple else { return nil }
    code = Array("\(cphone_region_code(region))".utf8)
    international = withUnsafeBytes(of: facts.international) { Array($0.prefix { $0 != 0 }) }
    trunk = facts.trunk == 0 ? nil : UInt8(bitPattern: facts.trunk)
  }

  /// What the digits are behind the region's code, if they are one of its numbers at all. Nil where they may begin
  /// with a country code instead.
  func national(_ digits: [UInt8]) -> ArraySlice<UInt8>? {
    guard !digits.starts(with: international), !digits.starts(with: code) else { return nil }
    return digits.first == trunk ? digits.dropFirst() : digits[...]
  }
}
