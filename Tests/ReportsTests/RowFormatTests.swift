import Composing
import Testing

@testable import Audience
@testable import Reports

@Suite struct RowFormatTests {
  /// Everything as long as it gets: each byte is doubled, or takes six, in its format.
  private static func worst(_ byte: UInt8, fields: Int) -> (ReportRow, ContactBatch) {
    let many = String(repeating: String(UnicodeScalar(byte)), count: 50)
    return (longestRow(message: many, error: many), batch([Array(repeating: many, count: fields)]))
  }

  @Test(arguments: [0x01, 0x22, 0x2C, 0x3D] as [UInt8], [0, 1, 3, 40])
  func aRowNeverOutgrowsItsRoom(_ byte: UInt8, _ fields: Int) {
    let header = Header(fields: ["a", "b", "c"])
    let (row, batch) = Self.worst(byte, fields: fields)
    func length(_ format: some RowFormat, _ row: ReportRow) -> Int {
      var format = format
      var bytes: [UInt8] = []
      func append() -> Int {
        let start = bytes.count
        // Far more room than a row asks for, so that one which asks for too little can be seen.
        bytes.append(addingCapacity: 1 << 20) {
          format.append(row, contact: batch.contacts[0], in: batch, to: &$0)
        }
        return bytes.count - start
      }
      // The first JSON object has no comma before it.
      return max(append(), append())
    }
    func room(_ format: some RowFormat, _ row: ReportRow) -> Int {
      format.longest(row, contact: batch.contacts[0], in: batch)
    }
    var rejected = row
    rejected.status = .rejected
    for row in [row, rejected] {
      let (csv, json) = (DeliveryCSV(header: header), DeliveryJSON(header: header))
      let rejects = RejectsCSV(header: header)
      #expect(length(csv, row) <= room(csv, row))
      #expect(length(json, row) <= room(json, row))
      #expect(length(rejects, row) <= room(rejects, row))
    }
  }

  @Test func aRowMayBeLongerThanAFileGathers() throws {
    try withFolder { folder in
      let path = "\(folder)/a"
      let batch = batch([["x"]])
      let messages = [3, 600_000, 5, 300_000].map { String(repeating: "m", count: $0) }
      var format = DeliveryCSV(header: Header(fields: ["a"]))
      var file = try AtomicFile(path: path)
      for message in messages {
        try file.append(
          sentRow(message: message), contact: batch.contacts[0], in: batch, as: &format)
      }
      try file.commit()
      #expect(parseCSV(Array(try contents(path).utf8)).map { $0[9] } == messages)
    }
  }
}
