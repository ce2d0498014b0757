import Testing

@testable import Audience
@testable import Reports

@Suite struct RejectsCSVTests {
  private func write(
    _ header: [String], _ rows: [[String]], _ reports: [ReportRow], delimiter: UInt8 = 0x2C
  ) -> String {
    var csv = RejectsCSV(header: Header(fields: header), delimiter: delimiter)
    let batch = batch(rows)
    var output: [UInt8] = []
    csv.appendHeader(to: &output)
    for (contact, report) in zip(batch.contacts, reports) {
      csv.append(report, contact: contact, in: batch, to: &output)
    }
    return text(output)
  }

  private let missing = "fields are missing: put each value into its column and empty this cell"

  @Test func onlyRejectsAreListed() {
    let reports = Status.allCases.enumerated().map {
      row($0.offset + 2, $0.element, error: "\($0.element)")
    }
    let rows = Status.allCases.map { ["of " + $0.rawValue] }
    #expect(
      write(["name"], rows, reports)
        == "name,volley_error\nof rejected,rejected\nof failed,failed\nof invalid,invalid\n")
  }

  @Test func theOriginalColumnsAreExact() {
    let fields = ["=1+1", " +1 202 ", "a,\"b\"\r\nc", "", "'x"]
    let csv = write(["a", "b b", "c", "d", "e"], [fields], [row(2, .failed, error: "=x")])
    #expect(
      parseCSV(Array(csv.utf8)) == [["a", "b b", "c", "d", "e", "volley_error"], fields + ["'=x"]])
  }

  @Test func anotherDelimiterIsQuotedWhereItStandsInAField() {
    let csv = write(
      ["a", "b;c"], [["1;2", "3,4", "5"], ["x;\"y\""]],
      [row(2, .invalid, error: "=e;f"), row(3, .invalid, error: "e")], delimiter: 0x3B)
    #expect(
      csv == """
        a;"b;c";volley_error
        "1;2";"3,4";"'=e;f";5
        "x;""y\""";;e;\(missing)

        """)
  }

  @Test func anErrorThatWasFedBackIsReplacedWhereItStands() {
    let csv = write(
      ["name", "volley_error", "phone"], [["Ada", "old", "1"], ["Bo"]],
      [row(2, .invalid, error: "new"), row(3, .invalid, error: "short")])
    #expect(csv == "name,volley_error,phone\nAda,new,1\nBo,short,,\(missing)\n")
  }

  @Test func fieldsBeyondTheHeaderFollowSoThatTheRowIsRefusedAgain() {
    let csv = write(
      ["a", "b"], [["1", "2", "3", "", "5"], ["1", "2", "", ""], ["1"]],
      (2...4).map { row($0, .invalid, error: "e") })
    #expect(csv == "a,b,volley_error\n1,2,e,3,,5\n1,2,e\n1,,e,\(missing)\n")
    let replaced = write(
      ["a", "volley_error"], [["1", "old", "3"]], [row(2, .invalid, error: "e")])
    #expect(replaced == "a,volley_error\n1,e,3\n")
  }
}
