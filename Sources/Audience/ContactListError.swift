/// Why a contact list, or a list of suppressed numbers, cannot be used. Rows that cannot be sent are no errors: their
/// standing says it.
///
/// `path` is the file as it was named (`-` is standard input), `reason` are the system's words, and `headers` are
/// the names in its first row, for somebody who looks for the right one. Columns count from 1.
package enum ContactListError: Error, Hashable, Sendable {
  // The file as such.
  case cannotOpen(path: String, reason: String)
  case isDirectory(path: String)
  case cannotRead(path: String, reason: String)
  /// The folder takes no copy of what can be read only once.
  case cannotSpool(folder: String, reason: String)
  /// It has no row, not even a header.
  case empty(path: String)
  /// It has a header, and nothing below it.
  case noContacts(path: String)
  /// It was written to, or another file took its place, since it was opened.
  case changed(path: String)
  /// It has more rows than 32 bits can count.
  case tooManyRows(path: String)

  // Its bytes.
  /// A format that is no CSV, by its name for people.
  case binary(path: String, format: String)
  /// It has a NUL, as no text has: perhaps it is UTF-16 without its byte order mark.
  case nulByte(path: String, place: Place)
  /// It has bytes that `encoding` does not know. `byte`: which one, where one alone is wrong.
  case undecodable(path: String, encoding: TextEncoding, place: Place, byte: UInt8?)
  /// Mostly UTF-8, so that reading it as Windows-1252 would garble what is right.
  case mixedEncodings(path: String, line: Int)

  // Its records.
  /// `place` is where the quote stands, or the text behind a closing one.
  case malformedQuote(path: String, place: Place, fault: QuoteFault)
  /// `place` is where the quote opens.
  case unterminatedQuote(path: String, place: Place)
  /// `place` is where the field begins.
  case fieldTooLarge(path: String, place: Place, quoted: Bool)
  /// `place` is where the row begins, which has more than 16 MiB.
  case rowTooLarge(path: String, place: Place)
  /// `place` is where the row begins, which has more than 4,096 fields.
  case tooManyColumns(path: String, place: Place)

  // Its header.
  /// Two columns, called `names` in the header, would both be `variable` in a template.
  case sameName(path: String, first: Int, second: Int, names: [String], variable: String)
  /// A row has a value in a column without a name in the header.
  case unnamedColumn(path: String, column: Int, place: Place)
  /// `sender` is a column that could be, if it were not that of the senders.
  case noPhoneColumn(path: String, headers: [String], sender: String?)
  /// The `candidates` are all called like the column of the numbers to send to.
  case severalPhoneColumns(path: String, candidates: [String], headers: [String])
  /// No column is called `name`, which the option (such as `--to-column`) names.
  case unknownColumn(path: String, option: String, name: String, headers: [String])

  // The options.
  /// What `--region` names is no region of ISO 3166.
  case unknownRegion(String)
  /// A quote, a line break, a NUL or a byte beyond ASCII cannot stand between fields.
  case unusableDelimiter(UInt8)
  /// libphonenumber knows no country.
  case noNumberPlans

  // Lists of suppressed numbers.
  /// Which column has the numbers cannot be told. `candidates`: those whose names say it.
  case suppressionColumn(path: String, headers: [String], candidates: [String])

  /// A position in a file. Each counts from 1; `row` is nil before rows are told apart.
  package struct Place: Hashable, Sendable {
    /// The header is row 1, and a blank line is a row too.
    package var row: Int?
    /// LF, CRLF and lone CR end one each.
    package var line: Int
    /// Counted in Unicode scalars; nil where only the line is known.
    package var column: Int?

    /// Creates a place; what is not given is not known.
    package init(row: Int? = nil, line: Int, column: Int? = nil) {
      self.row = row
      self.line = line
      self.column = column
    }
  }

  /// How a quote breaks the rules of CSV.
  package enum QuoteFault: Hashable, Sendable {
    /// `ab"c`
    case inUnquotedField
    /// `"ab"c`. `opened` is the line on which the field began.
    case textAfterClosing(opened: Int)
  }

  /// What a caller makes of the error.
  package enum Category: Sendable {
    /// The options are wrong: exit code 64.
    case usage
    /// The file is: exit code 65.
    case data
    /// The machine is: exit code 1.
    case system
  }

  /// Whose fault it is, which decides the exit code.
  package var category: Category {
    switch self {
    case .unknownColumn, .unknownRegion, .unusableDelimiter: .usage
    case .cannotSpool, .noNumberPlans: .system
    default: .data
    }
  }
}
