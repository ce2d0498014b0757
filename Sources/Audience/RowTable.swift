/// Where a record stands.
struct RowPlace: Sendable, BitwiseCopyable {
  let row: Int
  let line: Int
  let firstField: Int
}

/// Complete records: their bytes, their fields, and where each record begins.
struct RowTable: Sendable {
  var bytes: [UInt8] = []
  var fields: [Field] = []
  var rows: [RowPlace] = []
}

extension RowTable {
  /// The fields of a record, as positions in `fields`.
  func fields(ofRow index: Int) -> Range<Int> {
    let end = index + 1 < rows.count ? rows[index + 1].firstField : fields.count
    return rows[index].firstField..<end
  }

  var fieldCounts: [Int] { rows.indices.map { fields(ofRow: $0).count } }

  /// The text of a record; nothing if there is no such record.
  func texts(ofRow index: Int) -> [String] {
    guard rows.indices.contains(index) else { return [] }
    return fields(ofRow: index).map { String(decoding: bytes[fields[$0].range], as: UTF8.self) }
  }
}
