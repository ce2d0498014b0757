import Audience
import Liquid

/// Why a recipient cannot get a message.
package enum MessageProblem: Error, Equatable, Sendable {
  /// The template cannot be rendered with the values of this row.
  case template(RenderError)
  /// The text has nothing that can be seen.
  case empty
  /// It takes more segments than `--max-segments` allows.
  case tooLong(segments: Int, limit: Int)
  /// Senders come from a column, and this row has none.
  case noSender
}

extension MessageProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .template(.emptyValue(let name, _, _)):
      "\(name) is empty; add a default: {{ \(Template.expression(ofColumn: name)) | default: "
        + "\(Self.stopgap(for: name)) }}"
    case .template(.emptyResult(let name, _, _)):
      "nothing is left to print of \(name); end what makes it empty with a default: "
        + "… | default: \(Self.stopgap(for: name)) }}"
    case .template(let error) where error.hasValue: PhoneNumber.masked(in: error.description)
    case .template(let error): error.description
    case .empty: "the message is empty for this row"
    case .tooLong(let segments, let limit):
      "the message takes \(segments) segments, and the limit is \(limit); shorten it, or raise "
        + "--max-segments"
    case .noSender: "the row has no number to send from"
    }
  }
}

extension MessageProblem {
  /// What may stand for an empty value: “Hi there”, but not “Your appointment on there”.
  private static func stopgap(for name: String) -> String {
    let bare = name.lowercased().filter(\.isLetter)
    return names.contains(bare) || bare.hasSuffix("firstname") ? "\"there\"" : "\"…\""
  }

  /// What columns with the names of people are called.
  private static let names: Set = [
    "name", "first", "fname", "givenname", "forename", "nickname", "fullname", "customername",
    "contactname", "vorname", "rufname", "prénom", "prenom", "nom", "nombre", "nome", "naam",
    "voornaam", "namn", "förnamn", "fornamn", "tilltalsnamn", "navn", "fornavn", "imię", "imie",
    "jméno", "jmeno", "etunimi", "имя",
  ]
}

extension RenderError {
  /// Whether its words have a value of the row in them, which may be a number that can be dialled.
  fileprivate var hasValue: Bool {
    switch self {
    case .notComparable, .invalidArgument: true
    default: false
    }
  }
}
