import Crypto

/// A list as records, from its first byte to its last: bytes → text → records.
struct RowReader: ~Copyable {
  private let file: ContactFile
  private var decoder: TextDecoder
  private var parser: CSVParser
  private var hasher = SHA256()
  private var buffer = [UInt8](repeating: 0, count: ContactFile.chunk)
  private var text: [UInt8] = []
  private var textPosition = 0
  private var offset = 0
  private var skip: Int
  private var hasEnded = false
  private var comments: CommentQuotes?

  /// What libcsv gets at once: about a thousand records, which make one batch.
  private static let slice = 32 * 1024

  /// - Parameter hasComments: whether lines that begin with `#` may be comments.
  init(
    file: ContactFile, format: ListFormat, hasComments: Bool = false
  ) throws(ContactListError) {
    self.file = file
    comments = hasComments ? CommentQuotes(delimiter: format.delimiter) : nil
    decoder = TextDecoder(encoding: format.encoding)
    skip = format.separatorLine
    do throws(CSVFault) {
      parser = try CSVParser(delimiter: format.delimiter, line: skip > 0 ? 2 : 1)
    } catch {
      throw ContactListError(error, path: file.path)
    }
  }

  /// SHA-256 of all bytes, in hexadecimal, once `next` returned nil.
  func fingerprint() -> String {
    hasher.finalize().map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  /// The next complete records, or nil after the last.
  mutating func next() throws(ContactListError) -> RowTable? {
    while parser.rowCount == 0 {
      if textPosition < text.count {
        try parseSlice()
      } else if let fault = decoder.fault {
        throw error(fault)
      } else if hasEnded {
        return nil
      } else {
        try readChunk()
      }
    }
    return parser.take()
  }

  private mutating func parseSlice() throws(ContactListError) {
    let end = min(textPosition + Self.slice, text.count)
    let range = textPosition..<end
    textPosition = end
    do throws(CSVFault) {
      try parser.parse(text, range)
    } catch {
      throw ContactListError(error, path: file.path)
    }
  }

  private mutating func readChunk() throws(ContactListError) {
    let count = try file.read(at: offset, into: &buffer)
    let isLast = count < buffer.count
    let mark = offset == 0 ? min(decoder.encoding.markLength, count) : 0
    buffer.withUnsafeBytes { hasher.update(bufferPointer: .init(rebasing: $0[..<count])) }
    offset += count
    text = decoder.decode(buffer[mark..<count], isLast: isLast)
    comments?.soften(&text)
    textPosition = min(skip, text.count)
    skip -= textPosition
    if isLast { try end() }
  }

  private mutating func end() throws(ContactListError) {
    while textPosition < text.count { try parseSlice() }
    if let fault = decoder.fault { throw error(fault) }
    hasEnded = true
    do throws(CSVFault) {
      try parser.finish()
    } catch {
      throw ContactListError(error, path: file.path)
    }
  }

  private func error(_ fault: TextDecoder.Fault) -> ContactListError {
    let place = ContactListError.Place(row: parser.row, line: parser.lineOfEnd)
    return ContactListError(fault, path: file.path, encoding: decoder.encoding, place: place)
  }
}
