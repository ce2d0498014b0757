/// One more phone of somebody in a suppression list: the names of its column, and the words beside its number.
enum FurtherPhone {
  /// Whether a header names one more number of somebody: `Home Phone`, `mobile_work`, `Diensthandy`.
  static func isName(_ header: String) -> Bool {
    let words = withoutNumberSigns(words(of: header))
    if words.contains(where: others.contains) || words.last.map(lastOthers.contains) == true {
      return false
    }
    return words.contains(where: isLabel) || holdsUsualName(words)
      || words.count == 1 && namesAlone.contains(words[0])
      || words.contains { word in ends.contains { word.hasSuffix($0) } }
  }

  /// `phone home` of `Phone No. (Home)`.
  private static func withoutNumberSigns(_ words: [String]) -> [String] {
    words.indices.filter { index in
      guard index > 0, ["no", "nr"].contains(words[index]) else { return true }
      let before = words[index - 1]
      return !isLabel(before) && !whose.contains(before)
        && !PhoneColumn.usualNames.contains(before + words[index])
    }.map { words[$0] }
  }

  /// A number without the words before and behind it that say which of somebody's it is: `home: …`, `… (work)`.
  /// Nil if other words stand there.
  static func withoutLabels(_ text: Substring) -> String? {
    let scalars = text.unicodeScalars
    func isPart(_ scalar: Unicode.Scalar) -> Bool {
      NumberText.digit(scalar) != nil || NumberText.pluses.contains(scalar)
    }
    guard let start = scalars.firstIndex(where: isPart), let end = scalars.lastIndex(where: isPart)
    else { return nil }
    let around = [scalars[..<start], scalars[scalars.index(after: end)...]]
    let areLabels = around.allSatisfy {
      $0.count <= longestLabel
        && words(of: String($0)).allSatisfy { isLabel($0) || whose.contains($0) }
    }
    return areLabels ? String(scalars[start...end]) : nil
  }

  private static let longestLabel = 40

  private static func words(of text: String) -> [String] {
    LooseName.variable(text).split(separator: "_").map { LooseName.bare(String($0)) }
  }

  /// Some are phones in the name of a whole column alone.
  private static func isLabel(_ word: String) -> Bool {
    otherLabels.contains(word)
      || PhoneColumn.usualNames.contains(word) && !["to", "recipient"].contains(word)
  }

  /// Whether a usual name stands in several words, as in `Số điện thoại nhà`, or in letters without spaces.
  private static func holdsUsualName(_ words: [String]) -> Bool {
    for start in words.indices {
      for count in 2...4 where start + count <= words.count {
        if PhoneColumn.usualNames.contains(words[start..<start + count].joined()) { return true }
      }
    }
    return words.contains { word in
      word.unicodeScalars.allSatisfy { $0.value >= 0x2E80 }
        && PhoneColumn.usualNames.contains { word.hasSuffix($0) }
    }
  }

  /// Words for what else is written in many digits, or is another person's. What is no number, such as `yes` in
  /// `Phone opt-out`, does no harm: only cells that are numbers count.
  private static let others = LooseName.set(
    """
    date time timestamp epoch datum zeit fecha hora data dato tarih дата id sid code pin order orders serial imei
    imsi vin hash ref token session ticket invoice rechnung rechnungsnummer rechnungsnr kundennummer kundennr
    emergency notfall urgence emergencia emergenza
    """)

  /// Words that end the name of a moment or of a sign: `Phone added on`, `Handy Kunden-Nr.`
  private static let lastOthers: Set = [
    "at", "on", "am", "no", "nr", "added", "updated", "created", "checked", "verified", "sent",
    "received",
  ]

  /// Besides the usual names of columns.
  private static let otherLabels = LooseName.set("landline телефона телефону")

  /// Words that are phones as the name of a whole column, and may be anything else beside others.
  private static let namesAlone = LooseName.set("sms festnetz fixe fijo fixo fisso cel mobilní")

  /// What ends the words of languages that write several as one: `Diensthandy`, `työpuhelin`.
  private static let ends = ["handy", "telefon", "telefoon", "puhelin"]

  /// Words for whose phone, or which of somebody's, one is.
  private static let whose = LooseName.set(
    """
    alternate alternative alt other second secondary additional backup main h w m o home work office private
    andere weitere zweite privat dienst dienstlich geschäftlich arbeit autre domicile maison bureau travail
    otro casa trabajo oficina outro trabalho altro ufficio lavoro thuis werk hem arbete hjem jobb arbejde koti työ
    ev iş dom praca дом домашний рабочий
    """)
}
