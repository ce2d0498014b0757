extension ContactListError: CustomStringConvertible {
  /// What is wrong, where, and what to do about it. Never holds a phone number, nor any other value
  /// of a row.
  package var description: String {
    switch self {
    // The file as such.
    case .cannotOpen(let path, let reason): "\(shownPath(path)): cannot be opened: \(reason)"
    case .isDirectory(let path): "\(shownPath(path)): is a folder; name a CSV file in it"
    case .cannotRead(let path, let reason): "\(shownPath(path)): cannot be read: \(reason)"
    case .cannotSpool(let folder, let reason):
      "\(folder): cannot keep a copy of the contacts there: \(reason). "
        + "Make room, or set TMPDIR to another folder"
    case .empty(let path): "\(shownPath(path)): is empty; the first line must name the columns"
    case .noContacts(let path): "\(shownPath(path)): has a header but no contacts below it"
    case .changed(let path):
      "\(shownPath(path)): changed while it was in use; preview it again before sending"
    case .tooManyRows(let path):
      "\(shownPath(path)): has more than 4,294,967,294 rows; split it into several files"

    // Its bytes.
    case .binary(let path, let format):
      "\(shownPath(path)): is \(format), not a CSV file; save it as “CSV UTF-8” and use that"
    case .nulByte(let path, let place):
      "\(place.shown(path)): has a NUL byte: it is no text, or UTF-16 without its byte order "
        + "mark; export the list again as “CSV UTF-8”"
    case .undecodable(let path, let encoding, let place, let byte):
      "\(place.shown(path)): has bytes that are not \(encoding)"
        + (byte.map { " (0x\(String($0, radix: 16, uppercase: true)))" } ?? "")
        + "; export the list again as “CSV UTF-8”"
    case .mixedEncodings(let path, let line):
      "\(shownPath(path)): line \(line) has bytes that are not UTF-8, though others in the file are; "
        + "correct that line, or export the list again as “CSV UTF-8”"

    // Its records.
    case .malformedQuote(let path, let place, .inUnquotedField):
      "\(place.shown(path)): a quote inside a field that does not begin with one; "
        + "put the whole field in quotes and write the quote in it twice: \"say \"\"hi\"\"\""
    case .malformedQuote(let path, let place, .textAfterClosing(let opened)):
      "\(place.shown(path)): text after the closing quote of a field"
        + (opened == place.line ? "" : " that began on line \(opened)")
        + "; a quote within a field is written twice, and a field ends at its closing quote"
    case .unterminatedQuote(let path, let place):
      "\(place.shown(path)): the quote that opens here is never closed; "
        + "close it, or take it away"
    case .fieldTooLarge(let path, let place, let quoted):
      "\(place.shown(path)): the field that begins here is over 1 MiB"
        + (quoted ? "; perhaps its closing quote is missing" : "")
    case .rowTooLarge(let path, let place):
      "\(place.shown(path)): the row that begins here is over 16 MiB"
    case .tooManyColumns(let path, let place):
      "\(place.shown(path)): has more than 4,096 columns; is the delimiter right? "
        + "--delimiter sets it"

    // Its header, and the options.
    case .sameName(let path, let first, let second, let names, let variable):
      "\(shownPath(path)): columns \(columnLetters(first)) (\(quoted(names[0]))) and "
        + "\(columnLetters(second)) (\(quoted(names[1]))) are both called \(cut(variable)) "
        + "in a template; "
        + (Self.holdsNumber(names[0])
          ? "the first row must name the columns" : "rename one of them")
    case .unnamedColumn(let path, let column, let place):
      "\(place.shown(path)): column \(columnLetters(column)) has values but no name; "
        + "name it in the first row, or delete the column"
    case .noPhoneColumn(let path, let headers, let sender?):
      "\(shownPath(path)): no column looks like the phone numbers besides \(quoted(sender)), which "
        + "--from-column names for the senders; name it with --to-column. " + listed(headers)
    case .noPhoneColumn(let path, let headers, nil):
      "\(shownPath(path)): no column looks like the phone numbers; name it with --to-column"
        + (headers.count == 1 ? ", or what separates the columns with --delimiter. " : ". ")
        + (headers.count == 1 || headers.contains(where: Self.isBlank)
          ? Self.furtherDown : "")
        + listed(headers)
    case .severalPhoneColumns(let path, let candidates, let headers):
      "\(shownPath(path)): \(candidates.map(quoted).joined(separator: " and ")) could each hold "
        + "the phone numbers; name one with --to-column. " + listed(headers)
    case .unknownColumn(let path, let option, let name, let headers):
      "\(shownPath(path)): no column \(quoted(name)), which \(option) names. " + listed(headers)
    case .unknownRegion(let region):
      "--region \(region): no such region; use two letters of ISO 3166, such as US, GB or DE"
    case .noNumberPlans:
      "the numbers of countries cannot be loaded from libphonenumber, perhaps for lack of memory; "
        + "nothing was sent"
    case .unusableDelimiter(let byte):
      "--delimiter: the character \(quoted(String(UnicodeScalar(byte)))) cannot separate fields; "
        + "use one such as , ; | or a tab"
    case .suppressionColumn(let path, let headers, let candidates):
      "\(shownPath(path)): "
        + (candidates.isEmpty
          ? "no column looks like the phone numbers; name one column phone"
          : "\(candidates.map(quoted).joined(separator: " and ")) could each hold the numbers; "
            + "put all of these into one column")
        + ", or list one number a line, without a header. "
        + (headers.contains(where: Self.isBlank) ? Self.furtherDown : "") + listed(headers)
    }
  }
}

extension ContactListError.Place {
  /// `contacts.csv: row 3 (line 5, column 7)`
  func shown(_ path: String) -> String {
    let file = shownPath(path)
    let column = column.map { ", column \($0)" } ?? ""
    guard let row else { return "\(file): line \(line)\(column)" }
    return "\(file): row \(row) (line \(line)\(column))"
  }
}

extension ContactListError {
  private func quoted(_ name: String) -> String {
    Self.holdsNumber(name) ? cut(name) : "“\(cut(name))”"
  }

  /// One line that can be read, and no number.
  private func cut(_ name: String) -> String {
    if Self.holdsNumber(name) { return "(a number)" }
    let line = name.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 60 ? "\(line.prefix(60))…" : line
  }

  private static let furtherDown =
    "If their names stand further down, delete the lines above them. "

  private static func isBlank(_ name: String) -> Bool { name.allSatisfy(\.isWhitespace) }

  /// The headers for somebody who looks for the right one, cut to what can be read.
  private func listed(_ headers: [String]) -> String {
    if headers.allSatisfy(Self.isBlank) {
      return "The first row must name the columns, and is blank"
    }
    let most = 40
    let named = headers.filter { !Self.isBlank($0) }
    let names = named.prefix(most).map(cut)
    let rest = named.count > most ? " and \(named.count - most) more" : ""
    return "The columns are: \(names.joined(separator: ", "))\(rest)"
      + (headers.contains(where: Self.holdsNumber) ? "; the first row must name the columns" : "")
  }

  /// What is in the place of a header may be a contact.
  private static func holdsNumber(_ name: String) -> Bool {
    !name.contains(where: \.isLetter)
      && name.unicodeScalars.count { NumberText.digit($0) != nil } >= 7
  }
}
