import Testing

@testable import Audience

private let text = "name,phone\r\nZoë “Straße” €,+12025550123\r\n名前 😀,+12025550124\r\n"

private func utf16(_ text: String, bigEndian: Bool, mark: Bool = true) -> [UInt8] {
  ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
    bigEndian ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
  }
}

@Suite struct EncodingTests {
  @Test(arguments: [
    (TextEncoding.utf8, Array(text.utf8)), (.utf8BOM, [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
    (.utf16LE, utf16(text, bigEndian: false)), (.utf16BE, utf16(text, bigEndian: true)),
  ])
  func encodingsReadTheSame(_ encoding: TextEncoding, bytes: [UInt8]) throws {
    let list = try ListFixture(bytes).open()
    #expect(list.encoding == encoding)
    #expect(list.header.names == ["name", "phone"])
    let contacts = try list.contacts()
    #expect(contacts.map(\.fields[0]) == ["Zoë “Straße” €", "名前 😀"])
    #expect(contacts.map(\.standing) == [.recipient, .recipient])
  }

  @Test func windows1252IsReadWhenTheFileIsNoUTF8() throws {
    let bytes = Array(
      "T\u{E9}l\u{E9}phone;name\n+33612345678;Zo\u{EB} \u{93}x\u{94} \u{80} \u{9F}\n"
        .unicodeScalars.map { UInt8($0.value) })
    let list = try ListFixture(bytes).open()
    #expect(list.encoding == .windows1252)
    #expect(list.header.names == ["Téléphone", "name"])
    #expect(try list.contacts()[0].fields[1] == "Zoë “x” € Ÿ")
  }

  /// Two exports, one after the other: read in one encoding, half of the names would be garbled.
  @Test(arguments: [(1, 1), (20, 10), (3, 1), (1, 9)])
  func aListOfTwoEncodingsIsRefused(utf8: Int, windows: Int) throws {
    let first: [UInt8] = (0..<utf8).flatMap { Array("Jos\u{E9},+1202555\(1000 + $0)\n".utf8) }
    let second: [UInt8] = (0..<windows).flatMap {
      Array("Zo".utf8) + [0xEB] + Array(",+1202556\(1000 + $0)\n".utf8)
    }
    let list = ListFixture(Array("name,phone\n".utf8) + first + second)
    let error = #expect(throws: ContactListError.self) { try list.open() }
    #expect(error == .mixedEncodings(path: list.path, line: utf8 + 2))
  }

  /// `É»` and `Ñ’` are characters of UTF-8, too, which nobody means.
  @Test func capitalsBeforeSignsAreWindows1252() throws {
    let row = "\u{AB}CAF\u{C9}\u{BB} D\u{D1}\u{92},+12025550123\n"
    let text = "name,phone\n" + String(repeating: row, count: 30)
    let bytes = text.unicodeScalars.map { UInt8($0.value) }
    let list = try ListFixture(bytes).open()
    #expect(list.encoding == .windows1252)
    #expect(try list.contacts()[0].fields[0] == "«CAFÉ» DÑ’")
  }

  @Test func oneByteAtTheVeryEndMakesItWindows1252() throws {
    let rows = (0..<20_000).map { "Ada,+1202\(5_550_000 + $0)\n" }.joined()
    let bytes = Array(("name,phone\n" + rows).utf8) + [0x4A, 0xFC] + Array(",+12025550123".utf8)
    let list = try ListFixture(bytes).open()
    #expect(list.encoding == .windows1252)
    #expect(try list.contacts().last?.fields[0] == "Jü")
  }

  @Test func bytesThatWindows1252DoesNotHaveAreRefused() {
    let bytes = Array("name,phone\nA\n\nB ".utf8) + [0xE9, 0x81] + Array(",+12025550123\n".utf8)
    let list = ListFixture(bytes)
    let error = #expect(throws: ContactListError.self) { try list.read() }
    #expect(
      error
        == .undecodable(
          path: list.path, encoding: .windows1252, place: .init(row: 4, line: 4), byte: 0x81))
    #expect(
      error?.description.contains("row 4 (line 4): has bytes that are not Windows-1252 (0x81)")
        == true)
  }

  @Test func damagedUTF8IsNotGarbled() {
    let bytes =
      Array("name,phone\nÄÖÜäöüß,+12025550123\nB".utf8) + [0xFC] + Array(",+12025550124".utf8)
    let list = ListFixture(bytes)
    let error = #expect(throws: ContactListError.self) { try list.open() }
    #expect(error == .mixedEncodings(path: list.path, line: 3))
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func wrongBytesAfterAMarkAreRefused(_ end: String) {
    let bytes =
      [0xEF, 0xBB, 0xBF] + Array("name,phone\(end)B".utf8) + [0xFC] + Array(",+12025550124".utf8)
    let list = ListFixture(bytes)
    let error = #expect(throws: ContactListError.self) { try list.read() }
    #expect(
      error
        == .undecodable(
          path: list.path, encoding: .utf8BOM, place: .init(line: 2), byte: nil))
  }

  @Test(arguments: [
    utf16("phone\n+12025550123\nx\u{41}", bigEndian: false) + [0x41],
    utf16("phone\n+12025550123\n", bigEndian: false) + [0x00, 0xD8, 0x41, 0x00],
    utf16("phone\n+12025550123\n", bigEndian: true) + [0xDC, 0x00, 0x00, 0x41],
    utf16("phone\n+12025550123\n", bigEndian: true) + [0xD8, 0x00],
  ])
  func brokenUTF16IsRefused(_ bytes: [UInt8]) {
    let list = ListFixture(bytes)
    let error = #expect(throws: ContactListError.self) { try list.read() }
    guard case .undecodable(_, _, let place, nil)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place.row == 3)
  }

  @Test(arguments: [
    (Array("PK\u{3}\u{4}abc".utf8), "Excel workbook (.xlsx)"),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], "old Excel workbook"),
    ([0x1F, 0x8B, 8, 0], "gzip"), (Array("%PDF-1.7\n".utf8), "PDF"),
    (Array("[\n  {\"phone\": \"+12025550123\"}\n]\n".utf8), "is JSON, not a CSV file"),
    (Array("\u{FEFF}{\"phone\": \"+12025550123\"}\n".utf8), "is JSON, not a CSV file"),
    (Array("[\"+12025550123\"]".utf8), "is JSON, not a CSV file"),
    (Array("\n<?XML version=\"1.0\"?>".utf8), "is XML, not a CSV file"),
    (Array("<!DOCTYPE html>\n<p>Phone".utf8), "is a web page (HTML), not a CSV file"),
    (Array("<table>\n<tr><td>Phone".utf8), "is a web page (HTML), not a CSV file"),
    (Array("name,phone\nA\0B,+12025550123\n".utf8), "row 2 (line 2): has a NUL byte"),
    (
      Array("name,phone\r\n\"a\r\nb\nc\0d\",+12025550123\r\n".utf8),
      "row 2 (line 4): has a NUL byte"
    ),
    (
      utf16("phone\n+12025550123\n", bigEndian: false, mark: false),
      "NUL byte: it is no text, or UTF-16 without its byte order mark"
    ),
  ])
  func otherFormatsAreRefusedByName(_ bytes: [UInt8], words: String) {
    let list = ListFixture(bytes)
    let error = #expect(throws: ContactListError.self) { try list.read() }
    #expect(error?.category == .data)
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test(
    arguments: [
      ([], "BZh91AY", "compressed with bzip2"), ([0xFD], "7zXZ\0", "compressed with xz"),
      ([0x28, 0xB5, 0x2F, 0xFD], "", "compressed with zstd"), ([0x89], "PNG\r\n", "a picture"),
      ([0xFF, 0xD8, 0xFF, 0xE0], "", "a picture"),
      ([], "SQLite format 3\0", "an SQLite database"), ([], "PAR1", "a Parquet file"),
      ([], "{\\rtf1\\ansi", "a document of a word processor (RTF)"),
      ([], " <html lang=\"en\">", "a web page (HTML)"),
    ] as [([UInt8], String, String)])
  func formatsAreToldByWhatTheyBeginWith(_ bytes: [UInt8], _ text: String, name: String) {
    #expect(FileFormat.nameIfNoCSV(bytes + Array(text.utf8)) == name)
  }

  @Test(arguments: ["{id},phone", "[id],phone", "<id>,phone", "{,phone", "\"{\"\"id\"\"}\",phone"])
  func oddHeadersAreNoOtherFormat(_ header: String) throws {
    #expect(try ListFixture("\(header)\n1,+12025550123\n").read().map(\.number) == ["+12025550123"])
  }

  /// Every second byte position of every character gets cut.
  @Test(arguments: 1...9)
  func checkingDoesNotDependOnHowReadsAreCut(_ size: Int) {
    let good = Array("aé€😀zß名".utf8)
    let parts: [[UInt8]] = [
      [], [0xC3, 0x28], [0xE2, 0x82], [0xF0, 0x9F, 0x98, 0x41], [0xED, 0xA0, 0x80], [0xC0, 0x80],
      [0xC1, 0xBF], [0xE0, 0x9F, 0x80], [0xE0, 0xA0, 0x80], [0xF0, 0x8F, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xED, 0x9F, 0xBF], [0xF5], [0x80],
      [0xFF], [0xF0, 0x9F], [0xEF, 0xBB, 0xBF],
    ]
    for bytes in parts.map({ good + $0 }) + parts.map({ $0 + good }) {
      var whole = UTF8Check()
      whole.add(bytes)
      whole.finish()
      var cut = UTF8Check()
      for start in stride(from: 0, to: bytes.count, by: size) {
        cut.add(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      cut.finish()
      #expect(whole.firstBad == cut.firstBad)
      #expect(whole.badBytes == cut.badBytes)
      #expect(whole.wideCharacters == cut.wideCharacters)
      #expect(whole.isValid == (String(validating: bytes, as: UTF8.self) != nil))
    }
  }

  @Test(arguments: [1, 2, 3, 5, 7])
  func decodingDoesNotDependOnHowReadsAreCut(_ size: Int) {
    for encoding in [TextEncoding.utf16LE, .utf16BE] {
      let bytes = utf16("aé€😀z", bigEndian: encoding == .utf16BE, mark: false)
      var decoder = TextDecoder(encoding: encoding)
      var result: [UInt8] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        let end = min(start + size, bytes.count)
        result += decoder.decode(bytes[start..<end], isLast: end == bytes.count)
      }
      #expect(String(decoding: result, as: UTF8.self) == "aé€😀z")
      #expect(decoder.fault == nil)
    }
  }
}
