/// Why a text is not a phone number that a message can be sent to. `text` is what stood there,
/// without the white space around it.
package enum NumberProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Nothing stands there.
  case missing
  /// It has no digit, or is longer than anybody writes a number.
  case notANumber(text: String)
  /// No `+` and no region to read it in. `repaired`: what it is if only the `+` is missing.
  case noCountryCode(text: String, repaired: PhoneNumber?)
  /// No country has this code.
  case noSuchCountry(text: String, prefix: String)
  /// `lengths`: how many digits a number of the country has after its code.
  case tooShort(text: String, code: Int, lengths: [Int])
  /// `lengths`: as for `tooShort`.
  case tooLong(text: String, code: Int, lengths: [Int])
  /// Between the shortest and the longest of `lengths`, and none of them.
  case impossibleLength(text: String, code: Int, lengths: [Int])
  /// More digits than any number in the world has (ITU-T E.164).
  case over15Digits(text: String, digits: Int)
  /// `+0…`: no country code begins with 0.
  case zeroAfterPlus(text: String)
  /// `+44 020…`: a zero that is dialled within the country only. `meant`: without it.
  case trunkZero(text: String, code: Int, meant: PhoneNumber)
  /// Without a `+`, and not dialled like this in the region (ISO 3166) that `--region` names.
  case notInRegion(text: String, region: String)
  /// A number of the region, or one that lost its `+`: both are in use.
  case twoReadings(text: String, national: PhoneNumber, international: PhoneNumber)
  /// A number, but a column beside it says that it lacks a code.
  case otherCode(text: String, column: String)
  /// `1.20256E+10`. `lost`: some of its digits are gone.
  case scientificNotation(text: String, lost: Bool)
  /// `12025550123.0`
  case decimal(text: String)
  /// `2026-12-31`, `31.12.2026`
  case date(text: String)
  /// Wrong in its region, and a number of another country if there were a `+` before it, or for the `011`
  /// that it begins with.
  indirect case lostPlus(NumberProblem, meant: PhoneNumber)
  /// `#N/A` and its like.
  case spreadsheetError(text: String)
  /// A letter where a digit seems to be meant: `2O25550123`.
  case lookalike(text: String, letter: Character, digit: Int)
  /// Letters beside digits, such as somebody's name.
  case letters(text: String)
  /// `whole`: all of it read as one, where that makes one.
  case twoNumbers(text: String, whole: PhoneNumber? = nil)
  /// `+12025550123 x12`
  case extensionNumber(text: String)
  /// A second `+`, or one behind a digit.
  case misplacedPlus(text: String)
  /// A sign that nobody writes between digits, such as `$`.
  case strangeCharacter(text: String, character: Character)

  /// What is wrong in words, with the number it is about.
  package var description: String { text.isEmpty ? reason : "\(text): \(reason)" }

  /// What stood there, cut to a readable length. Empty when nothing did.
  package var text: String {
    switch self {
    case .missing: ""
    case .lostPlus(let problem, _): problem.text
    case .notANumber(let text), .noCountryCode(let text, _), .noSuchCountry(let text, _),
      .tooShort(let text, _, _), .tooLong(let text, _, _), .impossibleLength(let text, _, _),
      .over15Digits(let text, _), .zeroAfterPlus(let text), .trunkZero(let text, _, _),
      .notInRegion(let text, _), .twoReadings(let text, _, _), .otherCode(let text, _),
      .scientificNotation(let text, _), .decimal(let text), .date(let text),
      .spreadsheetError(let text), .lookalike(let text, _, _),
      .letters(let text), .twoNumbers(let text, _),
      .extensionNumber(let text), .misplacedPlus(let text), .strangeCharacter(let text, _):
      text
    }
  }

  /// The numbers that it may mean, all of them in use.
  package var meant: [PhoneNumber] {
    switch self {
    case .noCountryCode(_, let number?), .trunkZero(_, _, let number),
      .lostPlus(_, let number), .twoNumbers(_, let number?):
      [number]
    case .twoReadings(_, let national, let international): [national, international]
    default: []
    }
  }

  /// Whether parts of the text may be numbers by themselves.
  var hasParts: Bool { if case .twoNumbers = self { true } else { meant.isEmpty } }

  /// What is wrong in words without the number: fit for logs.
  package var reason: String {
    switch self {
    case .missing: "no number"
    case .notANumber: "not a phone number"
    case .noCountryCode(_, nil):
      "no + and country code; write them, or name the country with --region"
    case .noCountryCode:
      "no + before the country code, as when a spreadsheet drops it; "
        + "write the +, or name the country with --region"
    case .noSuchCountry(_, let prefix): "no country has the code \(prefix)"
    case .tooShort(_, let code, let lengths): "too short for +\(code), \(expected(lengths))"
    case .tooLong(_, let code, let lengths): "too long for +\(code), \(expected(lengths))"
    case .impossibleLength(_, let code, let lengths):
      "wrong length for +\(code), \(expected(lengths))"
    case .over15Digits(_, let digits): "has \(digits) digits; no phone number has more than 15"
    case .zeroAfterPlus:
      "no country code begins with 0; write + and the country code, without 0 or 00"
    case .trunkZero(_, let code, _):
      "the 0 after +\(code) is dialled in its own country only; leave it out"
    case .twoReadings(let text, _, _):
      "can be dialled as it is, but \(otherReading(of: text)) it is another number; "
        + "write + and the country code"
    case .otherCode(_, let column):
      "column \(column) has another code; write whole numbers, such as +12025550123"
    case .notInRegion(_, let region):
      "cannot be dialled in \(region); write + and the country code"
    case .scientificNotation(_, true):
      "scientific notation, as Excel writes long numbers; its last digits are lost. "
        + "Format the column as text at its source and export it again"
    case .scientificNotation(_, false):
      "scientific notation, as Excel writes long numbers. "
        + "Format the column as text at its source and export it again"
    case .date: "a date, not a number; look whether the columns are the right ones"
    case .lostPlus(let problem, _):
      "\(problem.reason); if it is one of another country, \(lossOfPlus(in: problem.text)), "
        + "write the +"
    case .decimal: "ends like a decimal number; export the column as text"
    case .spreadsheetError: "an error of the spreadsheet, not a number"
    case .lookalike(_, let letter, let digit):
      "has the letter \(letter) where the digit \(digit) may be meant"
    case .letters(let text) where NumberText.hasNumberAndWord(text):
      "has a name or another word beside the number; write the number alone"
    case .letters: "has letters in it"
    case .twoNumbers: "more than one number; write one in each row"
    case .extensionNumber: "has an extension, which messages cannot use"
    case .misplacedPlus: "has a + in the wrong place"
    case .strangeCharacter(_, let character): "has the character \(name(of: character)) in it"
    }
  }

  /// Itself where it can be seen, else its code point.
  private func name(of character: Character) -> String {
    guard let scalar = character.unicodeScalars.first, !scalar.isSeenAlone else {
      return String(character)
    }
    return scalar.codePoint
  }

  private func lossOfPlus(in text: String) -> String {
    text.unicodeScalars.compactMap(NumberText.digit).first == 0
      ? otherReading(of: text) : "whose + a spreadsheet dropped"
  }

  private func otherReading(of text: String) -> String {
    let digits = text.unicodeScalars.compactMap(NumberText.digit).map { $0 + 0x30 }
    if let prefix = NumberText.prefixes.first(where: { digits.starts(with: $0.utf8) }) {
      return "where \(prefix) is dialled for +"
    }
    return digits.first == 0x30 ? "where a 0 is lost" : "with its + lost"
  }

  private func expected(_ lengths: [Int]) -> String {
    "which has \(alternatives(lengths)) digits after it"
  }
}

/// `10`, `7 or 9`, `7, 9 or 10`, `5 to 11`: ascending numbers in words.
func alternatives(_ numbers: [Int]) -> String {
  guard let first = numbers.first, let last = numbers.last else { return "no" }
  if numbers.count > 2, last - first == numbers.count - 1 { return "\(first) to \(last)" }
  guard numbers.count > 1 else { return "\(first)" }
  return numbers.dropLast().map(String.init).joined(separator: ", ") + " or \(last)"
}
