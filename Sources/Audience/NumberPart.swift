/// A column beside the one of the numbers that has a part of them, as some exports do: their country code, or
/// their area code; or the country itself, whose code national numbers lack. Numbers are read from one column
/// alone.
package struct NumberPart: Sendable {
  /// Its header as written.
  package let name: String
  let column: Int
  /// Whether it names a country, and has no code.
  package var isCountry: Bool { kind == .country }
  private let kind: Kind
  private let numberColumn: Int
  /// The code of the region in which national numbers were read.
  private let home: CallingCode?

  private enum Kind { case countryCode, areaCode, country }

  /// All that are called so, but for those whose names say that they are of another column of numbers.
  /// - Parameter region: in which national numbers were read; without one, none were.
  package static func all(
    of names: [String], beside numberColumn: Int, region: String?
  ) -> [NumberPart] {
    let home = region.flatMap { CallingCode(ofCountry: Array($0.uppercased().utf8).span) }
    return names.indices.compactMap { column in
      let bare = withoutPosition(LooseName.bare(names[column]), beside: names[numberColumn])
      guard let kind = kind(of: bare), kind != .country || home != nil,
        belongs(bare, to: LooseName.bare(names[numberColumn]), among: names)
      else { return nil }
      return NumberPart(
        name: names[column], column: column, kind: kind, numberColumn: numberColumn, home: home)
    }
  }

  private static func kind(of bare: String) -> Kind? {
    if countryCodes.contains(bare) { return .countryCode }
    if areaCodes.contains(bare) { return .areaCode }
    return countries.contains(bare) ? .country : nil
  }

  /// `Country Code 1` beside `Phone` and `Phone 1`, `Country Code 2` beside `Phone 2`.
  private static func withoutPosition(_ code: String, beside numbers: String) -> String {
    let position = code.reversed().prefix { $0.isASCII && $0.isNumber }
    let own = LooseName.bare(numbers).reversed().prefix { $0.isASCII && $0.isNumber }
    guard position.elementsEqual(own) || own.isEmpty && position.elementsEqual("1") else {
      return code
    }
    return String(code.dropLast(position.count))
  }

  /// `Mobile Country Code` beside `Mobile` is of no other column.
  private static func belongs(_ code: String, to numbers: String, among names: [String]) -> Bool {
    let owners = names.filter(PhoneColumn.isUsualName).map(LooseName.bare).filter(code.hasPrefix)
    return owners.isEmpty || owners.contains(where: numbers.hasPrefix)
  }

  /// What a column says of a contact's number.
  package enum Verdict {
    /// It is empty or agrees with the number, or the two cannot be compared.
    case nothing
    /// The number has another code, or was read in another country.
    case otherCode
    /// A column of countries has letters that are none.
    case noCountry
  }

  /// What the column says of the number of one contact.
  package func verdict(
    on contact: borrowing Contact, in batch: borrowing ContactBatch
  ) -> Verdict {
    guard let number = contact.number else { return .nothing }
    let text = batch.bytes.span
    let cell = text.extracting(WhiteSpace.trim(text, batch.range(of: contact, column: column)))
    if kind != .areaCode, CallingCode.mayBeCountry(cell) {
      return verdict(
        ofCountry: cell, number, text.extracting(batch.range(of: contact, column: numberColumn)))
    }
    guard kind != .country else { return .nothing }
    return hasOtherCode(than: number, in: batch.text(of: copy contact, column: column))
      ? .otherCode : .nothing
  }

  /// - Parameter written: how the number stands in the list: `+`, or the code itself, names its country.
  private func verdict(
    ofCountry country: Span<UInt8>, _ number: PhoneNumber, _ written: Span<UInt8>
  ) -> Verdict {
    guard let home, !written.isEmpty, written[0] != UInt8(ascii: "+") else { return .nothing }
    guard let code = CallingCode(ofCountry: country) else {
      return isCountry && !CallingCode.meansNone(country) ? .noCountry : .nothing
    }
    // As most are.
    if code == home { return .nothing }
    guard String(number.digits).hasPrefix(home.digits), let text = try? NumberText(written),
      !text.hasPlus
    else { return .nothing }
    let hasCode = ([home.digits] + NumberText.prefixes).contains {
      text.digits.starts(with: $0.utf8)
    }
    return hasCode ? .nothing : .otherCode
  }

  /// The code of the country that a column names, where national numbers were read in another one.
  func codeAbroad(in text: String) -> String? {
    guard kind != .areaCode, let home else { return nil }
    let bytes = Array(text.utf8)
    let country = bytes.span.extracting(WhiteSpace.trim(bytes.span, 0..<bytes.count))
    guard let code = CallingCode(ofCountry: country), code != home else { return nil }
    return "+" + code.digits
  }

  /// Whether the code of a column is none that a number has.
  /// - Parameter text: what stands in the column.
  func hasOtherCode(than number: PhoneNumber, in text: String) -> Bool {
    guard kind != .country, let (written, _) = code(in: text) else { return false }
    let digits = String(number.digits)
    let code = written.drop { $0 == "0" }
    if kind == .countryCode {
      return !digits.hasPrefix(code) && Self.codesOfISO[written].map(digits.hasPrefix) != true
    }
    // Behind the one to three digits of the country; some countries keep its zero.
    return (0...3).allSatisfy { offset in
      !digits.dropFirst(offset).hasPrefix(code) && !digits.dropFirst(offset).hasPrefix(written)
    }
  }

  /// What may stand before a number that lacks the codes of these columns.
  /// - Parameter text: what stands in a column.
  static func prefixes(_ parts: [NumberPart], text: (Int) -> String) -> [String] {
    var (countries, areas): ([String], [String]) = ([], [])
    for part in parts {
      let text = text(part.column)
      if let code = part.codeAbroad(in: text) { add(code, to: &countries) }
      guard part.kind != .country, let (written, hasPlus) = part.code(in: text),
        written.count <= longestCode
      else { continue }
      if part.kind == .countryCode || hasPlus {
        add("+" + written.drop { $0 == "0" }, to: &countries)
      } else {
        add(written, to: &areas)
      }
    }
    return countries + areas + countries.flatMap { country in areas.map { country + $0 } }
  }

  /// A number has hardly more than one of each, and all are put together.
  private static func add(_ code: String, to codes: inout [String]) {
    if codes.count < 8, !codes.contains(code) { codes.append(code) }
  }

  private static let longestCode = 8

  /// The digits of a code, with zeros before it; nil where there is none. In `GB +44` only what stands behind
  /// the + is one, and `US` has none.
  private func code(in text: String) -> (digits: String, hasPlus: Bool)? {
    // As most are: this is asked of every row.
    if let first = text.utf8.first, first != 0x30, text.utf8.allSatisfy({ (0x30...0x39) ~= $0 }) {
      return (text, false)
    }
    let scalars = text.unicodeScalars
    let plus = scalars.firstIndex(where: NumberText.pluses.contains)
    guard plus != nil || !text.contains(where: \.isLetter) else { return nil }
    let rest = scalars[(plus ?? scalars.startIndex)...].prefix { !$0.properties.isAlphabetic }
    // `00 44`, `+44 (0)` and the `44.0` of a spreadsheet are 44.
    let groups = rest.split { NumberText.digit($0) == nil }
      .map { $0.compactMap(NumberText.digit).map(String.init).joined() }
      .filter { group in group.contains { $0 != "0" } }
    var digits = groups.joined()
    if kind == .countryCode {
      // Also `+44-1481`, whose mobiles have other digits there; `011` is what some dial for the +.
      digits = groups.first { $0 != "011" } ?? ""
      if digits.hasPrefix("011") { digits.removeFirst(3) }
    }
    return digits.isEmpty ? nil : (digits, plus != nil)
  }

  private static let countryCodes = LooseName.set(
    """
    countrycode phonecountrycode mobilecountrycode telephonecountrycode countrydialcode countrycallingcode
    dialcode dialingcode diallingcode callingcode isdcode countryprefix internationalprefix
    landesvorwahl ländervorwahl ländercode landeskennzahl indicatif indicatifpays indicatiftéléphonique
    prefijopaís códigopaís códigodepaís códigodopaís ddi prefissointernazionale landcode landnummer
    landsnummer landskod landekode landkode maakoodi maatunnus ülkekodu
    countryphonecode countrycodephone ctrycode isdprefix intlprefix contactcountrycode
    códpaís códigopaístel códigodepaístel clavepaís clavedepaís codepays codedupays prefissoint kodkraju
    кодстраны кодкраїни országkód országhívó országhívószám předvolbazemě κωδικόςχώρας κωδικόςχώρασ
    国番号 国コード 國碼 国家代码 国家码 國家代碼 국가번호 국가코드 رمزالدولة كودالدولة مفتاحالدولة
    """)

  private static let countries = LooseName.set(
    """
    country countryiso countryiso2 countryisocode isocountry isocountrycode iso2 billingcountry addresscountry
    defaultaddresscountrycode pays país paese země krajina ország țara ülke maa страна країна χώρα
    国 国名 国家 國家 국가 الدولة
    """)

  private static let areaCodes = LooseName.set(
    """
    areacode phoneareacode stdcode phoneprefix vorwahl ortsvorwahl telefonvorwahl
    mobilvorwahl vorwahlnummer ddd prefijo códigodeárea códigoárea prefisso netnummer kengetal
    suuntanumero riktnummer alankodu קידומת
    """)

  /// Some columns of this name have the numbers that ISO 3166 gives to countries: of those that most lists are
  /// of, what is dialled. None that is dialled itself, as 380 of Italy is for Ukraine.
  private static let codesOfISO = [
    "840": "1", "124": "1", "484": "52", "076": "55", "170": "57", "152": "56", "826": "44",
    "276": "49", "756": "41", "528": "31", "724": "34", "620": "351", "752": "46", "578": "47",
    "208": "45", "616": "48", "792": "90", "710": "27", "566": "234", "404": "254", "554": "64",
    "702": "65", "392": "81", "410": "82", "156": "86",
  ]
}
