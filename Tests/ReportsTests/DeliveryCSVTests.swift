import Composing
import Testing

@testable import Audience
@testable import Reports

@Suite struct DeliveryCSVTests {
  private func write(
    _ header: [String], _ rows: [[String]], _ reports: [ReportRow]
  ) -> [UInt8] {
    var csv = DeliveryCSV(header: Header(fields: header))
    let batch = batch(rows)
    var output: [UInt8] = []
    csv.appendHeader(to: &output)
    for (contact, report) in zip(batch.contacts, reports) {
      csv.append(report, contact: contact, in: batch, to: &output)
    }
    return output
  }

  @Test func theColumnsAreThoseOfTheDesign() {
    #expect(
      text(write(["Name", "Phone, mobile"], [], []))
        == "row,status,to_number,from_number,http_status,error,attempts,segments,encoding,message,"
        + "sent_at,latency_ms,run,contact.Name,\"contact.Phone, mobile\"\n")
  }

  @Test func aRowHasAllFacts() {
    let lines = text(write(["name", "phone"], [["Ada", "+1 202 555 0123"]], [sentRow()]))
    #expect(
      lines.split(separator: "\n")[1]
        == "2,sent,+12025550123,+447700900123,201,,1,1,GSM-7,Hi Ada,2026-03-01T09:30:00.123Z,12,3,"
        + "Ada,'+1 202 555 0123")
  }

  @Test func factsThatAreNotKnownAreEmpty() {
    let lines = text(write(["name"], [["Ada"]], [row(2, .pending)]))
    #expect(lines.split(separator: "\n")[1] == "2,pending,,,,,0,,,,,,,Ada")
  }

  @Test func freeTextIsDisarmedAndReadsBack() {
    let hostile = "=HYPERLINK(\"http://x\",\n\"y\")"
    let report = sentRow(message: hostile, error: "@x")
    let record = parseCSV(write(["a", "b"], [[hostile, "-5"]], [report]))[1]
    #expect(record[5] == "'@x")
    #expect(record[9] == "'" + hostile)
    #expect(record[13...] == ["'" + hostile, "-5"])
  }

  @Test func shortRowsHaveEmptyColumns() {
    let records = parseCSV(
      write(["a", "b", "c"], [["x"], []], [row(2, .invalid), row(3, .invalid)]))
    #expect(records[1][13...] == ["x", "", ""])
    #expect(records[2][13...] == ["", "", ""])
  }

  @Test func fieldsBeyondTheHeaderStandInTheError() {
    let records = parseCSV(
      write(
        ["a"], [["x", "y", "z,\""], ["x", "", ""], ["x", "", "q"]],
        [row(2, .invalid, error: "has 3 fields"), row(3, .sent), row(4, .invalid)]))
    #expect(records.allSatisfy { $0.count == 14 })
    #expect(records[1][5] == "has 3 fields (fields beyond the header: \"y\", \"z,\"\")")
    #expect(records[2][5] == "")
    #expect(records[3][5] == "(fields beyond the header: \"\", \"q\")")
  }

  @Test func columnsWithoutANameGoByTheirPlace() {
    let header = Header(fields: ["a", "", "c"])
    var output: [UInt8] = []
    DeliveryCSV(header: header).appendHeader(to: &output)
    #expect(text(output).hasSuffix(",contact.a,contact.\(header.variables[1]),contact.c\n"))
  }

  @Test func theRoomIsEnoughForTheWorst() {
    var report = longestRow()
    report.message = [UInt8](repeating: UInt8(ascii: "\""), count: 5000)
    report.error = [UInt8(ascii: "=")] + report.message
    let fields = ["", "\"", "=\"", ","] + Array(repeating: "=\"\"\"", count: 500)
    #expect(parseCSV(write(fields.map { _ in "h" }, [fields], [report]))[1].count == 13 + 504)
    #expect(parseCSV(write([], [fields], [report]))[1].count == 13)
    #expect(parseCSV(write(fields.map { _ in "h" }, [[]], [report]))[1].count == 13 + 504)
  }
}
