/// The first look at a list: what it is, and how to read it. Opens contacts and lists of
/// suppressed numbers alike.
struct ListOpening {
  let path: String
  let options: AudienceOptions

  /// Throws if the list is empty.
  func open() throws(ContactListError) -> (ContactFile, ListFormat) {
    let file = try openFile()
    guard let format = try recognise(file) else { throw .empty(path: path) }
    return (file, format)
  }

  /// - Parameter hasComments: as in ``recognise(_:hasComments:)``.
  func openFile(hasComments: Bool = false) throws(ContactListError) -> ContactFile {
    if let delimiter = options.delimiter, !ListFormat.isUsableDelimiter(delimiter) {
      throw .unusableDelimiter(delimiter)
    }
    var watch = SpoolWatch(self, hasComments: hasComments)
    return try ContactFile(path: path) { chunk throws(ContactListError) in
      try watch.see(chunk)
    }
  }

  /// Nil if there is nothing in it.
  ///
  /// - Parameter hasComments: whether lines before the first record may be comments, as in lists of
  ///   suppressed numbers; what separates words there says nothing of the list.
  func recognise(
    _ file: ContactFile, hasComments: Bool = false
  ) throws(ContactListError) -> ListFormat? {
    let head = try readHead(file)
    if let format = FileFormat.nameIfNoCSV(head) {
      throw .binary(path: path, format: format)
    }
    let mark = TextEncoding(mark: head)
    let encoding =
      switch mark {
      case .utf16LE?, .utf16BE?: mark ?? .utf16LE
      default: try checkEncoding(file, mark: mark)
      }
    guard head.count > encoding.markLength else { return nil }
    return format(head, encoding: encoding, hasComments: hasComments)
  }

  /// UTF-16 needs twice the bytes for the same text.
  static let headLength = 2 * ListFormat.sample

  private func readHead(_ file: ContactFile) throws(ContactListError) -> [UInt8] {
    var head = [UInt8](repeating: 0, count: Self.headLength)
    let count = try file.read(at: 0, into: &head)
    return Array(head.prefix(count))
  }

  func format(
    _ head: [UInt8], encoding: TextEncoding, hasComments: Bool = false
  ) -> ListFormat {
    var decoder = TextDecoder(encoding: encoding)
    let text = decoder.decode(head.dropFirst(encoding.markLength), isLast: false)
    let wanted = options.toColumn.map(LooseName.bare)
    return ListFormat(
      encoding: encoding, text: text, delimiter: options.delimiter, hasComments: hasComments
    ) { header in
      wanted.map { $0 == LooseName.bare(header) } ?? PhoneColumn.isUsualName(header)
    }
  }

  /// Without a mark: UTF-8 if all of it is, else Windows-1252.
  private func checkEncoding(
    _ file: ContactFile, mark: TextEncoding?
  ) throws(ContactListError) -> TextEncoding {
    let check = try checkUTF8(file)
    guard let firstBad = check.firstBad else { return mark ?? .utf8 }
    if let mark {
      let line = try line(at: firstBad, of: file)
      throw .undecodable(path: path, encoding: mark, place: .init(line: line), byte: nil)
    }
    // Bytes of Windows-1252 seldom look like UTF-8. Where many do, the file is UTF-8 and damaged, or put
    // together of both, and the other encoding would garble all that is right in it.
    guard
      check.wideCharacters > 2 * check.badBytes || check.unlikelyElsewhere * 10 > check.badBytes
    else { return .windows1252 }
    throw .mixedEncodings(path: path, line: try line(at: firstBad, of: file))
  }

  private func checkUTF8(_ file: ContactFile) throws(ContactListError) -> UTF8Check {
    var check = UTF8Check()
    var buffer = [UInt8](repeating: 0, count: ContactFile.chunk)
    var offset = 0
    while true {
      let count = try file.read(at: offset, into: &buffer)
      offset += count
      if count < buffer.count { buffer.removeSubrange(count...) }
      check.add(buffer)
      if count < ContactFile.chunk { break }
    }
    check.finish()
    return check
  }

  private func line(at position: Int, of file: ContactFile) throws(ContactListError) -> Int {
    var buffer = [UInt8](repeating: 0, count: ContactFile.chunk)
    var line = 1
    var offset = 0
    var previous: UInt8 = 0
    while offset < position {
      let count = try file.read(at: offset, into: &buffer)
      if count == 0 { break }
      for byte in buffer.prefix(min(count, position - offset)) {
        // LF, CRLF and lone CR are one each.
        if byte == 0x0D || (byte == 0x0A && previous != 0x0D) { line += 1 }
        previous = byte
      }
      offset += count
    }
    return line
  }
}
