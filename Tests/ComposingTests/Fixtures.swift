import Foundation
import Liquid

@testable import Audience

/// A batch with one row for each list of fields; rows start at 2, as in a file.
func batch(_ rows: [[String]], numbers: [UInt64] = [], senders: [UInt64] = []) -> ContactBatch {
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
        number: numbers.indices.contains(index) ? PhoneNumber(digits: numbers[index]) : nil,
        sender: senders.indices.contains(index) ? PhoneNumber(digits: senders[index]) : nil))
  }
  return ContactBatch(bytes: bytes, fields: fields, contacts: contacts, keyColumns: [])
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
