import Synchronization

/// A contact file: opened, recognised, and readable from its first row as often as needed.
package final class ContactList: Sendable {
  /// The path as it was given; `-` is standard input.
  package let path: String
  /// The names of the columns, in the first row that is no blank line.
  package let header: Header
  /// The column of the numbers to send to, counted from 0.
  package let toColumn: Int
  /// The column of the numbers to send from, counted from 0; nil: no option names one.
  package let fromColumn: Int?
  /// The column of the recipients' time zones, counted from 0; nil: no option names one.
  package let timezoneColumn: Int?
  /// The columns that make a message unique, counted from 0. Empty: the number does.
  package let keyColumns: [Int]
  /// The numbers that get nothing; none where no file names any.
  package let suppressions: Suppressions

  let file: ContactFile
  let format: ListFormat
  let checker: ContactChecker
  private let claims: Mutex<Claims>
  private let knownFingerprint = Mutex<String?>(nil)

  /// The encoding of the file; `ContactBatch.bytes` are UTF-8 all the same.
  package var encoding: TextEncoding { format.encoding }
  /// The byte between fields.
  package var delimiter: UInt8 { format.delimiter }

  /// Opens `path` (`-` is standard input), recognises it, and reads its header and the lists of suppressed numbers.
  /// Throws for a file that cannot be read, is no CSV or has no contacts, and for options that do not fit it.
  package init(path: String, options: AudienceOptions = .init()) throws(ContactListError) {
    let reader = try PhoneNumberReader(region: options.region)
    self.path = path
    (file, format) = try ListOpening(path: path, options: options).open()
    let rows: Int
    (header, rows) = try Self.readHeader(file, format)
    let columns = try header.columns(for: options, path: path)
    (toColumn, fromColumn) = (columns.to, columns.from)
    (timezoneColumn, keyColumns) = (columns.timezone, columns.key)
    claims = Mutex(Claims(expecting: rows))
    checker = ContactChecker(path: path, header: header, columns: columns, reader: reader)
    suppressions = try Suppressions(paths: options.suppressions, reader: reader)
  }

  /// Reads the list from its first row. The standing of each row is the same in every pass, unless
  /// numbers were suppressed in between.
  ///
  /// - Parameter evenIfReplaced: also when another file took the place of the one that was opened: what
  ///   was sent is told of the rows it was sent to.
  package func pass(evenIfReplaced: Bool = false) -> ContactPass {
    ContactPass(list: self, evenIfReplaced: evenIfReplaced)
  }

  /// SHA-256 of the file's bytes in hexadecimal, known once a pass has ended.
  package var fingerprint: String? { knownFingerprint.withLock { $0 } }

  /// Throws if the file was written to since it was opened, or another took its place.
  package func checkUnchanged() throws(ContactListError) { try file.checkUnchanged() }

  /// Tells recipients from duplicates and suppressed contacts. Batches must come in the order of
  /// the file, from its first row on.
  func settle(_ batch: inout ContactBatch) throws(ContactListError) {
    let isSettled = claims.withLock { claims in claims.settle(&batch) }
    guard isSettled else { throw .tooManyRows(path: path) }
    suppressions.apply(to: &batch)
  }

  /// Throws if the list was another one in an earlier pass.
  func noteFingerprint(
    _ fingerprint: String, evenIfReplaced: Bool
  ) throws(ContactListError) {
    if evenIfReplaced { try file.checkUnwritten() } else { try file.checkUnchanged() }
    let isSame = knownFingerprint.withLock { known in
      if known == nil { known = fingerprint }
      return known == fingerprint
    }
    guard isSame else { throw .changed(path: path) }
  }

  /// The header, and about how many rows there are if they are all like the first.
  private static func readHeader(
    _ file: ContactFile, _ format: ListFormat
  ) throws(ContactListError) -> (Header, rows: Int) {
    var reader = try RowReader(file: file, format: format)
    guard let table = try reader.next() else { throw .empty(path: file.path) }
    let header = Header(fields: table.texts(ofRow: 0))
    let read = table.bytes.count + table.fields.count
    let rows = file.size / max(read, 1) * table.rows.count
    if table.rows.count == 1, try reader.next() == nil { throw .noContacts(path: file.path) }
    return (header, rows)
  }
}
