import Scratch
import Testing

@testable import Audience

/// A record with its place, as text.
private func parse(
  _ bytes: [UInt8], cutBy size: Int = .max, delimiter: Character = ","
) throws(CSVFault) -> [(row: Int, line: Int, fields: [String])] {
  var parser = try CSVParser(delimiter: delimiter.asciiValue ?? 0x2C)
  var records: [(row: Int, line: Int, fields: [String])] = []
  var start = 0
  func collect(_ table: RowTable) {
    for index in table.rows.indices {
      records.append((table.rows[index].row, table.rows[index].line, table.texts(ofRow: index)))
    }
  }
  while start < bytes.count {
    let end = size > bytes.count - start ? bytes.count : start + size
    try parser.parse(bytes, start..<end)
    collect(parser.take())
    start = end
  }
  try parser.finish()
  collect(parser.take())
  return records
}

@Suite struct CSVParserTests {
  @Test func anyTableReadsBackTheSameHoweverReadsAreCut() throws {
    var random = SeededGenerator()
    let alphabet: [Character] = [
      "a", "é", "😀", " ", "\t", ",", ";", "\"", "\n", "\r", "'", "0", "\u{FEFF}",
    ]
    for _ in 0..<150 {
      let table = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
          String(
            (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
              alphabet.randomElement(using: &random)
            })
        }
      }
      let ending = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
      // A record that is one empty field looks like a blank line unless it is quoted.
      let text = table.map { row in
        row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
      }.joined(separator: ending)
      let bytes = Array((text + (Bool.random(using: &random) ? ending : "")).utf8)
      let whole = try parse(bytes)
      #expect(
        whole.map { $0.fields.map { Array($0.utf8) } } == table.map { $0.map { Array($0.utf8) } },
        "\(random)")
      for size in 1...min(bytes.count, 12) {
        let cut = try parse(bytes, cutBy: size)
        #expect(cut.map(\.fields) == whole.map(\.fields), "\(random)")
        #expect(cut.map(\.line) == whole.map(\.line), "\(random)")
        #expect(cut.map(\.row) == whole.map(\.row), "\(random)")
      }
    }
  }

  @Test func faultsDoNotDependOnHowReadsAreCut() {
    for text in [
      "a,b\nc,d\"e\n", "a\n\"b\nc\"d\n", "a\nb,\"c\nd", "é,é\"\n", "a\r\n\"x\r\ny\" \r\n",
    ] {
      let bytes = Array(text.utf8)
      let whole = #expect(throws: CSVFault.self) { try parse(bytes) }
      for size in 1...bytes.count {
        let cut = #expect(throws: CSVFault.self) { try parse(bytes, cutBy: size) }
        #expect("\(String(describing: cut))" == "\(String(describing: whole))")
      }
    }
  }

  @Test func linesAndRowsAreCounted() throws {
    let records = try parse(Array("h\n\n\"a\nb\r\nc\rd\"\r\n\r\r\ne\r\rf\n\n".utf8))
    #expect(records.map(\.fields) == [["h"], ["a\nb\r\nc\rd"], ["e"], ["f"]])
    #expect(records.map(\.row) == [1, 3, 6, 8])
    #expect(records.map(\.line) == [1, 3, 9, 11])
  }

  @Test func quotesOutOfPlaceAreNamed() {
    let cases: [(String, ContactListError)] = [
      (
        "h,phone\nAda,ab\"c\n",
        .malformedQuote(
          path: "p", place: .init(row: 2, line: 2, column: 7), fault: .inUnquotedField)
      ),
      (
        "h,phone\n\"é\nAda\" x,1\n",
        .malformedQuote(
          path: "p", place: .init(row: 2, line: 3, column: 5),
          fault: .textAfterClosing(opened: 2))
      ),
      (
        "h,phone\n\"a\nb\",\"Ada,1\n",
        .unterminatedQuote(path: "p", place: .init(row: 2, line: 3))
      ),
    ]
    for (text, expected) in cases {
      let fault = #expect(throws: CSVFault.self) { try parse(Array(text.utf8)) }
      #expect(fault.map { ContactListError($0, path: "p") } == expected)
    }
  }

  @Test func aFieldOfOneMebibyteFits() throws {
    let field = String(repeating: "x", count: CSVParser.mostFieldBytes)
    for text in ["a,\(field)\n", "a,\"\(field)\"\n", "a,\(field)", "a,\"\(field)\""] {
      let records = try parse(Array(text.utf8), cutBy: 32 * 1024)
      #expect(records.first?.fields.last?.utf8.count == CSVParser.mostFieldBytes)
    }
    for text in [
      "a\nb,\(field)x\n", "a\nb,\"\(field)x\"\n", "a\nb,\(field)yyyy", "a\nb,\"\(field)\"\"xxx",
    ] {
      let fault = #expect(throws: CSVFault.self) { try parse(Array(text.utf8), cutBy: 32 * 1024) }
      guard case .fieldTooLarge(let place, _)? = fault else {
        Issue.record("\(String(describing: fault))")
        continue
      }
      #expect(place == .init(row: 2, line: 2))
    }
  }

  @Test func columnsAreLimited() throws {
    let most = String(repeating: ",", count: CSVParser.mostColumns - 1)
    #expect(try parse(Array(most.utf8)).first?.fields.count == CSVParser.mostColumns)
    let fault = #expect(throws: CSVFault.self) { try parse(Array("a\n\(most),\nb".utf8)) }
    guard case .tooManyColumns(let place)? = fault else {
      Issue.record("\(String(describing: fault))")
      return
    }
    #expect(place == .init(row: 2, line: 2))
  }

  @Test func rowsAreLimited() {
    let field = String(repeating: "x", count: CSVParser.mostFieldBytes)
    let row = Array(repeating: field, count: 17).joined(separator: ",")
    let fault = #expect(throws: CSVFault.self) { try parse(Array(row.utf8), cutBy: 32 * 1024) }
    guard case .rowTooLarge? = fault else {
      Issue.record("\(String(describing: fault))")
      return
    }
  }
}
