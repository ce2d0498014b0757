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

  private static let namesOfLists: Set<String> = LooseName.set(
    """
    number numbers blocked blockednumber blockednumbers suppressed suppressednumber
    nummer nummern numero numeri números nombor номер номера 号码 號碼 番号 번호
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

  /// As ``LooseName/bare(_:)`` has them, so that `telephone` is `téléphone`, too.
  static let usualNames: Set<String> = LooseName.set(
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
    numérodetéléphone ndetéléphone ntéléphone ntel numtel numérotéléphone portable téléphoneportable
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
    mobilnítelefon telefonníčíslo číslotelefonu mobilnýtelefón telefónnečíslo
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
