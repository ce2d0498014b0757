import Testing

@testable import Audience

@Suite struct ListFormatTests {
  private func delimiter(_ text: String, phone: String? = nil) -> Character {
    let format = ListFormat(encoding: .utf8, text: Array(text.utf8), delimiter: nil) { $0 == phone }
    return Character(UnicodeScalar(format.delimiter))
  }

  @Test func quotesOutOfPlaceSpeakAgainstADelimiter() {
    #expect(delimiter("a;b\tc\n\"x;y\"\tz\n") == "\t")
  }

  @Test func aPhoneColumnSpeaksForADelimiter() {
    let text = "first, last;tel\nLovelace, Ada;1\nHopper, Grace;2\n"
    #expect(delimiter(text) == ",")
    #expect(delimiter(text, phone: "tel") == ";")
  }

  @Test func evenRecordsSpeakForADelimiter() {
    #expect(delimiter("a,b;c\n1;2\n3;4\n5,6;7\n") == ";")
  }

  @Test(arguments: ["sep=;\na", "SEP=;\r\na", "sep=;\ra"])
  func theSeparatorLineIsTakenOff(_ text: String) {
    let format = ListFormat(encoding: .utf8, text: Array(text.utf8), delimiter: nil) { _ in false }
    #expect(format.separatorLine == text.utf8.count - 1)
    #expect(format.delimiter == UInt8(ascii: ";"))
  }
}
