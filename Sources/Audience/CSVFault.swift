import Glibc

/// What made libcsv, or its callbacks, give up.
enum CSVFault: Error {
  case quoteInUnquotedField(ContactListError.Place)
  case textAfterQuote(ContactListError.Place, opened: Int)
  case unterminatedQuote(ContactListError.Place)
  case fieldTooLarge(ContactListError.Place, quoted: Bool)
  case rowTooLarge(ContactListError.Place)
  case tooManyColumns(ContactListError.Place)
  case outOfMemory
}

extension ContactListError {
  init(_ fault: TextDecoder.Fault, path: String, encoding: TextEncoding, place: Place) {
    switch fault {
    case .nul: self = .nulByte(path: path, place: place)
    case .undecodable(let byte):
      self = .undecodable(path: path, encoding: encoding, place: place, byte: byte)
    }
  }

  init(_ fault: CSVFault, path: String) {
    switch fault {
    case .quoteInUnquotedField(let place):
      self = .malformedQuote(path: path, place: place, fault: .inUnquotedField)
    case .textAfterQuote(let place, let opened):
      self = .malformedQuote(path: path, place: place, fault: .textAfterClosing(opened: opened))
    case .unterminatedQuote(let place): self = .unterminatedQuote(path: path, place: place)
    case .fieldTooLarge(let place, let quoted):
      self = .fieldTooLarge(path: path, place: place, quoted: quoted)
    case .rowTooLarge(let place): self = .rowTooLarge(path: path, place: place)
    case .tooManyColumns(let place): self = .tooManyColumns(path: path, place: place)
    case .outOfMemory:
      self = .cannotRead(path: path, reason: systemWords(ENOMEM))
    }
  }
}
