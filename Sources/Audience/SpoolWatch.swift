/// Reads what comes out of a pipe while it is copied, so that a hostile stream (a field or a row
/// without end) fills no disk: what would stop the reading of the copy stops the copying.
struct SpoolWatch: ~Copyable {
  private let opening: ListOpening
  private let hasComments: Bool
  private var head: [UInt8] = []
  private var decoder: TextDecoder?
  private var parser: CSVParser?
  private var comments: CommentQuotes?

  init(_ opening: ListOpening, hasComments: Bool) {
    self.opening = opening
    self.hasComments = hasComments
  }

  mutating func see(_ chunk: ArraySlice<UInt8>) throws(ContactListError) {
    if decoder != nil { return try parse(chunk) }
    head += chunk
    guard head.count >= ListOpening.headLength else { return }
    if let format = FileFormat.nameIfNoCSV(head) {
      throw .binary(path: opening.path, format: format)
    }
    try begin()
  }

  private mutating func begin() throws(ContactListError) {
    var check = UTF8Check()
    check.add(head)
    let encoding = TextEncoding(mark: head) ?? (check.isValid ? .utf8 : .windows1252)
    let format = opening.format(
      Array(head.prefix(ListOpening.headLength)), encoding: encoding, hasComments: hasComments)
    comments = hasComments ? CommentQuotes(delimiter: format.delimiter) : nil
    // Bytes that no character of Windows-1252 has may be UTF-8 further on: only the copy tells.
    decoder = TextDecoder(encoding: encoding == .windows1252 ? .utf8 : encoding)
    do throws(CSVFault) {
      parser = try CSVParser(
        delimiter: format.delimiter, line: format.separatorLine > 0 ? 2 : 1)
    } catch {
      throw ContactListError(error, path: opening.path)
    }
    let first = head
    head = []
    let skipped = encoding.markLength + format.separatorLine * encoding.unitLength
    try parse(first.dropFirst(skipped))
  }

  private mutating func parse(_ bytes: ArraySlice<UInt8>) throws(ContactListError) {
    var text = decoder?.decode(bytes, isLast: false) ?? []
    comments?.soften(&text)
    do throws(CSVFault) {
      try parser?.parse(text, 0..<text.count)
      _ = parser?.take()
    } catch {
      throw ContactListError(error, path: opening.path)
    }
    guard let decoder, let fault = decoder.fault else { return }
    let place = ContactListError.Place(row: parser?.row, line: parser?.lineOfEnd ?? 1)
    throw ContactListError(fault, path: opening.path, encoding: decoder.encoding, place: place)
  }
}
