/// What databases, spreadsheets and programs write where there is no value.
enum FillerWord {
  private static let words = Set(
    #"""
    NULL null (null) [null] <null> \N None nil <nil> nan NaN <NA> NaT N/A n/a undefined
    #N/A #NA #NV #N/D #N/T #Н/Д #YOK #BRAK #REF! #¡REF! #BEZUG! #RIF! #ADR! #ССЫЛКА! #VALUE! #WERT! #VALEUR!
    #VALOR! #¡VALOR! #VALORE! #ARG! #ЗНАЧ! #NAME? #NOM? #NOMBRE? #¿NOMBRE? #NOME? #NAZWA? #ИМЯ? #DIV/0!
    #¡DIV/0! #DZIEL/0! #ДЕЛ/0! #NUM! #¡NUM! #ZAHL! #NOMBRE! #LICZBA! #ЧИСЛО! #NULL! #SPILL! #CALC! #FIELD!
    #GETTING_DATA #ERROR!
    """#.split(whereSeparator: \.isWhitespace).map(String.init) + ["[object Object]"])
  private static let longest = 16

  /// Whether a text is such a word.
  @inline(__always)
  static func isOne(_ text: Span<UInt8>) -> Bool {
    text.count > 1 && text.count <= longest && mayBegin(text[0]) && isWord(text)
  }

  /// Whether a text is what LibreOffice writes for a formula that failed, `Err:508`.
  static func isFault(_ text: Span<UInt8>) -> Bool {
    text.count == 7 && text.has("Err:5", at: 0) && text[5].isDigit && text[6].isDigit
  }

  /// Whether a text that begins so may be such a word.
  @inline(__always)
  static func mayBegin(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "N"), UInt8(ascii: "n"), UInt8(ascii: "("), UInt8(ascii: "<"),
      UInt8(ascii: "\\"), UInt8(ascii: "u"), UInt8(ascii: "["), UInt8(ascii: "#"):
      true
    default: false
    }
  }

  private static func isWord(_ text: Span<UInt8>) -> Bool {
    words.contains(String(decoding: text.indices.map { text[$0] }, as: UTF8.self))
  }
}
