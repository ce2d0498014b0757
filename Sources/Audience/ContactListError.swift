/// Why a contact list, or a list of suppressed numbers, cannot be used. Rows that cannot be sent
/// are no errors: their standing says it.
package enum ContactListError: Error, Hashable, Sendable {
  // The file as such.
  case cannotOpen(path: String, reason: String)
  case isDirectory(path: String)
  case cannotRead(path: String, reason: String)
  case cannotSpool(folder: String, reason: String)
  case empty(path: String)
  case noContacts(path: String)
  case changed(path: String)
  case tooManyRows(path: String)

  // Its bytes.
  /// A format that is no CSV, by its name for people.
  case binary(path: String, format: String)
  case nulByte(path: String, place: Place)
  case undecodable(path: String, encoding: TextEncoding, place: Place, byte: UInt8?)
  /// Mostly UTF-8, so that reading it as Windows-1252 would garble what is right.
  case mixedEncodings(path: String, line: Int)

  // Its records.
  case malformedQuote(path: String, place: Place, fault: QuoteFault)
  /// `place` is where the quote opens.
  case unterminatedQuote(path: String, place: Place)
  /// `place` is where the field begins.
  case fieldTooLarge(path: String, place: Place, quoted: Bool)
  case rowTooLarge(path: String, place: Place)
  case tooManyColumns(path: String, place: Place)

  // Its header.
  case sameName(path: String, first: Int, second: Int, names: [String], variable: String)
  case unnamedColumn(path: String, column: Int, place: Place)
  /// `sender` is a column that could be, if it were not that of the senders.
  case noPhoneColumn(path: String, headers: [String], sender: String?)
  case severalPhoneColumns(path: String, candidates: [String], headers: [String])
  case unknownColumn(path: String, option: String, name: String, headers: [String])

  // The options.
  case unknownRegion(String)
  case unusableDelimiter(UInt8)
  /// libphonenumber knows no country.
  case noNumberPlans

  // Lists of suppressed numbers.
  case suppressionColumn(path: String, headers: [String], candidates: [String])

  /// A position in a file. Each counts from 1; `row` is nil before rows are told apart.
  package struct Place: Hashable, Sendable {
    package var row: Int?
    package var line: Int
    /// In characters.
    package var column: Int?

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
