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

  /// What is to be said of a text that is printed. Most have no byte of the kind that is looked for.
  @inline(__always)
  static func notes(ofPrinted text: Span<UInt8>) -> RenderNotes {
    guard text.count > 1 else { return [] }
    if mayBegin(text[0]) {
      return isOne(text) ? .filler : isHashes(text) ? .spoiled : isMergeField(text) ? .wrapped : []
    }
    guard text.count > 4 else { return [] }
    if text[text.count - 3] == UInt8(ascii: "+") { return isPower(text) ? .spoiled : [] }
    switch text[0] {
    case UInt8(ascii: "0"): return isNoDay(text) ? .filler : []
    case UInt8(ascii: "E"): return isFault(text) ? .filler : []
    case UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "{"), UInt8(ascii: "%"):
      return isWrapped(text) ? .wrapped : []
    default: return []
    }
  }

  /// `0000-00-00` or `0001-01-01`, also with a time behind it.
  private static func isNoDay(_ text: Span<UInt8>) -> Bool {
    guard starts(text, with: "0000-00-00") || starts(text, with: "0001-01-01") else { return false }
    let rest = text.extracting(10...)
    return rest.isEmpty
      || rest.indices.contains { rest[$0] == UInt8(ascii: ":") }
        && rest.indices.allSatisfy { rest[$0].isDigit || " T:.+-Z".utf8.contains(rest[$0]) }
  }

  /// `Err:508`
  private static func isFault(_ text: Span<UInt8>) -> Bool {
    text.count == 7 && starts(text, with: "Err:5") && text[5].isDigit && text[6].isDigit
  }

  /// `="00123"`, `*|NAME|*`, `{{ name }}`, `%NAME%`, and `=?UTF-8?Q?J=C3=B6rg?=` of a mail.
  private static func isWrapped(_ text: Span<UInt8>) -> Bool {
    starts(text, with: "=\"") && ends(text, with: "\"")
      || starts(text, with: "*|") && ends(text, with: "|*")
      || starts(text, with: "{{") && ends(text, with: "}}")
      || starts(text, with: "=?") && ends(text, with: "?=")
      || starts(text, with: "%") && ends(text, with: "%")
        && (1..<text.count - 1).allSatisfy { text[$0].isLetter || text[$0] == UInt8(ascii: "_") }
  }

  /// `[First Name]`: other texts in brackets may be meant so.
  private static func isMergeField(_ text: Span<UInt8>) -> Bool {
    guard text[0] == UInt8(ascii: "["), text.count <= longest, ends(text, with: "]") else {
      return false
    }
    let letters = text.indices.map { text[$0].lowercased }.filter(\.isLetter)
    return mergeFields.contains(String(decoding: letters, as: UTF8.self))
  }

  private static let mergeFields: Set = [
    "firstname", "lastname", "fullname", "fname", "lname", "name", "customername", "companyname",
  ]

  private static func ends(_ text: Span<UInt8>, with end: StaticString) -> Bool {
    let count = end.utf8CodeUnitCount
    guard text.count > count else { return false }
    return (0..<count).allSatisfy { text[text.count - count + $0] == end.utf8Start[$0] }
  }

  private static func starts(_ text: Span<UInt8>, with start: StaticString) -> Bool {
    guard text.count >= start.utf8CodeUnitCount else { return false }
    return (0..<start.utf8CodeUnitCount).allSatisfy { text[$0] == start.utf8Start[$0] }
  }

  /// `########`, for what is wider than its column.
  private static func isHashes(_ text: Span<UInt8>) -> Bool {
    text.count > 2 && text.indices.allSatisfy { text[$0] == UInt8(ascii: "#") }
  }

  /// `1.23457E+18`, for a number that is longer than its column, or than a number can be.
  private static func isPower(_ text: Span<UInt8>) -> Bool {
    let end = text.count - 4
    guard end > 2, text[end].lowercased == UInt8(ascii: "e"), text[0].isDigit,
      text[1] == UInt8(ascii: ".") || text[1] == UInt8(ascii: ",")
    else { return false }
    return text.indices.allSatisfy { $0 == 1 || $0 == end || $0 == end + 1 || text[$0].isDigit }
  }

  private static func mayBegin(_ byte: UInt8) -> Bool {
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
