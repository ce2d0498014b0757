/// Reads dates as people and spreadsheets write them: ISO 8601, RFC 2822, `1/31/2026 2:30 PM`,
/// `31.1.2026`, `31-Jan-26`, `January 31, 2026`. Numbers with slashes are month first, unless that
/// is no month; with dots or dashes they are day first.
struct DateReader {
  /// A time of day, as a text says it.
  struct TimeOfDay {
    var hour: Int
    var minute = 0
    /// Nil where there are hours and minutes alone.
    var second: Int?
    var nanosecond = 0
    /// Whether it was of twelve hours, with `AM` or `PM`.
    var isHalved = false
  }

  /// What a text says of a date and a time.
  struct Findings {
    var year: Int?
    var month: Int?
    var day: Int?
    /// Whether the day is the first of the month or the week that the text names, and is not in it.
    var isFirstDay = false
    var time: TimeOfDay?
    var zone: Zone?
    /// Whether the zone is of `09:00-10:00`, which may be from one time to another.
    var maySpan = false
    /// From 0, Sunday, to 6.
    var weekday: Int?
    /// Tells in which order day and month were read, where numbers alone do not say.
    var notes: RenderNotes = []
    /// The first and the last of three numbers of two digits, such as 26 and 5 of `26-01-05`. The last was
    /// read as the year.
    var ends: (first: Int, last: Int)?

    var hasDate: Bool { month != nil || day != nil || year != nil }
  }

  let bytes: [UInt8]
  var index = 0
  var found = Findings()
  /// Whether what was just read is a day or a named month, after which `-`, `/` and `.` separate.
  private var isWithinDate = false
  private(set) var isMonthNamed = false
  private(set) var isBehindT = false

  /// What the text says; nil if it is no date from end to end.
  static func read(_ text: [UInt8]) -> Findings? {
    guard text.count <= 100 else { return nil }
    var reader = DateReader(bytes: withPlainSpaces(text).map(\.lowercased))
    while let more = reader.readPart() {
      if !more { return reader.isComplete ? reader.found : nil }
    }
    return nil
  }

  /// Browsers and spreadsheets write spaces that do not break: U+00A0 and U+202F.
  private static func withPlainSpaces(_ text: [UInt8]) -> [UInt8] {
    if text.allSatisfy({ $0 < 0x80 }) { return text }
    return text.replacing([0xC2, 0xA0], with: [0x20]).replacing([0xE2, 0x80, 0xAF], with: [0x20])
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// A day or a year alone is no date.
  private var isComplete: Bool { found.hasDate ? found.month != nil : found.time != nil }

  /// Reads one part; false at the end, nil when there is something that is no part of a date.
  private mutating func readPart() -> Bool? {
    skipSeparators()
    guard index < bytes.count else { return false }
    if readTime() || readZone() || readComment() || readNumericDate() {
      isWithinDate = false
      return true
    }
    if readMonth() || readNumber() {
      isWithinDate = true
      return true
    }
    return readWeekday() || readLetterT() || readAt() ? true : nil
  }

  private mutating func skipSeparators() {
    while index < bytes.count {
      let isSeparator =
        switch bytes[index] {
        case UInt8(ascii: ","): true
        case UInt8(ascii: "-"): isWithinDate && !isBeforeOffset
        case UInt8(ascii: "/"), UInt8(ascii: "."): isWithinDate
        default: bytes[index].isSpace
        }
      guard isSeparator else { return }
      index += 1
    }
  }

  /// Whether a minus stands before the offset of a time, as in `10:30 2 Dec -0500`, and not before a year.
  private var isBeforeOffset: Bool {
    guard found.time != nil, found.zone == nil, index > 0, bytes[index - 1].isSpace else {
      return false
    }
    var reader = self
    return reader.offset() != nil
  }

  // MARK: Scanning

  /// One to `most` digits.
  mutating func number(most: Int) -> (value: Int, digits: Int)? {
    let start = index
    var value = 0
    while index < bytes.count, bytes[index].isDigit {
      value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
      index += 1
      if index - start > most {
        index = start
        return nil
      }
    }
    return index > start ? (value, index - start) : nil
  }

  mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: sign) else { return false }
    index += 1
    return true
  }

  mutating func take(word: String) -> Bool {
    let word = Array(word.utf8)
    guard bytes[index...].starts(with: word) else { return false }
    index += word.count
    return true
  }

  /// Letters up to the next other byte.
  func word() -> String {
    String(decoding: bytes[index...].prefix { $0.isLetter }, as: UTF8.self)
  }

  // MARK: Names

  static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  static let weekdays = [
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
  ]

  static func place(of word: String, in names: [String]) -> Int? {
    guard word.utf8.count >= 3 else { return nil }
    return names.firstIndex { $0.hasPrefix(word) }
  }

  private mutating func readMonth() -> Bool {
    let word = word()
    guard found.month == nil, let month = Self.place(of: word, in: Self.months) else {
      return false
    }
    found.month = month + 1
    isMonthNamed = true
    index += word.utf8.count
    return true
  }

  private mutating func readWeekday() -> Bool {
    let word = word()
    guard let weekday = Self.place(of: word, in: Self.weekdays) else { return false }
    found.weekday = weekday
    index += word.utf8.count
    _ = take(".")
    return true
  }

  /// The `T` of ISO 8601 between date and time.
  private mutating func readLetterT() -> Bool {
    guard found.hasDate, found.time == nil, take("t") else { return false }
    isBehindT = true
    if readTime() { return true }
    guard let (value, digits) = number(most: 6), digits % 2 == 0 else { return false }
    let full = digits == 2 ? value * 10_000 : digits == 4 ? value * 100 : value
    return set(
      TimeOfDay(
        hour: full / 10_000, minute: full / 100 % 100, second: digits > 4 ? full % 100 : nil))
  }

  /// `December 2, 2026 at 3:05 PM`.
  private mutating func readAt() -> Bool {
    let start = index
    guard found.hasDate, take(word: "at") else { return false }
    while take(" ") {}
    if readTime() { return true }
    index = start
    return false
  }

  /// A day or a year that stands alone, beside a named month.
  private mutating func readNumber() -> Bool {
    let start = index
    guard let (value, digits) = number(most: 4) else { return false }
    if digits <= 2, found.day == nil {
      found.day = value
      _ = ["st", "nd", "rd", "th"].contains { take(word: $0) }
      return true
    }
    if found.year == nil, digits == 4 || (digits == 2 && found.month != nil) {
      found.year = Self.year(value, digits: digits)
      return true
    }
    index = start
    return false
  }

  /// Two digits are of 1969 to 2068, as POSIX has it.
  static func year(_ value: Int, digits: Int) -> Int {
    digits > 2 ? value : value + (value < 69 ? 2000 : 1900)
  }
}
