extension SuppressionReader {
  /// One row of a list.
  struct Record {
    private(set) var fields: [ArraySlice<UInt8>]
    let line: Int

    init(_ table: RowTable, _ index: Int) {
      fields = table.fields(ofRow: index).map { table.bytes[table.fields[$0].range] }
      line = table.rows[index].line
    }

    /// The same, which does not keep the rows around it.
    var kept: Record {
      var record = self
      record.fields = fields.map { Array($0)[...] }
      return record
    }

    func text(_ column: Int) -> String { String(decoding: field(column), as: UTF8.self) }

    var texts: [String] { fields.map { String(decoding: $0, as: UTF8.self) } }

    func field(_ column: Int) -> ArraySlice<UInt8> {
      fields.indices.contains(column) ? fields[column] : []
    }

    /// A comment, or an order or a person that is called so.
    var isMarked: Bool { fields.first?.first == UInt8(ascii: "#") }
    /// `# asked to stop`, and not `#1001`.
    var isSentence: Bool { isMarked && fields[0].contains(UInt8(ascii: " ")) }
    /// Spreadsheets write `,,,` for an empty row.
    var isBlank: Bool { fields.allSatisfy { WhiteSpace.isBlank($0.span) } }

    func isBlank(_ column: Int) -> Bool { WhiteSpace.isBlank(field(column).span) }
  }

  /// The comments before the first row that is none, of those that hold something like a number: they are
  /// looked at again once the columns are known.
  struct Comments {
    private(set) var records: [Record] = []
    private var length = 0

    private static let most = 10_000
    /// When so many bytes are kept, there is no room for more.
    private static let longest = 4 << 20

    var isFull: Bool { records.count == Self.most || length > Self.longest }

    mutating func keep(_ record: Record) {
      records.append(record.kept)
      length += record.fields.reduce(0) { $0 + $1.count }
    }
  }
}
