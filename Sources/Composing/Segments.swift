import Audience

/// What a text costs to send: its encoding, units and segments.
///
/// The rules are those of 3GPP TS 23.038 (alphabets) and TS 23.040 (joined messages). An escape
/// sequence and a surrogate pair stay whole: what does not fit moves to the next segment.
package struct Segments: Equatable, Sendable {
  /// GSM-7 where it has all characters, else UCS-2.
  package let encoding: MessageEncoding
  /// Septets of GSM-7, or UTF-16 units of UCS-2.
  package let units: Int
  /// The number of segments; 0 for an empty text.
  package let count: Int
  /// Unicode scalars.
  package let characters: Int
  /// How many of the characters are not in ASCII.
  package let beyondASCII: Int

  /// Measures UTF-8 text.
  package init(of text: Span<UInt8>) {
    let size = Size(septetsOf: text) ?? Size(utf16UnitsOf: text)
    encoding = size.encoding
    units = size.units
    count = size.segments(of: text)
    characters = size.scalars
    beyondASCII = size.beyondASCII
  }
}

/// The size of a text in the units of one encoding.
private struct Size {
  let encoding: MessageEncoding
  private(set) var units = 0
  private(set) var scalars = 0
  private(set) var beyondASCII = 0

  /// `nil` at the first character that GSM-7 lacks.
  init?(septetsOf text: Span<UInt8>) {
    encoding = .gsm7
    var index = 0
    while true {
      let plain = text.endOfRun(from: index, while: GSM7.isPlain)
      addPlain(plain - index)
      index = plain
      if index == text.count { return }
      let scalar = DecodedScalar(in: text, at: index)
      let septets = GSM7.septets(of: scalar.value)
      if septets == 0 { return nil }
      add(scalar, units: septets)
      index += scalar.length
    }
  }

  init(utf16UnitsOf text: Span<UInt8>) {
    encoding = .ucs2
    var index = 0
    while true {
      let plain = text.endOfRun(from: index) { !$0.hasHighBit }
      addPlain(plain - index)
      index = plain
      if index == text.count { return }
      let scalar = DecodedScalar(in: text, at: index)
      add(scalar, units: scalar.value > 0xFFFF ? 2 : 1)
      index += scalar.length
    }
  }

  /// So many characters of ASCII, of one unit each.
  private mutating func addPlain(_ count: Int) {
    units += count
    scalars += count
  }

  private mutating func add(_ scalar: DecodedScalar, units: Int) {
    self.units += units
    scalars += 1
    if scalar.value > 0x7F { beyondASCII += 1 }
  }

  func segments(of text: Span<UInt8>) -> Int {
    if units <= encoding.unitsAlone { return units == 0 ? 0 : 1 }
    // Without characters of two units nothing can straddle.
    if units == scalars { return (units + encoding.unitsJoined - 1) / encoding.unitsJoined }
    var count = 1
    encoding.fill(text) { _ in count += 1 }
    return count
  }
}
