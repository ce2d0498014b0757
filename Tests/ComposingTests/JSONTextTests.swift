import Foundation
import Scratch
import Testing

@testable import Composing

@Suite struct JSONTextTests {
  private func json(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    JSONText.append(bytes.span, to: &output)
    return output
  }

  private func parsed(_ json: [UInt8]) throws -> String? {
    try JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed) as? String
  }

  @Test(arguments: [
    ("", #""""#), ("a\"b\\c/d", #""a\"b\\c/d""#), ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#),
    ("\u{0}\u{1}\u{1F}", #""\u0000\u0001\u001f""#), ("😀é", #""😀é""#),
    ("\u{2028}\u{2029}\u{7F}", "\"\u{2028}\u{2029}\u{7F}\""),
  ])
  func onlyWhatMustBeIsEscaped(text: String, expected: String) {
    #expect(String(decoding: json(Array(text.utf8)), as: UTF8.self) == expected)
  }

  @Test func everyByteAtEveryPlaceReadsBack() throws {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<18 {
        var bytes = Array("0123456789abcdefgh".utf8)
        bytes[place] = byte
        #expect(try parsed(json(bytes)) == String(decoding: bytes, as: UTF8.self))
      }
    }
  }

  @Test func bytesThatAreNotUTF8AreReplaced() throws {
    var generator = SeededGenerator()
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        UInt8.random(in: .min ... .max, using: &generator)
      }
      #expect(
        try parsed(json(bytes)) == String(decoding: bytes, as: UTF8.self), "\(generator) \(bytes)")
    }
  }

  @Test func theRoomIsEnoughForTheWorst() {
    let bytes = [UInt8](repeating: 1, count: 5000)
    #expect(json(bytes).count == JSONText.longest(5000))
  }
}
