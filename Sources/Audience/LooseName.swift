/// How names of columns are compared: not by case, spaces and punctuation.
package enum LooseName {
  /// Whether two names are the same but for case, spaces, punctuation and accents.
  package static func isSame(_ first: String, _ second: String) -> Bool {
    bare(first) == bare(second)
  }

  /// What a header is called in a template: `First Name`, `first-name` and `FirstName` are
  /// `first_name`. Letters keep their accents.
  static func variable(_ header: String) -> String {
    var name = ""
    var previous: Unicode.Scalar?
    let scalars = Array(header.unicodeScalars)
    for (position, scalar) in scalars.enumerated() {
      guard isPart(scalar) else {
        if let last = name.last, last != "_" { name.append("_") }
        previous = nil
        continue
      }
      let next = position + 1 < scalars.count ? scalars[position + 1] : nil
      if startsWord(scalar, after: previous, before: next) { name.append("_") }
      name.append(lower(scalar))
      previous = scalar
    }
    while name.last == "_" { name.removeLast() }
    return name
  }

  /// The same without any punctuation and accents, so that `e_mail` finds `E-Mail` and `Email`.
  static func bare(_ name: String) -> String {
    var bare = ""
    for scalar in name.unicodeScalars where isPart(scalar) {
      let lower = lower(scalar)
      if scalar.properties.generalCategory == .nonspacingMark, scalar.value < 0x370 { continue }
      bare += lower.unicodeScalars.count == 1 ? Self.withoutAccent(lower) : lower
    }
    return bare
  }

  /// The names in a text with white space between them, as ``bare(_:)`` has each.
  static func set(_ names: String) -> Set<String> {
    Set(names.split(whereSeparator: \.isWhitespace).map { bare(String($0)) })
  }

  /// The small letter of the Turkish `İ` is `i`; by itself, it would keep the dot as a mark.
  private static func lower(_ scalar: Unicode.Scalar) -> String {
    scalar == "İ" ? "i" : scalar.properties.lowercaseMapping
  }

  /// Letters, digits, and the marks that letters of many scripts need.
  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .decimalNumber:
      true
    default: false
    }
  }

  /// `firstName`, `IDNumber`: a capital after a small letter, or before one in a row of capitals.
  private static func startsWord(
    _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?
  ) -> Bool {
    guard let previous, scalar.properties.isUppercase else { return false }
    if previous.properties.isLowercase { return true }
    return previous.properties.isUppercase && next?.properties.isLowercase == true
  }

  private static func withoutAccent(_ letter: String) -> String { accents[letter] ?? letter }

  private static let accents: [String: String] = {
    let groups = [
      "a": "àáâãäåāăą", "c": "çćĉċč", "d": "ďđ", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ",
      "i": "ìíîïĩīĭįı", "j": "ĵ", "k": "ķ", "l": "ĺļľŀł", "n": "ñńņňŉ", "o": "òóôõöøōŏő",
      "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűų", "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
    ]
    return groups.reduce(into: [:]) { table, group in
      for letter in group.value { table[String(letter)] = group.key }
    }
  }()
}
