import Scratch
import Testing

@testable import Composing

private func segments(_ text: String) -> Segments { Segments(of: Array(text.utf8).span) }

private func repeated(_ text: String, _ count: Int) -> String {
  String(repeating: text, count: count)
}

@Suite struct SegmentsTests {
  @Test(arguments: [
    (0, 0), (1, 1), (159, 1), (160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4),
    (1530, 10), (1531, 11),
  ])
  func gsmTextTakes160OrPartsOf153(septets: Int, count: Int) {
    for letter in ["a", "é"] {
      let measured = segments(repeated(letter, septets))
      #expect(measured.encoding == .gsm7)
      #expect(measured.units == septets)
      #expect(measured.count == count)
    }
  }

  @Test(arguments: [
    (1, 1), (69, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4), (670, 10), (671, 11),
  ])
  func ucs2TextTakes70OrPartsOf67(units: Int, count: Int) {
    let measured = segments(repeated("я", units))
    #expect(measured.encoding == .ucs2)
    #expect(measured.units == units)
    #expect(measured.count == count)
  }

  @Test(arguments: [
    // 160 septets alone, with the two of an extension anywhere.
    (repeated("a", 158) + "€", 160, 1), (repeated("a", 159) + "€", 161, 2),
    (repeated("€", 80), 160, 1), (repeated("€", 81), 162, 2),
    // 306 septets fit in two parts only if none straddles: 152, then € and 151, then 1.
    (repeated("a", 152) + "€" + repeated("a", 152), 306, 3),
    (repeated("a", 151) + "€" + repeated("a", 153), 306, 2),
    (repeated("a", 152) + "[" + repeated("a", 151), 305, 2),
    // 76 pairs fill 152 of 153: one septet of each part is lost.
    (repeated("|", 152), 304, 2), (repeated("|", 153), 306, 3), (repeated("|", 228), 456, 3),
  ])
  func anEscapeSequenceNeverStraddles(text: String, units: Int, count: Int) {
    let measured = segments(text)
    #expect(measured.encoding == .gsm7)
    #expect(measured.units == units)
    #expect(measured.count == count)
  }

  @Test(arguments: [
    (repeated("😀", 35), 70, 1), (repeated("😀", 36), 72, 2),
    // 33 pairs fill 66 of 67.
    (repeated("😀", 66), 132, 2), (repeated("😀", 67), 134, 3),
    (repeated("я", 66) + "😀" + repeated("я", 66), 134, 3),
    (repeated("я", 65) + "😀" + repeated("я", 67), 134, 2),
    (repeated("a", 66) + "😀" + repeated("a", 65), 133, 2),
  ])
  func aSurrogatePairNeverStraddles(text: String, units: Int, count: Int) {
    let measured = segments(text)
    #expect(measured.encoding == .ucs2)
    #expect(measured.units == units)
    #expect(measured.count == count)
  }

  @Test func theBasicAlphabetTakesOneSeptet() {
    let alphabet =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
      + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
    #expect(alphabet.unicodeScalars.count == 127)
    for scalar in alphabet.unicodeScalars {
      #expect(segments(String(scalar)).encoding == .gsm7, "\(scalar)")
      #expect(segments(String(scalar)).units == 1, "\(scalar)")
    }
  }

  @Test(arguments: "\u{0C}^{}\\[~]|€".unicodeScalars)
  func theExtensionTableTakesTwoSeptets(scalar: Unicode.Scalar) {
    #expect(segments(String(scalar)).encoding == .gsm7)
    #expect(segments(String(scalar)).units == 2)
  }

  @Test func everyOtherScalarForcesUCS2() {
    let alphabet = Set(
      ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€\u{0C}"
        + String(decoding: Array(0x20...0x5F) + Array(0x61...0x7E), as: UTF8.self)).unicodeScalars)
    for value in UInt32(0)...0x30FF {
      guard let scalar = Unicode.Scalar(value), !alphabet.contains(scalar) else { continue }
      let measured = segments(String(scalar))
      #expect(measured.encoding == .ucs2, "U+\(String(value, radix: 16))")
      #expect(measured.units == 1)
    }
  }

  @Test func everyASCIICharacterCountsTheSameAtEveryPlace() {
    for value in UInt8(0)...0x7F {
      let alone = segments(String(Unicode.Scalar(value)))
      for place in 0..<20 {
        var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 20)
        bytes[place] = value
        let measured = Segments(of: bytes.span)
        #expect(measured.encoding == alone.encoding)
        #expect(measured.units == alone.units + 19)
      }
    }
  }

  /// The quick paths over eight bytes agree with the definition, wherever a character stands.
  @Test func randomTextsAgreeWithTheDefinition() {
    var generator = SeededGenerator()
    let letters = Array("abcXYZ 09,.!?'\n[]{}€éßçяλΔ’–…😀👍\u{A0}`\t".unicodeScalars)
    for _ in 0..<3000 {
      let plain = Int.random(in: 2...letters.count, using: &generator)
      let scalars = (0..<Int.random(in: 0...400, using: &generator)).map { _ in
        letters[Int.random(in: 0..<plain, using: &generator)]
      }
      let text = String(String.UnicodeScalarView(scalars))
      let measured = segments(text)
      let expected = definition(of: scalars)
      #expect(
        (measured.encoding, measured.units, measured.count) == expected,
        "\(generator) \(text.debugDescription)")
    }
  }

  private func definition(of scalars: [Unicode.Scalar]) -> (MessageEncoding, Int, Int) {
    let septets = scalars.map { scalar in
      "[]{}€".unicodeScalars.contains(scalar)
        ? 2 : "abcXYZ 09,.!?'\néßΔ".unicodeScalars.contains(scalar) ? 1 : 0
    }
    let isGSM = !septets.contains(0)
    let units = isGSM ? septets : scalars.map { String($0).utf16.count }
    let total = units.reduce(0, +)
    let (alone, joined) = isGSM ? (160, 153) : (70, 67)
    var (count, used) = (total == 0 ? 0 : 1, 0)
    if total > alone {
      for unit in units {
        if used + unit > joined { (count, used) = (count + 1, 0) }
        used += unit
      }
    }
    return (isGSM ? .gsm7 : .ucs2, total, count)
  }

  @Test(arguments: [
    ("", 0, 0), ("Hello, World!", 13, 0), ("[€]", 3, 1), ("Zoë {a}", 7, 1), ("Привет, Ada", 11, 6),
    ("😀 and 8 more letters", 20, 1), ("`quoted` with nothing beyond", 28, 0),
  ])
  func charactersAreScalarsWhateverTheyTake(text: String, characters: Int, beyondASCII: Int) {
    #expect(segments(text).characters == characters)
    #expect(segments(text).beyondASCII == beyondASCII)
  }
}
