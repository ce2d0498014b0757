/// The names that columns of phone numbers usually have.
enum PhoneColumn {
  /// Whether a header is one of them; case, spaces, punctuation and accents do not count.
  static func isUsualName(_ header: String) -> Bool {
    let bare = LooseName.bare(header)
    return usualNames.contains(bare)
      || spreadsheetPrefixes(bare).contains(where: usualNames.contains)
  }

  /// Whether a header is usual in a list of nothing but numbers, where no other number can be meant.
  static func isUsualNameOfList(_ header: String) -> Bool {
    isUsualName(header) || namesOfLists.contains(LooseName.bare(header))
  }

  /// Whether a header is usual for numbers that messages came from.
  static func isUsualNameOfSender(_ header: String) -> Bool {
    namesOfSenders.contains(LooseName.bare(header))
  }

  /// Which one it is of several columns with such a name: `Phone 2`, `Mobile_2`, `Phone 2 - Value`. Nil for
  /// any other.
  static func position(_ header: String) -> Int? {
    var bare = LooseName.bare(header)
    if bare.hasSuffix("value") { bare.removeLast("value".count) }
    let digits = bare.reversed().prefix { $0.isASCII && $0.isNumber }
    guard digits.count <= 2, let position = Int(String(digits.reversed())),
      usualNames.contains(String(bare.dropLast(digits.count)))
    else { return nil }
    return position
  }

  /// Whether a header names one more number of somebody: `Home Phone`, `mobile_work`, `Diensthandy`.
  static func isKindOfPhone(_ header: String) -> Bool {
    var words = words(of: header)
    if usualNames.contains(words.suffix(2).joined()), ["no", "nr"].contains(words.last) {
      words.removeLast()
    }
    if words.contains(where: others.contains) { return false }
    return words.contains(where: isLabelOfPhone) || holdsUsualName(words)
      || words.count == 1 && kindsAlone.contains(words[0])
      || words.contains { word in ends.contains { word.hasSuffix($0) } }
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
        && words(of: String($0)).allSatisfy { isLabelOfPhone($0) || whose.contains($0) }
    }
    return areLabels ? String(scalars[start...end]) : nil
  }

  private static let longestLabel = 40

  private static func words(of text: String) -> [String] {
    LooseName.variable(text).split(separator: "_").map { LooseName.bare(String($0)) }
  }

  /// Some are phones in the name of a whole column alone.
  private static func isLabelOfPhone(_ word: String) -> Bool {
    kinds.contains(word)
      || usualNames.contains(word) && !["to", "recipient", "contact"].contains(word)
  }

  /// In several words, as `Số điện thoại nhà` does, or in letters that are written without spaces.
  private static func holdsUsualName(_ words: [String]) -> Bool {
    for start in words.indices {
      for count in 2...4 where start + count <= words.count {
        if usualNames.contains(words[start..<start + count].joined()) { return true }
      }
    }
    return words.contains { word in
      word.unicodeScalars.allSatisfy { $0.value >= 0x2E80 }
        && usualNames.contains { word.hasSuffix($0) }
    }
  }

  /// Words for what is known of a phone besides its number.
  private static let others = LooseName.set(
    """
    at on date time timestamp id sid no nr order orders type status code country count cost verified opt optout
    added updated created checked model carrier provider price plan os brand account serial imei vin hash message
    consent sent received subscribed unsubscribed am datum zeit fecha hora data dato tarih дата modell modelo modèle
    kundennummer проверен
    """)

  private static let kinds = LooseName.set(
    """
    phone mobile cell cellphone telephone tel landline whatsapp telefon handy mobil telefono movil celular telefone
    portable телефона телефону
    """)

  /// Words that are phones as the name of a whole column, and may be anything else beside others.
  private static let kindsAlone = LooseName.set("sms festnetz fixe fijo fixo fisso cel mobilní")

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

  private static let namesOfLists: Set<String> = LooseName.set(
    """
    number numbers blocked blockednumber blockednumbers suppressed suppressednumber
    nummer nummern numero numeri número números numéro numéros nombor номер номера 号码 號碼 番号 번호
    """)

  private static let namesOfSenders: Set<String> = LooseName.set(
    """
    from fromnumber fromphone fromphonenumber sender sendernumber senderphone senderphonenumber senderid
    originator originatornumber origin originationnumber originatingnumber sourcenumber sourceaddress sourceaddr
    caller callernumber callerid absender absendernummer von expéditeur de remitente remetente mittente da
    afzender van avsändare från avsender afsender fra lähettäjä nadawca od отправитель
    """)

  /// Exports of address books number their columns: `Phone 1 - Value`.
  private static func spreadsheetPrefixes(_ bare: String) -> [String] {
    bare.hasSuffix("1value") ? [String(bare.dropLast(6))] : []
  }

  private static let usualNames: Set<String> = LooseName.set(
    """
    tonumber to tophone tophonenumber recipient recipientnumber recipientphone recipientphonenumber
    phone phonenumber phoneno phonenr phonenum phonemobile mobile mobilephone mobilephonenumber
    mobilenumber mobileno mobilenr cell cellphone cellphonenumber cellnumber cellno cellular msisdn
    tel telno telnr telephone telephonenumber telephoneno e164 smsnumber smsphone customerphone
    customerphonenumber contactnumber contactphone contactphonenumber primaryphone whatsapp
    whatsappnumber phonee164 phonenumbere164 primaryphonenumber smsphonenumber mobilecell cellmobile
    telefon telefonnummer telefonnr telnummer rufnummer handy handynummer handynr mobil mobilnummer
    mobilnr mobiltelefon mobilfunk mobilfunknummer mobilrufnummer
    telefonenummer mobiltelefonnummer tlf tlfnr tlfnummer mobiltlf
    téléphone numérodetéléphone ndetéléphone ntéléphone ntel numtel numérotéléphone portable téléphoneportable
    téléphonemobile telportable telmobile numérodeportable gsm
    nmobile nportable nºdeteléfono nºteléfono nºdemóvil nºmóvil nºdetelefone
    teléfono númerodeteléfono númerotelefónico móvil teléfonomóvil númerodemóvil celular
    teléfonocelular númerodecelular númerocelular numcelular
    telefone númerodetelefone telefonecelular telemóvel númerodetelemóvel
    telefonocellulare cellulare numeroditelefono numerotelefono numerocellulare numerodicellulare
    recapitotelefonico
    telefoon telefoonnummer mobiel mobielnummer mobielenummer gsmnummer 06nummer
    puhelin puhelinnumero matkapuhelin matkapuhelinnumero kännykkä
    telefonkomórkowy komórka numertelefonu nrtelefonu nrtel telefonu
    mobilnítelefon telefonníčíslo číslotelefonu mobilnýtelefón telefón telefónnečíslo
    telefonszám mobiltelefonszám mobilszám
    numărdetelefon numărtelefon telefonmobil
    telefonnumarası telefonno ceptelefonu
    telefonskaštevilka brojtelefona brojmobitela mobitel
    телефон номертелефона мобильный мобильныйтелефон сотовый телефонныйномер номертелефону
    мобільний мобільнийтелефон
    τηλέφωνο κινητό κινητότηλέφωνο αριθμόςτηλεφώνου
    電話 電話番号 携帯 携帯電話 携帯番号 携帯電話番号 手机 手机号 手机号码 电话 电话号码 手機 手機號碼 電話號碼
    전화번호 전화 휴대폰 휴대폰번호 휴대전화 핸드폰 연락처
    هاتف الهاتف رقمالهاتف جوال الجوال رقمالجوال موبايل טלפון נייד מספרטלפון
    फ़ोन मोबाइल फ़ोननंबर मोबाइलनंबर điệnthoại sốđiệnthoại sđt nomorhp nomortelepon nohp notelp
    """)
}
