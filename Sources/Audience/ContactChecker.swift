/// Makes contacts of records: all that can be said of one without knowing the others.
struct ContactChecker: Sendable {
  private let path: String
  private let header: Header
  private let toColumn: Int
  private let fromColumn: Int?
  private let timezoneColumn: Int?
  private let keyColumns: [KeyColumn]
  private var reader: PhoneNumberReader
  private var zoneReader = ZoneReader()
  /// What is wrong with the contacts that are being checked.
  private var problems: [ContactProblem] = []
  private var zones: [Zone] = []

  init(
    path: String, header: Header, columns: Header.Columns, reader: PhoneNumberReader
  ) {
    self.path = path
    self.header = header
    toColumn = columns.to
    fromColumn = columns.from
    timezoneColumn = columns.timezone
    keyColumns = columns.key.map { $0 == columns.to ? .number : .text(column: $0) }
    self.reader = reader
  }

  /// The contacts of a table, each `recipient` or `invalid` so far.
  /// - Parameter first: the first record that is a contact; those before are the header.
  mutating func check(
    _ table: RowTable, from first: Int
  ) throws(ContactListError) -> ContactBatch {
    var contacts: [Contact] = []
    contacts.reserveCapacity(table.rows.count - first)
    for index in first..<table.rows.count {
      contacts.append(try check(table, row: index))
    }
    defer {
      problems = []
      zones = []
    }
    return ContactBatch(
      bytes: table.bytes, fields: table.fields, contacts: contacts, problems: problems,
      zones: zones, keyColumns: keyColumns)
  }

  private mutating func check(
    _ table: RowTable, row index: Int
  ) throws(ContactListError) -> Contact {
    let place = table.rows[index]
    let fields = table.fields(ofRow: index)
    if !header.unnamed.isEmpty { try checkUnnamed(table, fields, place) }
    var number: PhoneNumber?
    do throws(ContactProblem) {
      if fields.count != header.names.count { try checkWidth(table, fields) }
      let reading = try self.number(table, fields)
      number = reading.number
      let sender = try sender(table, fields)
      let zone = try zone(table, fields)
      if !keyColumns.isEmpty { try checkKey(table, fields) }
      return Contact(
        row: place.row, line: place.line, fields: fields, standing: .recipient,
        number: number, sender: sender?.number, zone: zone,
        outsideKnownRanges: reading.isOutsideKnownRanges)
    } catch {
      problems.append(fields.allSatisfy { isBlank(table, $0) } ? .emptyRow : error)
      return Contact(
        row: place.row, line: place.line, fields: fields,
        standing: .invalid(problem: UInt32(problems.count - 1)),
        number: number)
    }
  }

  private mutating func number(
    _ table: RowTable, _ fields: Range<Int>
  ) throws(ContactProblem) -> PhoneNumberReader.Reading {
    let range = table.fields[fields.lowerBound + toColumn].range
    do throws(NumberProblem) {
      return try reader.read(table.bytes.span.extracting(range))
    } catch {
      throw .number(error)
    }
  }

  private mutating func sender(
    _ table: RowTable, _ fields: Range<Int>
  ) throws(ContactProblem) -> PhoneNumberReader.Reading? {
    guard let fromColumn else { return nil }
    let range = table.fields[fields.lowerBound + fromColumn].range
    do throws(NumberProblem) {
      return try reader.read(table.bytes.span.extracting(range))
    } catch {
      throw .sender(error, column: header.names[fromColumn])
    }
  }

  /// Where it stands in `zones`; nil for none: `--timezone` counts then.
  private mutating func zone(
    _ table: RowTable, _ fields: Range<Int>
  ) throws(ContactProblem) -> UInt32? {
    guard let timezoneColumn else { return nil }
    let range = WhiteSpace.trim(
      table.bytes.span, table.fields[fields.lowerBound + timezoneColumn].range)
    guard !range.isEmpty else { return nil }
    // No zone has a longer name.
    let name = String(decoding: table.bytes[range].prefix(100), as: UTF8.self)
    guard range.count <= 100, let zone = zoneReader.read(name) else {
      throw .timezone(name, column: header.names[timezoneColumn])
    }
    // Mostly that of the row before.
    if zones.last != zone { zones.append(zone) }
    return UInt32(zones.count - 1)
  }

  /// Empty fields after the last column do no harm: spreadsheets write them.
  private func checkWidth(_ table: RowTable, _ fields: Range<Int>) throws(ContactProblem) {
    let expected = header.names.count
    guard fields.count > expected else {
      throw .fieldCount(found: fields.count, expected: expected)
    }
    let extra = fields.dropFirst(expected)
    guard let filled = extra.first(where: { !isBlank(table, $0) }) else { return }
    if fields.count <= header.width {
      throw .valueWithoutHeader(column: filled - fields.lowerBound + 1)
    }
    throw .fieldCount(found: fields.count, expected: expected)
  }

  private func checkUnnamed(
    _ table: RowTable, _ fields: Range<Int>, _ place: RowPlace
  ) throws(ContactListError) {
    for column in header.unnamed where column < fields.count {
      if !isBlank(table, fields.lowerBound + column) {
        throw .unnamedColumn(
          path: path, column: column + 1, place: .init(row: place.row, line: place.line))
      }
    }
  }

  private func checkKey(_ table: RowTable, _ fields: Range<Int>) throws(ContactProblem) {
    for case .text(let column) in keyColumns where isBlank(table, fields.lowerBound + column) {
      throw .emptyKey(column: header.names[column])
    }
  }

  private func isBlank(_ table: RowTable, _ field: Int) -> Bool {
    WhiteSpace.trim(table.bytes.span, table.fields[field].range).isEmpty
  }
}

extension ContactProblem: Error {}
