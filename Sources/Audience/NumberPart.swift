/// A column beside the one of the numbers that has a part of them, as some exports do: their country code, or
/// their area code. Numbers are read from one column alone.
package struct NumberPart: Sendable {
  package let name: String
  private let column: Int
  private let isCountryCode: Bool

  /// Nil when no column is called so.
  package init?(of header: Header) {
    let found = header.names.indices.first { column in
      let bare = LooseName.bare(header.names[column])
      return Self.countryCodes.contains(bare) || Self.areaCodes.contains(bare)
    }
    guard let found else { return nil }
    (column, name) = (found, header.names[found])
    isCountryCode = Self.countryCodes.contains(LooseName.bare(name))
  }

  /// Whether a contact's number has another code than its column says. One in letters, such as `US`, says
  /// nothing.
  package func isMissing(
    of contact: borrowing Contact, in batch: borrowing ContactBatch
  ) -> Bool {
    let text = batch.text(of: copy contact, column: column)
    guard let number = contact.number, !text.contains(where: \.isLetter) else { return false }
    // `+44 (0)` and the `44.0` of a spreadsheet are 44.
    let first = text.drop { !$0.isWholeNumber }.prefix { $0.isASCII && $0.isWholeNumber }
    let code = first.hasPrefix("011") ? first.dropFirst(3) : first.drop { $0 == "0" }
    guard !code.isEmpty else { return false }
    let digits = String(number.digits)
    // An area code stands behind the one to three digits of the country; some countries keep its zero.
    return (0...(isCountryCode ? 0 : 3)).allSatisfy { offset in
      !digits.dropFirst(offset).hasPrefix(code) && !digits.dropFirst(offset).hasPrefix(first)
    }
  }

  private static let countryCodes = names(
    """
    countrycode phonecountrycode mobilecountrycode telephonecountrycode countrydialcode countrycallingcode
    dialcode dialingcode diallingcode callingcode isdcode countryprefix internationalprefix
    landesvorwahl ländervorwahl ländercode landeskennzahl indicatif indicatifpays indicatiftéléphonique
    prefijopaís códigopaís códigodepaís códigodopaís prefissointernazionale landcode landnummer
    """)

  private static let areaCodes = names(
    """
    areacode phoneareacode stdcode phoneprefix vorwahl ortsvorwahl telefonvorwahl
    mobilvorwahl vorwahlnummer ddd prefijo códigodeárea códigoárea prefisso netnummer kengetal
    """)

  private static func names(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map { LooseName.bare(String($0)) })
  }
}
