import CPhone

/// The calling code of a country that ISO 3166 has two letters for: 44 of `GB`. Some share one.
struct CallingCode: Equatable, Sendable {
  private let number: UInt16

  /// - Parameter letters: in upper case. Nil if no country has them.
  init?(ofCountry letters: Span<UInt8>) {
    guard Self.mayBeCountry(letters) else { return nil }
    number = Self.all[Int(letters[0] - Self.first) * 26 + Int(letters[1] - Self.first)]
    if number == 0 || Self.meansNone(letters) { return nil }
  }

  var digits: String { String(number) }

  /// Whether a text is two letters in upper case.
  static func mayBeCountry(_ text: Span<UInt8>) -> Bool {
    text.count == 2 && (first...last).contains(text[0]) && (first...last).contains(text[1])
  }

  /// What is written where no country is known; `NA` is Namibia, too.
  static func meansNone(_ letters: Span<UInt8>) -> Bool {
    ["NA", "XX", "ZZ", "EU"].contains { $0.utf8.elementsEqual([letters[0], letters[1]]) }
  }

  private static let first = UInt8(ascii: "A")
  private static let last = UInt8(ascii: "Z")

  /// All codes by both letters of their countries. Many write `UK`, which stands for no other country.
  private static let all: [UInt16] = (first...last).flatMap { one in
    (first...last).map { other in
      let letters = String(decoding: [one, other], as: UTF8.self)
      return UInt16(cphone_region_code(letters == "UK" ? "GB" : letters))
    }
  }
}
