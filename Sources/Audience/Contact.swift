/// One record of the contact file, and what becomes of it. Plain memory, and as little as one line of a cache
/// has: each goes from the core that reads to the one that asks, and most of what is done for a row is less
/// than that may cost. What needs counting is in the batch.
package struct Contact: Sendable {
  /// The row as a spreadsheet shows it: the header is row 1, and a blank line is a row too.
  package let row: Int
  /// The line of the file that the record starts on; the first is 1. Records with line breaks in
  /// their fields span several.
  package let line: Int
  private let firstField: UInt32
  private let endField: UInt32
  /// Settled once its batch came out of a `ContactPass`.
  package internal(set) var standing: Standing
  /// 0 for none.
  private let numberDigits: UInt64
  private let senderDigits: UInt64
  /// Where its time zone stands in `ContactBatch.zones`, when a column says it.
  let zone: UInt32?
  /// Whether an earlier row has the same key; told only of one that is suppressed.
  package internal(set) var isKeyTaken = false
  /// The country has numbers of this length, but none are known to begin like this one. Only a
  /// warning, since the knowledge ages.
  package let outsideKnownRanges: Bool

  init(
    row: Int, line: Int, fields: Range<Int>, standing: Standing, number: PhoneNumber?,
    sender: PhoneNumber? = nil, zone: UInt32? = nil, outsideKnownRanges: Bool = false
  ) {
    self.row = row
    self.line = line
    firstField = UInt32(fields.lowerBound)
    endField = UInt32(fields.upperBound)
    self.standing = standing
    numberDigits = number?.digits ?? 0
    senderDigits = sender?.digits ?? 0
    self.zone = zone
    self.outsideKnownRanges = outsideKnownRanges
  }

  /// Where it stands in the file.
  package var place: ContactPlace { ContactPlace(row: row, line: line) }

  /// Its fields, as positions in `ContactBatch.fields`.
  package var fields: Range<Int> { Int(firstField)..<Int(endField) }

  /// The number to send to. Known for every standing but `invalid`, where it may be what is missing.
  package var number: PhoneNumber? { Self.number(numberDigits) }

  /// The number to send from, when a column says it.
  package var sender: PhoneNumber? { Self.number(senderDigits) }

  private static func number(_ digits: UInt64) -> PhoneNumber? {
    digits == 0 ? nil : PhoneNumber(digits: digits)
  }
}

/// Where a contact stands in its file, for people: an editor shows lines, and a spreadsheet shows rows.
package struct ContactPlace: Sendable, Equatable, CustomStringConvertible {
  /// As ``Contact/row`` and ``Contact/line`` count.
  package let row: Int
  package let line: Int

  package init(row: Int, line: Int) {
    (self.row, self.line) = (row, line)
  }

  /// `19`, or `19 on line 23` where cells of several lines stand before it.
  package var description: String { row == line ? "\(row)" : "\(row) on line \(line)" }
}

/// Whether a contact gets a message, as far as its list can tell.
package enum Standing: Hashable, Sendable, BitwiseCopyable {
  /// It gets a message: its number is valid, its key is no earlier row's, and no list suppresses it.
  case recipient
  /// `ContactBatch.problem(_:)` says why.
  case invalid(problem: UInt32)
  /// An earlier row has the same key.
  case duplicate(ofRow: UInt32)
  /// Its number is in a list that `--suppress` names. An earlier row may have the same key, too.
  case suppressed
}

/// Why a contact cannot be sent to.
package enum ContactProblem: Hashable, Sendable, CustomStringConvertible {
  /// No field has anything in it, as spreadsheets write rows that somebody cleared.
  case emptyRow
  /// The record has more or fewer fields than the header.
  case fieldCount(found: Int, expected: Int)
  /// A value in a column (1 is the first) that has no name in the header.
  case valueWithoutHeader(column: Int)
  /// The number to send to.
  case number(NumberProblem)
  /// The number to send from, in the column that `--from-column` names.
  case sender(NumberProblem, column: String)
  /// The column that `--timezone-column` names.
  case timezone(String, column: String)
  /// A column that `--key` names has no value.
  case emptyKey(column: String)

  /// What is wrong in words, with the number it is about: `+1202555012: too short for +1, …`.
  package var description: String {
    switch self {
    case .number(let problem): problem.description
    case .sender(let problem, let column): "\(column): \(problem.description)"
    default: reason
    }
  }

  /// What is wrong in words without any phone number: fit for logs, and equal for all rows that suffer the same.
  package var reason: String {
    switch self {
    case .emptyRow: "the row is empty; delete it"
    case .fieldCount(let found, let expected):
      "has \(count(found, "field")), but the header has \(expected)"
        + (found > expected ? "; a value with the delimiter in it needs quotes around it" : "")
    case .valueWithoutHeader(let column):
      "has a value in column \(columnLetters(column)), which has no name in the header"
    case .number(let problem): problem.reason
    case .sender(let problem, let column): "\(column): \(problem.reason)"
    case .timezone(let name, let column):
      "\(column): \(quoted(PhoneNumber.masked(in: name))) is not a time zone"
        + (Zone.nearest(to: name).map { "; did you mean \($0)?" }
          ?? "; they are named as in Europe/Berlin")
    case .emptyKey(let column): "has no value in the key column \(column)"
    }
  }
}

/// The beginning of a value, in quotation marks.
private func quoted(_ text: String) -> String {
  let start = text.unicodeScalars.prefix(40)
  let isWhole = start.endIndex == text.endIndex
  return "\"\(String(start))\(isWhole ? "" : "…")\""
}

/// `1 field`, `2 fields`.
func count(_ number: Int, _ noun: String) -> String {
  number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
}

/// How a spreadsheet names a column: 1 is `A`, 27 is `AA`.
package func columnLetters(_ column: Int) -> String {
  var letters = ""
  var rest = column
  while rest > 0 {
    letters = String(UnicodeScalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))) + letters
    rest = (rest - 1) / 26
  }
  return letters
}
