/// Reads lists of suppressed numbers: a CSV with a phone column, or a plain list with one number a
/// line, where lines that begin with `#` are comments.
struct SuppressionReader {
  private var entries: Suppressions.Entries
  var numbers: PhoneNumberReader

  private init(numbers: PhoneNumberReader) {
    self.numbers = numbers
    entries = Suppressions.Entries(numbers)
  }

  /// - Parameter before: of an earlier reading: its numbers stay, whether the files have them or not, and what came
  ///   from a pipe is read again from its copy.
  static func read(
    _ paths: [String], reader: PhoneNumberReader, after before: Suppressions.Entries? = nil
  ) throws(ContactListError) -> Suppressions.Entries {
    var reading = SuppressionReader(numbers: reader)
    if let before {
      (reading.entries.numbers, reading.entries.nationals) = (before.numbers, before.nationals)
    }
    let copies = before?.files ?? []
    for (position, path) in paths.enumerated() {
      let copy =
        copies.indices.contains(position) && copies[position].isCopy ? copies[position] : nil
      let before = reading.entries.count
      reading.entries.list = Suppressions.Entries.bit(of: position)
      try reading.read(path, copy: copy)
      if reading.entries.count == before { reading.entries.emptyPaths.append(path) }
    }
    return reading.entries
  }

  /// Besides the columns of numbers, numbers are found behind the last column: `+1…, +1…` in a list of one
  /// number a line, or below a title.
  private mutating func read(_ path: String, copy: ContactFile?) throws(ContactListError) {
    let opening = ListOpening(path: path, options: .init())
    let file = if let copy { copy } else { try opening.openFile(hasComments: true) }
    entries.files.append(file)
    // An empty list suppresses nobody.
    guard let format = try opening.recognise(file, hasComments: true) else { return }
    var rows = try RowReader(file: file, format: format, hasComments: true)
    var columns: SuppressionColumns?
    var comments = Comments()
    while let table = try rows.next() {
      for index in table.rows.indices {
        let record = Record(table, index)
        if record.isBlank { continue }
        if let columns {
          addAll(of: record, columns, path)
        } else if isComment(record) {
          if record.fields.dropFirst().contains(where: { looksLikeNumber($0) }) {
            comments.keep(record)
          }
          if comments.isFull { columns = settle(&comments, path) }
        } else {
          columns = try begin(with: record, &comments, path)
        }
      }
    }
    if columns == nil { settle(&comments, path) }
  }

  /// Takes the first row that is no comment: a header, or a number.
  private mutating func begin(
    with first: Record, _ comments: inout Comments, _ path: String
  ) throws(ContactListError) -> SuppressionColumns {
    let texts = first.texts
    let columns = SuppressionColumns(
      numbers: try self.columns(texts, path: path), names: texts, region: numbers.region)
    if columns.width == 1 { entries.narrow |= entries.list }
    settle(&comments, path, columns)
    if !isHeader(texts, column: columns.numbers[0]) { add(first, columns, path) }
    return columns
  }

  private mutating func addAll(of record: Record, _ columns: SuppressionColumns, _ path: String) {
    add(record, columns, path)
    for column in record.fields.indices.dropFirst(columns.width) {
      addIfNumber(record, column, columns)
    }
  }

  /// - Parameter columns: nil where nothing but comments is: the first of them tells where numbers stand.
  @discardableResult
  private mutating func settle(
    _ comments: inout Comments, _ path: String, _ columns: SuppressionColumns? = nil
  ) -> SuppressionColumns? {
    guard let first = comments.records.first else { return nil }
    let column = first.fields.indices.dropFirst().first { looksLikeNumber(first.fields[$0]) }
    guard let columns = columns ?? column.map({ SuppressionColumns(numbers: [$0]) })
    else { return nil }
    for comment in comments.records { add(comment, columns, path) }
    comments = Comments()
    return columns
  }

  private mutating func add(_ record: Record, _ columns: SuppressionColumns, _ path: String) {
    let senders = columns.senders.filter { holdsEntry(record, $0, isWhole: true) }
    if !senders.isEmpty { entries.logs |= entries.list }
    var hasOther = false
    for column in columns.others {
      if suppressOther(record, column, columns) { hasOther = true }
    }
    var filled = columns.numbers.filter { holdsEntry(record, $0) } + senders
    // What is wrong with the first is told, but it may be missing where there is another.
    let first = columns.numbers[0]
    if !record.isMarked, !holdsEntry(record, first),
      filled.isEmpty && !hasOther || senders.isEmpty && !record.isBlank(first)
    {
      filled.append(first)
    }
    for column in filled {
      guard let problem = suppress(record, column, columns) else { continue }
      entries.add(.init(path: path, line: record.line, problem: problem))
    }
  }

  /// One more phone of somebody is not told of when it is no number. Returns whether it is nothing but one that
  /// may be in use.
  private mutating func suppressOther(
    _ record: Record, _ column: Int, _ columns: SuppressionColumns
  ) -> Bool {
    guard holdsOther(record, column) else { return false }
    let text = record.text(column)
    let reading = try? numbers.read(text)
    if reading == nil, let labelled = labelled(text) {
      for reading in labelled { entries.suppress(reading.number) }
      return !labelled.contains(where: \.isOutsideKnownRanges)
    }
    _ = suppress(record, column, columns, isTold: false)
    return reading?.isOutsideKnownRanges == false
  }

  /// Whether a column has what may be a number. A row that begins with `#` is a comment without one; a
  /// sentence needs more than digits, and a number that is itself behind the `#` does not count.
  /// - Parameter isWhole: Whether anything may stand in the column, such as dates and names of senders.
  private mutating func holdsEntry(
    _ record: Record, _ column: Int, isWhole: Bool = false
  ) -> Bool {
    let cell = record.field(column)
    if record.isMarked, column == 0 { return false }
    if record.isSentence { return looksLikeNumber(cell) }
    if isWhole { return looksLikeNumber(cell) || PhoneNumberReader.mayHoldNumber(cell) }
    return NumberText.hasDigitsOfNumber(String(decoding: cell, as: UTF8.self))
  }

  /// Whether one more phone of somebody stands in a column, where there may be notes as well.
  private mutating func holdsOther(_ record: Record, _ column: Int) -> Bool {
    if record.isMarked, column == 0 { return false }
    let text = record.text(column)
    return isNumber(text) || isPlainNumber(text)
      || PhoneNumberReader.mayHoldNumber(record.field(column)) || labelled(text) != nil
  }

  /// The numbers of a cell each line of which is one and, perhaps, words for which of somebody's it is; nil for
  /// all other cells.
  private mutating func labelled(_ text: String) -> [PhoneNumberReader.Reading]? {
    var readings: [PhoneNumberReader.Reading] = []
    for line in text.split(whereSeparator: \.isNewline) {
      guard let number = FurtherPhone.withoutLabels(line), isNumber(number),
        let reading = try? numbers.read(number)
      else { return nil }
      readings.append(reading)
    }
    return readings.isEmpty ? nil : readings
  }

  /// What stands where anything may stand, and is not told of when it is no number.
  private mutating func addIfNumber(
    _ record: Record, _ column: Int, _ columns: SuppressionColumns
  ) {
    let text = record.text(column)
    if isNumber(text) {
      _ = suppress(record, column, columns, isTold: false)
    } else if let labelled = labelled(text) {
      for reading in labelled { entries.suppress(reading.number) }
    }
  }

  /// `12025550123` of `12025550123.0`, which a spreadsheet took for a decimal number.
  private func whole(_ cell: ArraySlice<UInt8>, _ problem: NumberProblem) -> ArraySlice<UInt8> {
    guard case .decimal = problem,
      let point = cell.lastIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") })
    else { return cell }
    return cell[..<point]
  }

  /// All that a cell may mean. Returns what is wrong with it.
  /// - Parameter isTold: whether it is told of a number that nobody is known to have.
  private mutating func suppress(
    _ record: Record, _ column: Int, _ columns: SuppressionColumns, isTold: Bool = true
  ) -> NumberProblem? {
    let cell = record.field(column)
    do throws(NumberProblem) {
      let reading = try numbers.read(cell.span)
      let isUnknown = try suppress(reading, cell, record, columns.parts)
      if isTold, isUnknown { entries.noteUnknown(line: record.line) }
      return nil
    } catch {
      suppress(meantBy: error, cell, record, columns.parts)
      return error
    }
  }

  /// A number, and what else it may be. Returns whether it may be one that nobody has.
  private mutating func suppress(
    _ reading: PhoneNumberReader.Reading, _ cell: ArraySlice<UInt8>, _ record: Record,
    _ parts: [NumberPart]
  ) throws(NumberProblem) -> Bool {
    let number = reading.number
    entries.suppress(number)
    // It may have lost its +, and nobody is asked which of the two wants nothing.
    let withPlus = numbers.readingWithPlus(cell.span)
    if let withPlus { entries.suppress(withPlus) }
    if let part = parts.first(where: { $0.hasOtherCode(than: number, in: record.text($0.column)) })
    {
      throw .otherCode(text: try NumberText(cell.span).shown, column: part.name)
    }
    let abroad = parts.filter { $0.codeAbroad(in: record.text($0.column)) != nil }
    for number in withCodes(cell, record, abroad) { entries.suppress(number) }
    guard reading.isOutsideKnownRanges, withPlus == nil, abroad.isEmpty else { return false }
    return try !NumberText(cell.span).hasPlus
  }

  /// Somebody who asked for silence gets it, even where a spreadsheet took the + away, or where another number
  /// or a name stands beside it.
  private mutating func suppress(
    meantBy problem: NumberProblem, _ cell: ArraySlice<UInt8>, _ record: Record,
    _ parts: [NumberPart]
  ) {
    let cell = whole(cell, problem)
    let withCodes = withCodes(cell, record, parts)
    var meant = problem.meant + withCodes
    let isLackingCountry = numbers.region == nil && withCodes.isEmpty
    if case .noCountryCode = problem, !cell.contains(UInt8(ascii: "\n")) {
      if isLackingCountry { suppressNational(cell) }
    } else {
      if problem.hasParts { meant += numbers.numbers(within: cell) }
      if isLackingCountry { suppressNationals(within: cell) }
    }
    for number in meant { entries.suppress(number) }
  }

  private mutating func suppressNational(_ number: ArraySlice<UInt8>) {
    guard let text = try? NumberText(number.span) else { return }
    entries.nationals.insert(text.digits)
  }

  /// Numbers that name no country, beside names and other numbers.
  private mutating func suppressNationals(within cell: ArraySlice<UInt8>) {
    let text = String(decoding: cell.prefix(PhoneNumberReader.longestCell), as: UTF8.self)
    for part in PhoneNumberReader.parts(text) {
      do throws(NumberProblem) { _ = try numbers.read(part) } catch {
        if case .noCountryCode = error { suppressNational(Array(part.utf8)[...]) }
      }
    }
  }

  /// What a cell may mean behind the codes that stand in columns beside it.
  private mutating func withCodes(
    _ cell: ArraySlice<UInt8>, _ record: Record, _ parts: [NumberPart]
  ) -> [PhoneNumber] {
    guard !parts.isEmpty, let text = try? NumberText(cell.span), !text.hasPlus else { return [] }
    let digits = String(decoding: text.digits, as: UTF8.self)
    return NumberPart.prefixes(parts, text: record.text).flatMap { prefix -> [PhoneNumber] in
      do throws(NumberProblem) { return [try numbers.read(prefix + digits).number] } catch {
        return error.meant
      }
    }
  }
}
