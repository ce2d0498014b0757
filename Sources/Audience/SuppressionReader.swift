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
    var columns: [Int]?
    var comments: [(fields: [String], line: Int)] = []
    while let table = try rows.next() {
      for row in table.rows.indices {
        if let columns {
          add(table, row: row, columns: columns, path: path)
          continue
        }
        let first = table.texts(ofRow: row)
        let line = table.rows[row].line
        if isComment(first) {
          if holdsNumber(first) { comments.append((first, line)) }
          if comments.count >= Self.mostComments { columns = settle(&comments, path) }
          continue
        }
        let found = try self.columns(first, path: path)
        columns = found
        settle(&comments, found, path)
        if !isHeader(first, column: found[0]) { add(first, line: line, found, path) }
      }
    }
    if columns == nil { settle(&comments, path) }
  }

  /// With numbers in them, before the first row that is none, that are looked at again once the columns are
  /// known.
  private static let mostComments = 10_000

  private mutating func holdsNumber(_ comment: [String]) -> Bool {
    comment.dropFirst().contains { isNumber($0) }
  }

  private mutating func settle(
    _ comments: inout [(fields: [String], line: Int)], _ columns: [Int], _ path: String
  ) {
    for comment in comments { add(comment.fields, line: comment.line, columns, path) }
    comments = []
  }

  /// Where nothing but such rows is, the first of them tells where their numbers stand.
  @discardableResult
  private mutating func settle(
    _ comments: inout [(fields: [String], line: Int)], _ path: String
  ) -> [Int]? {
    guard let first = comments.first?.fields,
      let column = first.indices.dropFirst().first(where: { isNumber(first[$0]) })
    else { return nil }
    settle(&comments, [column], path)
    return [column]
  }

  /// A first column may be called `#` or `#no`, before others that are named, and an order may be called
  /// `#1001`; a sentence is a comment.
  private mutating func isComment(_ first: [String]) -> Bool {
    guard let start = first.first, start.hasPrefix("#") else { return false }
    if start.contains(" ") { return true }
    return !first.dropFirst().contains { PhoneColumn.isUsualNameOfList($0) || isNumber($0) }
  }

  /// Which columns have the numbers: the only one that holds a number, whatever stands beside it, or else
  /// by its name; the first one, and those that go on from it, as `Phone 2` does.
  private mutating func columns(
    _ first: [String], path: String
  ) throws(ContactListError) -> [Int] {
    let numbers = first.indices.filter { isNumber(first[$0]) }
    if numbers.count == 1 { return numbers }
    guard numbers.isEmpty else {
      throw .suppressionColumn(path: path, headers: first, candidates: [])
    }
    var named = first.indices.filter { PhoneColumn.isUsualName(first[$0]) }
    if named.isEmpty {
      named = first.indices.filter { PhoneColumn.isUsualNameOfList(first[$0]) }
    }
    let positions = first.indices.map { PhoneColumn.position(first[$0]) }
    let further = first.indices.filter { !named.contains($0) && positions[$0] != nil }
    if named.count == 1 { return named + further }
    if named.isEmpty, let start = further.first, positions[start] == 1 { return further }
    if named.isEmpty, first.count == 1 { return [0] }
    let filled = first.indices.filter { (try? self.numbers.read(first[$0])) != nil }
    if named.isEmpty, filled.count == 1 { return filled }
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
      || PhoneColumn.position(first[column]) != nil
      || !first[column].unicodeScalars.contains { NumberText.digit($0) != nil }
  }

  private mutating func add(_ table: RowTable, row index: Int, columns: [Int], path: String) {
    let fields = table.fields(ofRow: index)
    let line = table.rows[index].line
    let start = table.fields[fields.lowerBound].range
    if !start.isEmpty, table.bytes[start.lowerBound] == UInt8(ascii: "#") {
      return add(table.texts(ofRow: index), line: line, columns, path)
    }
    // A blank line.
    if fields.count == 1, trimmed(start, in: table.bytes).isEmpty { return }
    let ranges = columns.map { column in
      column < fields.count ? table.fields[fields.lowerBound + column].range : 0..<0
    }
    // Further columns often say that there is no more.
    let further = ranges.dropFirst().filter { Self.mayBeNumber(Array(table.bytes[$0])) }
    let isAlone = further.isEmpty || !trimmed(ranges[0], in: table.bytes).isEmpty
    for range in (isAlone ? [ranges[0]] : []) + further {
      add(table.bytes.span.extracting(range), line: line, path: path)
    }
  }

  /// A row that may be a comment: it is none when a number stands where numbers do, unless that is what
  /// begins with `#`.
  private mutating func add(_ fields: [String], line: Int, _ columns: [Int], _ path: String) {
    let isDoubtful = fields.first?.hasPrefix("#") == true
    let cells = columns.map { fields.indices.contains($0) ? fields[$0] : "" }
    for (position, cell) in cells.enumerated() {
      let counts =
        isDoubtful
        ? columns[position] > 0 && isNumber(cell)
        : position == 0 || Self.mayBeNumber(Array(cell.utf8))
      if counts { add(Array(cell.utf8).span, line: line, path: path) }
    }
  }

  /// Whether there are as many digits as the shortest numbers have.
  private static func mayBeNumber(_ cell: [UInt8]) -> Bool {
    String(decoding: cell, as: UTF8.self).unicodeScalars
      .count { NumberText.digit($0) != nil } >= 7
  }

  private mutating func add(_ cell: Span<UInt8>, line: Int, path: String) {
    do throws(NumberProblem) {
      entries.suppress(try numbers.read(cell).number)
    } catch {
      entries.add(.init(path: path, line: line, problem: error))
      // Somebody who asked for silence gets it, even where a spreadsheet took the + away, or where
      // another number or a name stands beside it.
      for number in error.meant.isEmpty ? parts(of: cell) : error.meant { entries.suppress(number) }
    }
  }

  /// What may be meant by the parts of a cell that is no number as a whole.
  private mutating func parts(of cell: Span<UInt8>) -> [PhoneNumber] {
    var parts: [String] = []
    var isOpen = false
    let bytes = (0..<min(cell.count, Self.longestCell)).map { cell[$0] }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let isPlus = NumberText.pluses.contains(scalar)
      let isPart =
        isPlus || NumberText.digit(scalar) != nil || scalar.properties.isWhitespace
        || scalar != "/" && NumberText.separators.contains(scalar)
      if isPart, !isOpen || isPlus { parts.append("") }
      if isPart { parts[parts.count - 1].unicodeScalars.append(scalar) }
      isOpen = isPart
    }
    return parts.flatMap { part -> [PhoneNumber] in
      guard Self.mayBeNumber(Array(part.utf8)) else { return [] }
      do throws(NumberProblem) { return [try numbers.read(part).number] } catch {
        return error.meant
      }
    }
  }

  /// In bytes, that are searched for numbers.
  private static let longestCell = 1_000
}
