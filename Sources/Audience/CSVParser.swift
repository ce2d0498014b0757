import CLibCSV
import Glibc

/// libcsv in strict mode, as records and their places. Its callbacks run for every field: they get
/// a raw pointer to plain memory, so that nothing is counted, boxed or copied twice on the way, and
/// they cannot stop it: what they find wrong is parked, and thrown after the chunk.
///
/// Unsafe pointers of the reader live in this file. Not for use by two threads at once.
struct CSVParser: ~Copyable {
  private let parser: UnsafeMutablePointer<csv_parser>
  private let sink: UnsafeMutablePointer<Sink>
  /// Text after the last line break of what was parsed so far.
  private var columnsBefore = 0

  /// Longest field, in bytes.
  static let mostFieldBytes = 1 << 20
  static let mostColumns = 4096
  /// Longest record, in bytes of its fields.
  static let mostRowBytes = 16 << 20

  /// - Parameter line: of the first byte, when lines before it were read otherwise.
  init(delimiter: UInt8, line: Int = 1) throws(CSVFault) {
    parser = .allocate(capacity: 1)
    sink = .allocate(capacity: 1)
    sink.initialize(to: Sink(line: line))
    // Reports every line break, so that blank lines are counted.
    let options = CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL
    guard csv_init(parser, UInt8(options)) == 0 else { throw .outOfMemory }
    csv_set_delim(parser, delimiter)
    // RFC 4180: spaces are part of a field. libcsv's own function would take them away.
    csv_set_space_func(parser) { _ in 0 }
    // One block for the longest field that is allowed and its closing quote. Memory that no field
    // touches costs nothing; a longer field asks for a second block and gets none.
    csv_set_blk_size(parser, Self.mostFieldBytes + 2)
    csv_set_realloc_func(parser) { old, size in
      size > CSVParser.mostFieldBytes + 2 ? nil : realloc(old, size)
    }
  }

  deinit {
    csv_free(parser)
    sink.pointee.free()
    sink.deinitialize(count: 1)
    sink.deallocate()
    parser.deallocate()
  }

  /// Complete records that were not taken yet.
  var rowCount: Int { sink.pointee.rows.count }

  /// The last row that was begun; the header is row 1.
  var row: Int { sink.pointee.row }
  var line: Int { sink.pointee.line }
  /// The line that the text has come to, within a field that is not complete.
  var lineOfEnd: Int { sink.pointee.line + lineBreaksInEntry() }

  /// Parses a part of `text`.
  mutating func parse(_ text: [UInt8], _ range: Range<Int>) throws(CSVFault) {
    let result = text.withUnsafeBytes { bytes in
      Result { () throws(CSVFault) in try parse(.init(rebasing: bytes[range])) }
    }
    try result.get()
  }

  private mutating func parse(_ bytes: UnsafeRawBufferPointer) throws(CSVFault) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
    sink.pointee.mayHoldLineBreaks =
      parser.pointee.quoted != 0 || memchr(start, 0x22, bytes.count) != nil
    let parsed = csv_parse(parser, start, bytes.count, Sink.onField, Sink.onRow, sink)
    if let fault = sink.pointee.fault { throw fault }
    if parsed < bytes.count { throw fault(in: bytes, at: parsed) }
    noteColumns(bytes)
  }

  /// Says that there is no more, which completes a last record without line break.
  mutating func finish() throws(CSVFault) {
    // Not only a status: it also hands over the last field.
    let status = csv_fini(parser, Sink.onField, Sink.onRow, sink)
    if let fault = sink.pointee.fault { throw fault }
    guard status == 0 else {
      throw csv_error(parser) == CSV_EPARSE ? .unterminatedQuote(place(column: nil)) : .outOfMemory
    }
  }

  /// Hands over the complete records and keeps the bytes of one that is still being read.
  mutating func take() -> RowTable { sink.pointee.take() }

  /// What libcsv stopped at.
  private func fault(in bytes: UnsafeRawBufferPointer, at position: Int) -> CSVFault {
    guard csv_error(parser) == CSV_EPARSE else {
      let isTooLarge = parser.pointee.entry_pos >= Self.mostFieldBytes
      return isTooLarge
        ? .fieldTooLarge(place(column: nil), quoted: parser.pointee.quoted != 0) : .outOfMemory
    }
    // In an unquoted field it stops at the quote; after a closing quote, at what follows it.
    let isQuoted = parser.pointee.quoted != 0
    var place = place(column: column(in: bytes, at: position))
    guard isQuoted else { return .quoteInUnquotedField(place) }
    let opened = place.line
    place.line += lineBreaksInEntry()
    return .textAfterQuote(place, opened: opened)
  }

  /// The place where the field begins that is being read.
  private func place(column: Int?) -> ContactListError.Place {
    .init(row: sink.pointee.row, line: sink.pointee.line, column: column)
  }

  private func lineBreaksInEntry() -> Int {
    guard let entry = parser.pointee.entry_buf else { return 0 }
    return countLineBreaks(UnsafeRawBufferPointer(start: entry, count: parser.pointee.entry_pos))
  }

  /// The character at `position` counted from the last line break, from 1.
  private func column(in bytes: UnsafeRawBufferPointer, at position: Int) -> Int {
    let before = bytes[..<position]
    guard let lineBreak = before.lastIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
      return columnsBefore + characters(before) + 1
    }
    return characters(before[(lineBreak + 1)...]) + 1
  }

  private mutating func noteColumns(_ bytes: UnsafeRawBufferPointer) {
    guard let lineBreak = bytes.lastIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
      columnsBefore += characters(bytes[...])
      return
    }
    columnsBefore = characters(bytes[(lineBreak + 1)...])
  }

  /// Bytes that begin a character of UTF-8.
  private func characters(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }
}

/// Line breaks as editors count them: LF, CRLF and lone CR are one each.
private func countLineBreaks(_ bytes: UnsafeRawBufferPointer) -> Int {
  var count = 0
  var previous: UInt8 = 0
  for byte in bytes {
    if byte == 0x0D || (byte == 0x0A && previous != 0x0D) { count += 1 }
    previous = byte
  }
  return count
}

/// What the callbacks fill. Its buffers grow to the largest batch and are used again.
private struct Sink {
  var bytes = RawArray<UInt8>()
  var fields = RawArray<Field>()
  var rows = RawArray<RowPlace>()
  /// The record that is being read.
  var row = 1
  /// The line that is being read, and the one its record began on.
  var line: Int
  var rowLine: Int
  var rowStart = 0
  var rowField = 0
  var endedWithCR = false
  /// False when the chunk has no quote: then no field of it has a line break.
  var mayHoldLineBreaks = true
  var fault: CSVFault?

  init(line: Int) {
    self.line = line
    rowLine = line
  }

  static let onField:
    @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void =
      { bytes, count, context in
        guard let context else { return }
        let field = UnsafeRawBufferPointer(start: bytes, count: count)
        context.assumingMemoryBound(to: Sink.self).pointee.add(field)
      }

  static let onRow: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { ending, context in
    guard let context else { return }
    context.assumingMemoryBound(to: Sink.self).pointee.endRow(ending)
  }

  mutating func add(_ field: UnsafeRawBufferPointer) {
    guard fault == nil else { return }
    let start = bytes.count
    if fields.count - rowField == CSVParser.mostColumns {
      park(.tooManyColumns(.init(row: row, line: rowLine)))
    } else if field.count > CSVParser.mostFieldBytes {
      park(.fieldTooLarge(.init(row: row, line: line), quoted: false))
    } else if start - rowStart + field.count > CSVParser.mostRowBytes {
      park(.rowTooLarge(.init(row: row, line: rowLine)))
    } else if !bytes.append(field)
      || !fields.append(Field(start: UInt32(start), end: UInt32(bytes.count)))
    {
      park(.outOfMemory)
    } else if mayHoldLineBreaks {
      line += countLineBreaks(field)
    }
  }

  /// `ending`: the line break, or -1 at the end of the file.
  mutating func endRow(_ ending: Int32) {
    guard fault == nil else { return }
    let isEmpty = fields.count == rowField
    if isEmpty, ending == 0x0A, endedWithCR {
      // The second half of CRLF.
      endedWithCR = false
      return
    }
    if !isEmpty, !rows.append(RowPlace(row: row, line: rowLine, firstField: rowField)) {
      park(.outOfMemory)
      return
    }
    row += 1
    line += 1
    rowLine = line
    rowStart = bytes.count
    rowField = fields.count
    endedWithCR = ending == 0x0D
  }

  mutating func park(_ fault: CSVFault) {
    self.fault = fault
  }

  mutating func take() -> RowTable {
    let table = RowTable(
      bytes: bytes.takePrefix(rowStart), fields: fields.takePrefix(rowField),
      rows: rows.takePrefix(rows.count))
    let taken = UInt32(rowStart)
    fields.update {
      $0.start -= taken
      $0.end -= taken
    }
    rowStart = 0
    rowField = 0
    return table
  }

  func free() {
    bytes.free()
    fields.free()
    rows.free()
  }
}

/// An array of plain values in memory of its own, for callbacks that run millions of times.
private struct RawArray<Element: BitwiseCopyable> {
  private var start: UnsafeMutablePointer<Element>?
  private(set) var count = 0
  private var capacity = 0

  /// False if there is no memory.
  @inline(__always)
  mutating func append(_ element: Element) -> Bool {
    guard reserve(1), let start else { return false }
    start[count] = element
    count += 1
    return true
  }

  @inline(__always)
  mutating func append(_ elements: UnsafeRawBufferPointer) -> Bool where Element == UInt8 {
    guard reserve(elements.count), let start else { return false }
    if let source = elements.baseAddress { memcpy(start + count, source, elements.count) }
    count += elements.count
    return true
  }

  @inline(__always)
  private mutating func reserve(_ more: Int) -> Bool {
    count &+ more <= capacity && start != nil || grow(more)
  }

  @inline(never)
  private mutating func grow(_ more: Int) -> Bool {
    let wanted = max(capacity * 2, count + more, 1024)
    guard let grown = realloc(start, wanted * MemoryLayout<Element>.stride) else { return false }
    start = grown.bindMemory(to: Element.self, capacity: wanted)
    capacity = wanted
    return true
  }

  /// Copies out the first elements and moves the others to the front.
  mutating func takePrefix(_ length: Int) -> [Element] {
    guard let start else { return [] }
    let prefix = Array(UnsafeBufferPointer(start: start, count: length))
    count -= length
    memmove(start, start + length, count * MemoryLayout<Element>.stride)
    return prefix
  }

  func update(_ change: (inout Element) -> Void) {
    guard let start else { return }
    for index in 0..<count { change(&start[index]) }
  }

  func free() { Glibc.free(start) }
}
