import Composing
import Foundation
import Scratch

@testable import Audience
@testable import Reports

/// A batch with one row for each list of fields; rows start at 2, as in a file.
func batch(_ rows: [[String]]) -> ContactBatch {
  var bytes: [UInt8] = []
  var fields: [Field] = []
  var contacts: [Contact] = []
  for (index, row) in rows.enumerated() {
    let first = fields.count
    for text in row {
      let start = UInt32(bytes.count)
      bytes.append(contentsOf: text.utf8)
      fields.append(Field(start: start, end: UInt32(bytes.count)))
    }
    contacts.append(
      Contact(
        row: index + 2, line: index + 2, fields: first..<fields.count, standing: .recipient,
        number: nil))
  }
  return ContactBatch(bytes: bytes, fields: fields, contacts: contacts, keyColumns: [])
}

extension RowFormat {
  /// Appends a row in the room that it asks for.
  mutating func append(
    _ row: ReportRow, contact: Contact, in batch: ContactBatch, to bytes: inout [UInt8]
  ) {
    bytes.append(addingCapacity: longest(row, contact: contact, in: batch)) {
      append(row, contact: contact, in: batch, to: &$0)
    }
  }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// A row with every fact there is.
func sentRow(_ row: Int = 2, message: String = "Hi Ada", error: String = "") -> ReportRow {
  var report = ReportRow(row: row, status: .sent)
  report.to = PhoneNumber(digits: 12_025_550_123)
  report.from = PhoneNumber(digits: 447_700_900_123)
  report.httpStatus = 201
  report.error = Array(error.utf8)
  report.attempts = 1
  report.segments = 1
  report.encoding = .gsm7
  report.message = Array(message.utf8)
  report.sentAt = 1_772_357_400_123_456
  report.latency = 12_499
  report.run = 3
  return report
}

/// A row whose facts are as long as they get.
func longestRow(message: String = "", error: String = "") -> ReportRow {
  var report = sentRow(.max, message: message, error: error)
  report.status = .suppressed
  report.to = PhoneNumber(digits: .max)
  report.from = report.to
  (report.httpStatus, report.attempts, report.segments, report.run) = (.min, .min, .min, .min)
  (report.sentAt, report.latency) = (.min, .max)
  return report
}

func row(_ row: Int, _ status: Status, error: String = "") -> ReportRow {
  var report = ReportRow(row: row, status: status)
  report.error = Array(error.utf8)
  return report
}

/// Reads RFC 4180, knowing nothing of the writer.
func parseCSV(_ bytes: [UInt8]) -> [[String]] {
  var records: [[String]] = []
  var record: [String] = []
  var field: [UInt8] = []
  var index = 0
  var quoted = false
  func end() {
    record.append(text(field))
    field = []
  }
  while index < bytes.count {
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\"") where quoted && index < bytes.count && bytes[index] == byte:
      field.append(byte)
      index += 1
    case UInt8(ascii: "\""): quoted.toggle()
    case UInt8(ascii: ",") where !quoted: end()
    case UInt8(ascii: "\n") where !quoted:
      end()
      records.append(record)
      record = []
    default: field.append(byte)
    }
  }
  return records
}

/// Runs a test in a folder of its own, which is gone afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  try Scratch.with { try body($0.folder) }
}

/// All names in a folder, hidden ones too.
func names(in folder: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

func contents(_ path: String) throws -> String {
  try String(contentsOfFile: path, encoding: .utf8)
}

func permissions(_ path: String) throws -> Int? {
  try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
}
