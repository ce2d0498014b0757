/// Reads lists of suppressed numbers: a CSV with a phone column, or a plain list with one number a
/// line, where lines that begin with `#` are comments.
struct SuppressionReader {
  private var entries = Suppressions.Entries()
  private var numbers: PhoneNumberReader

  private init(numbers: PhoneNumberReader) {
    self.numbers = numbers
  }

  /// - Parameter copies: files of an earlier reading; those that came from a pipe are read again
  ///   from their copy.
  static func read(
    _ paths: [String], reader: PhoneNumberReader, copies: [ContactFile] = []
  ) throws(ContactListError) -> Suppressions.Entries {
    var reading = SuppressionReader(numbers: reader)
    for (position, path) in paths.enumerated() {
      let copy =
        copies.indices.contains(position) && copies[position].isCopy ? copies[position] : nil
      try reading.read(path, copy: copy)
    }
    return reading.entries
  }

  private mutating func read(_ path: String, copy: ContactFile?) throws(ContactListError) {
    let opening = ListOpening(path: path, options: .init())
    let file = if let copy { copy } else { try opening.openFile() }
    entries.files.append(file)
    // An empty list suppresses nobody.
    guard let format = try opening.recognise(file, hasComments: true) else { return }
    var rows = try RowReader(file: file, format: format)
    var column: Int?
    while let table = try rows.next() {
      for row in table.rows.indices {
        if let column {
          add(table, row: row, column: column, path: path)
          continue
        }
        let first = table.texts(ofRow: row)
        if isComment(first) { continue }
        let found = try self.column(first, path: path)
        column = found
        if !isHeader(first, column: found) { add(table, row: row, column: found, path: path) }
      }
    }
  }

  /// A first column may be called `#` or `#no`, before others that are named; a sentence is a comment.
  private func isComment(_ first: [String]) -> Bool {
    guard let start = first.first, start.hasPrefix("#") else { return false }
    return start.contains(" ") || !first.dropFirst().contains(where: PhoneColumn.isUsualNameOfList)
  }

  /// Which column has the numbers: the only one that holds a number, whatever stands beside it, or else
  /// by its name.
  private mutating func column(
    _ first: [String], path: String
  ) throws(ContactListError) -> Int {
    let numbers = first.indices.filter { isNumber(first[$0]) }
    if numbers.count == 1 { return numbers[0] }
    guard numbers.isEmpty else {
      throw .suppressionColumn(path: path, headers: first, candidates: [])
    }
    var named = first.indices.filter { PhoneColumn.isUsualName(first[$0]) }
    if named.isEmpty {
      named = first.indices.filter { PhoneColumn.isUsualNameOfList(first[$0]) }
    }
    if named.count == 1 { return named[0] }
    if named.isEmpty, first.count == 1 { return 0 }
    let filled = first.indices.filter { (try? self.numbers.read(first[$0])) != nil }
    if named.isEmpty, filled.count == 1 { return filled[0] }
    throw .suppressionColumn(path: path, headers: first, candidates: named.map { first[$0] })
  }

  /// Whether a cell can be nothing but a number, if perhaps of an unknown region: a header may hold years
  /// and dates, which have eight digits.
  private mutating func isNumber(_ cell: String) -> Bool {
    let scalars = cell.unicodeScalars
    let isWritten = scalars.allSatisfy {
      NumberText.digit($0) != nil || NumberText.pluses.contains($0)
        || NumberText.separators.contains($0) || $0.properties.isWhitespace || $0 == "'"
    }
    guard isWritten else { return false }
    if scalars.contains(where: NumberText.pluses.contains) {
      return (try? numbers.read(cell)) != nil
    }
    return (9...15).contains(scalars.count { NumberText.digit($0) != nil })
  }

  /// A first row without any digit where the number would be names the columns.
  private func isHeader(_ first: [String], column: Int) -> Bool {
    guard first.indices.contains(column) else { return false }
    return PhoneColumn.isUsualNameOfList(first[column])
      || !first[column].unicodeScalars.contains { NumberText.digit($0) != nil }
  }

  private mutating func add(_ table: RowTable, row index: Int, column: Int, path: String) {
    let fields = table.fields(ofRow: index)
    let line = table.rows[index].line
    let range = column < fields.count ? table.fields[fields.lowerBound + column].range : 0..<0
    // A blank line.
    if fields.count == 1,
      trimmed(table.fields[fields.lowerBound].range, in: table.bytes).isEmpty
    {
      return
    }
    let start = table.fields[fields.lowerBound].range
    if !start.isEmpty, table.bytes[start.lowerBound] == UInt8(ascii: "#") { return }
    do throws(NumberProblem) {
      let reading = try numbers.read(table.bytes.span.extracting(range))
      _ = entries.numbers.claim(reading.number.digits, row: 1)
    } catch {
      entries.add(.init(path: path, line: line, problem: error))
      // Somebody who asked for silence gets it, even where a spreadsheet took the + away.
      for number in error.meant { _ = entries.numbers.claim(number.digits, row: 1) }
    }
  }
}
