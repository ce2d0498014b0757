import Scratch
import Testing

@testable import Reports

@Suite struct CSVTextTests {
  private typealias Append = (Span<UInt8>, Range<Int>, inout OutputSpan<UInt8>) -> Void

  /// Written from the middle of other text, as fields of a batch are.
  private func write(_ field: String, _ append: Append) -> String {
    let bytes = Array("\"=,".utf8) + Array(field.utf8) + Array("\n\"".utf8)
    var output: [UInt8] = []
    output.append(addingCapacity: CSVText.longest(field.utf8.count)) { output in
      append(bytes.span, 3..<bytes.count - 2, &output)
    }
    return text(output)
  }

  @Test(arguments: [
    ("", ""), ("Ada", "Ada"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
    ("\"", "\"\"\"\""),
    ("two\nlines", "\"two\nlines\""), ("cr\r", "\"cr\r\""), (" padded", "\" padded\""),
    ("padded ", "\"padded \""), ("in the middle", "in the middle"), ("=1+1", "=1+1"),
    ("é;\t|", "é;\t|"),
    ("nul\u{0}byte", "\"nulbyte\""), ("12345678,", "\"12345678,\""),
    ("1234567\"", "\"1234567\"\"\""),
  ])
  func fieldsAreQuotedWhereTheyMustBe(field: String, expected: String) {
    #expect(write(field) { CSVText.append($0, $1, to: &$2) } == expected)
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1 (202)", "'+1 (202)"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"), ("\r=1", "\"'\r=1\""), ("\n=1", "\"'\n=1\""), ("  =1", "\"'  =1\""),
    ("\u{A0}=1", "'\u{A0}=1"), ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠x", "'＠x"),
    ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("=", "'="), ("-5", "'-5"),
    ("+12025550123", "'+12025550123"),
    ("a=1", "a=1"), ("'=1", "'=1"), ("5-3", "5-3"), ("", ""), ("   ", "\"   \""), ("！x", "！x"),
    ("Â", "Â"), ("#x", "#x"), ("(=1)", "(=1)"),
  ])
  func formulasInFreeTextAreDisarmed(field: String, expected: String) {
    #expect(write(field) { CSVText.appendSafely($0, $1, to: &$2) } == expected)
  }

  @Test(arguments: [
    "-5", "+12025550123", "-0.75", "+.5", "-5.", "12", "0", "+999999999999999", "Ada",
  ])
  func plainNumbersInColumnsStayExact(field: String) {
    #expect(write(field) { CSVText.appendValue($0, $1, to: &$2) } == field)
  }

  @Test(arguments: [
    "+", "-", "+.", "-1-1", "+1+1", "-1.2.3", "+1 202", "-5%", "=5", "+1e5", "-٥", "--5",
  ])
  func otherFormulasInColumnsAreDisarmed(field: String) {
    #expect(write(field) { CSVText.appendValue($0, $1, to: &$2) } == "'" + field)
  }

  @Test func whatMustBeQuotedIsFoundAtEveryPlace() {
    for byte in UInt8(0)...0x7F {
      for place in 1..<19 {
        var field = [UInt8](repeating: UInt8(ascii: "x"), count: 20)
        field[place] = byte
        let isQuoted = write(text(field)) { CSVText.append($0, $1, to: &$2) }.hasPrefix("\"")
        #expect(isQuoted == [0x00, 0x0A, 0x0D, 0x22, 0x2C].contains(byte), "\(byte) at \(place)")
      }
    }
  }

  @Test func everyFieldReadsBack() {
    var generator = SeededGenerator()
    let letters = Array("ab \",\n\r'é😀=")
    for _ in 0..<3000 {
      let field = String(
        (0..<Int.random(in: 0...30, using: &generator)).map { _ in
          letters.randomElement(using: &generator) ?? "x"
        })
      let line = write(field) { CSVText.append($0, $1, to: &$2) } + ",z\n"
      #expect(parseCSV(Array(line.utf8)) == [[field, "z"]], "\(generator)")
    }
  }
}
