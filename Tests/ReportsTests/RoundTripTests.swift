import CLibCSV
import Foundation
import Scratch
import Testing

@testable import Audience
@testable import Reports

/// What is written is read again by the reader of contacts, and agrees with libcsv's own writer.
@Suite struct RoundTripTests {
  private let header = ["name", "phone", "note"]

  private func read(_ path: String, to column: String = "phone") throws -> [(row: Int, [String])] {
    let list = try ContactList(path: path, options: AudienceOptions(toColumn: column))
    let pass = list.pass()
    var rows: [(Int, [String])] = []
    while let batch = try pass.next() {
      rows += batch.contacts.map { contact in
        (contact.row, contact.fields.map { text(Array(batch.bytes[batch.fields[$0].range])) })
      }
    }
    return rows
  }

  private func randomField(_ random: inout SeededGenerator) -> String {
    let letters = Array("ab \",;\n\r\t'=é😀-+")
    return String(
      (0..<Int.random(in: 0...20, using: &random)).map { _ in
        letters.randomElement(using: &random) ?? "x"
      })
  }

  @Test func rejectsAreReadBackExactly() throws {
    try withFolder { folder in
      var random = SeededGenerator()
      let rows = (0..<200).map { ["x\($0)", randomField(&random), randomField(&random)] }
      let batch = batch(rows)
      let summary = Summary(version: "1", campaign: "c", contacts: "a.csv")
      var reports = try ReportFolder.start(
        reports: folder, header: Header(fields: header), summary: summary)
      for contact in batch.contacts {
        let report = row(contact.row, .invalid, error: "too short, \"really\"")
        try reports.append(report, contact: contact, in: batch)
      }
      try reports.commit(summary)
      let again = try read("\(folder)/c/rejects.csv")
      #expect(again.map(\.1) == rows.map { $0 + ["too short, \"really\""] }, "\(random)")
    }
  }

  /// A row that nobody corrected must not pass because its last values were cut off.
  @Test func aRowWithTooManyFieldsIsRefusedAgain() throws {
    try withFolder { folder in
      let path = "\(folder)/again.csv"
      var rejects = RejectsCSV(header: Header(fields: header))
      let batch = batch([["Ada", "+12025550123", "hello", " dear"]])
      var bytes: [UInt8] = []
      rejects.appendHeader(to: &bytes)
      rejects.append(
        row(2, .invalid, error: "e"), contact: batch.contacts[0], in: batch, to: &bytes)
      try Data(bytes).write(to: URL(filePath: path))
      let read = try #require(try ContactList(path: path).pass().next())
      #expect(read.contacts.map(\.standing) == [.invalid(problem: 0)])
      #expect(read.problems == [.fieldCount(found: 5, expected: 4)])
    }
  }

  @Test func theDeliveryReportIsReadBackWithOneRecordARow() throws {
    try withFolder { folder in
      let path = "\(folder)/delivery.csv"
      var random = SeededGenerator()
      let rows = (0..<200).map { _ in
        [randomField(&random), "+12025550123", randomField(&random)]
      }
      let batch = batch(rows)
      var csv = DeliveryCSV(header: Header(fields: header))
      var bytes: [UInt8] = []
      csv.appendHeader(to: &bytes)
      for contact in batch.contacts {
        let report = sentRow(contact.row, message: "M" + rows[contact.row - 2][0])
        csv.append(report, contact: contact, in: batch, to: &bytes)
      }
      try Data(bytes).write(to: URL(filePath: path))
      let again = try read(path, to: "to_number").map(\.1)
      #expect(again.map { $0[9] } == rows.map { "M" + $0[0] }, "\(random)")
      #expect(again.map { $0[14] } == rows.map { $0[1] }, "\(random)")
    }
  }

  @Test func quotedFieldsAreThoseOfLibcsv() {
    var random = SeededGenerator()
    for _ in 0..<2000 {
      let field = Array((randomField(&random) + ",").utf8)
      var ours: [UInt8] = []
      ours.append(addingCapacity: CSVText.longest(field.count)) {
        CSVText.append(field.span, 0..<field.count, to: &$0)
      }
      var theirs = [UInt8](repeating: 0, count: 2 * field.count + 2)
      let count = csv_write(&theirs, theirs.count, field, field.count)
      #expect(text(ours) == text(Array(theirs.prefix(count))), "\(random)")
    }
  }
}
