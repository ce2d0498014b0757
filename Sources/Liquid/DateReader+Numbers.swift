/// Dates of nothing but numbers, times of day, and zones.
extension DateReader {
  // MARK: Dates

  mutating func readNumericDate() -> Bool {
    guard !found.hasDate else { return false }
    let start = index
    if readBasicDate() { return true }
    index = start
    if readISODate() { return true }
    index = start
    if readNumbersWithSeparator() { return true }
    index = start
    return false
  }

  /// `20260131`, when more follows: alone it would be seconds.
  private mutating func readBasicDate() -> Bool {
    guard let (value, digits) = number(most: 8), digits == 8 else { return false }
    return setDate(value / 10_000, value / 100 % 100, value % 100)
  }

  /// `2026-01-31`, `2026/1/31`, `2026-jan-31`, `2026-01`, `2026-W05-6`, `2026-031`.
  private mutating func readISODate() -> Bool {
    guard let (year, digits) = number(most: 4), digits == 4, let separator = takeSeparator() else {
      return false
    }
    if separator == "-", take("w") { return readWeek(of: year) }
    if let month = Self.place(of: word(), in: Self.months) {
      index += word().utf8.count
      guard take(separator), let (day, _) = number(most: 2) else { return false }
      return setDate(year, month + 1, day)
    }
    guard let (month, length) = number(most: 3) else { return false }
    if length == 3 { return setDay(month, of: year) }
    guard take(separator), let (day, _) = number(most: 2) else {
      return setFirstDay(year, month, 1)
    }
    return setDate(year, month, day)
  }

  private mutating func readWeek(of year: Int) -> Bool {
    guard let (week, _) = number(most: 2), (1...53).contains(week) else { return false }
    var day = 1
    let namesDay = take("-")
    if namesDay { day = number(most: 1)?.value ?? 0 }
    guard (1...7).contains(day) else { return false }
    let fourth = CalendarTime.days(year, 1, 4)
    let monday = fourth - (fourth + 3).floorModulo(7)
    let date = CalendarTime.date(ofDay: monday + (week - 1) * 7 + day - 1)
    return namesDay
      ? setDate(date.year, date.month, date.day) : setFirstDay(date.year, date.month, date.day)
  }

  private mutating func setDay(_ day: Int, of year: Int) -> Bool {
    guard (1...(CalendarTime.isLeap(year) ? 366 : 365)).contains(day) else { return false }
    let date = CalendarTime.date(ofDay: CalendarTime.days(year, 1, 1) + day - 1)
    return setDate(date.year, date.month, date.day)
  }

  /// `1/31/2026`, `31.1.2026`, `31-01-26`, `1/31`.
  private mutating func readNumbersWithSeparator() -> Bool {
    guard let (first, length) = number(most: 2), let separator = takeSeparator(),
      let (second, _) = number(most: 2)
    else { return false }
    var year: Int?
    if take(separator), index < bytes.count, bytes[index].isDigit {
      guard let (value, digits) = number(most: 4), digits == 2 || digits == 4 else { return false }
      year = Self.year(value, digits: digits)
      if length == 2, digits == 2 { found.ends = (first, value) }
    } else if separator != "/" {
      return false
    }
    let isMonthFirst = separator == "/" ? first <= 12 : separator == "-" && second > 12
    let (month, day) = isMonthFirst ? (first, second) : (second, first)
    noteOrder(first, second, separator)
    return setDate(year, month, day)
  }

  private mutating func noteOrder(_ first: Int, _ second: Int, _ separator: Unicode.Scalar) {
    let isGuess = first <= 12 && second <= 12
    switch separator {
    case _ where first == second: break
    case "/" where isGuess: found.notes = .guessedSlashes
    case "/" where first > 12: found.notes = .daySlashes
    case "/" where second > 12: found.notes = .monthSlashes
    case "-" where isGuess: found.notes = .guessedDashes
    case "-" where second > 12: found.notes = .monthDashes
    case "-" where first > 12: found.notes = .dayDashes
    default: break
    }
  }

  private mutating func takeSeparator() -> Unicode.Scalar? {
    for separator: Unicode.Scalar in ["-", "/", "."] where take(separator) { return separator }
    return nil
  }

  private mutating func setDate(_ year: Int?, _ month: Int, _ day: Int) -> Bool {
    guard (1...12).contains(month), (1...31).contains(day) else { return false }
    (found.year, found.month, found.day) = (year, month, day)
    return true
  }

  /// Of the month or the week that is named.
  private mutating func setFirstDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    found.isFirstDay = setDate(year, month, day)
    return found.isFirstDay
  }

  // MARK: Times

  /// `14:30`, `14:30:05.25`, `2:30 pm`, `2pm`.
  mutating func readTime() -> Bool {
    guard found.time == nil else { return false }
    let start = index
    if let (hour, _) = number(most: 2), readTime(after: hour) { return true }
    index = start
    return false
  }

  private mutating func readTime(after hour: Int) -> Bool {
    var time = TimeOfDay(hour: hour)
    let hasMinutes = take(":")
    if hasMinutes {
      guard let minute = twoDigits() else { return false }
      time.minute = minute
      if take(":") {
        guard let second = twoDigits() else { return false }
        time.second = second
        if take(".") || take(",") { time.nanosecond = fraction() }
      }
    }
    guard let half = half() else { return hasMinutes && set(time) }
    guard (1...12).contains(hour) else { return false }
    time.hour = hour % 12 + half
    time.isHalved = true
    return set(time)
  }

  private mutating func twoDigits() -> Int? {
    number(most: 2).flatMap { $0.digits == 2 ? $0.value : nil }
  }

  /// Nanoseconds after the point; further digits are dropped.
  private mutating func fraction() -> Int {
    var (value, unit) = (0, 100_000_000)
    while index < bytes.count, bytes[index].isDigit {
      value += Int(bytes[index] - UInt8(ascii: "0")) * unit
      unit /= 10
      index += 1
    }
    return value
  }

  /// `am` is 0, `pm` is 12.
  private mutating func half() -> Int? {
    let start = index
    while take(" ") {}
    for (word, hours) in [("a.m.", 0), ("p.m.", 12), ("am", 0), ("pm", 12)] where take(word: word) {
      if index == bytes.count || !bytes[index].isLetter { return hours }
    }
    index = start
    return nil
  }

  mutating func set(_ time: TimeOfDay) -> Bool {
    let second = time.second ?? 0
    let isMidnight = time.hour == 24 && time.minute == 0 && second == 0
    guard time.hour < 24 || isMidnight, time.minute < 60, second <= 60 else { return false }
    found.time = time
    return true
  }

  // MARK: Zones

  private static let zones: [String: Int] = [
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "wet": 0, "west": 1,
    "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "jst": 9,
  ]

  /// `+02:00`, `-0500`, `+2`, `Z`, `EST`, after the time.
  mutating func readZone() -> Bool {
    guard found.time != nil, found.zone == nil else { return false }
    let word = word()
    if let hours = Self.zones[word] {
      index += word.utf8.count
      let name = hours == 0 && word != "wet" ? "UTC" : word.uppercased()
      found.zone = .fixed(hours * 3600, name: name)
      // `UTC+2`, `GMT+0200`
      if hours == 0, let offset = offset() { found.zone = offset.zone }
      return true
    }
    return readOffset()
  }

  /// `-0500 (EST)`, as RFC 2822 has it: a name that says no more than the offset does.
  mutating func readComment() -> Bool {
    guard found.zone != nil, index < bytes.count, bytes[index] == UInt8(ascii: "("),
      let end = bytes[index...].firstIndex(of: UInt8(ascii: ")"))
    else { return false }
    index = end + 1
    found.maySpan = false
    return true
  }

  /// An offset behind a time. Of `2026-12-02 10:00-11:30`, with no offset that clocks have, and of
  /// `9:00 AM-5:00`, the first time is what is told, and the end is passed by.
  private mutating func readOffset() -> Bool {
    let beginning = beginningOfSpan
    guard let offset = offset() else { return false }
    if let beginning, offset.mayBeTime {
      if offset.isEnd(ofSpanFrom: beginning) { return true }
      found.maySpan = offset.isLater(than: beginning)
    }
    found.zone = offset.zone
    return true
  }

  /// The time that was read, if a span may go on from it here: one of hours and minutes, as people write it, right
  /// before this.
  private var beginningOfSpan: TimeOfDay? {
    guard let time = found.time, time.second == nil, !isBehindT, let last = bytes[..<index].last
    else { return nil }
    return last.isSpace ? nil : time
  }

  /// Takes `+02:00`, `-0500` or `+2`, from the west of Hawaii to Kiritimati. `2 Dec 18:00-20:00` is from one time
  /// to another, as people write it, and nobody writes an offset so behind the name of a month.
  mutating func offset() -> Offset? {
    let start = index
    let isNegative = take("-")
    if isNegative || take("+"), let (value, digits) = number(most: 4) {
      let hasColon = digits <= 2 && take(":")
      let hours = digits > 2 ? value / 100 : value
      let minutes = hasColon ? number(most: 2)?.value ?? 60 : digits > 2 ? value % 100 : 0
      let isTime = hasColon && isNegative && isMonthNamed
      if !isTime, hours <= (isNegative ? 12 : 14), minutes < 60 {
        return Offset(isNegative: isNegative, hours: hours, minutes: minutes, digits: digits)
      }
    }
    index = start
    return nil
  }

  /// What a zone's clocks show more or less than those of Greenwich.
  struct Offset {
    let isNegative: Bool
    let hours: Int
    let minutes: Int
    /// How many digits the hours have, with minutes that no colon parts from them.
    let digits: Int

    var zone: Zone {
      let seconds = hours * 3600 + minutes * 60
      return .fixed(isNegative ? -seconds : seconds, name: "")
    }

    /// Whether it is written as `-11:30` or `-11`, which may be a time behind another one.
    var mayBeTime: Bool { isNegative && digits <= 2 }

    /// Whether it can be nothing but a time. With `AM` or `PM`, people write no zero before it.
    func isEnd(ofSpanFrom time: TimeOfDay) -> Bool {
      !isOfClocks || time.isHalved && (digits == 1 || hours >= 10)
    }

    /// Whether it may be a time of the same day behind this one.
    func isLater(than time: TimeOfDay) -> Bool {
      !time.isHalved && (hours, minutes) > (time.hour, time.minute)
    }

    /// Whether clocks somewhere are, or were of late, set so far behind those of Greenwich.
    private var isOfClocks: Bool {
      minutes == 0 ? hours < 12 : minutes == 30 && [2, 3, 4, 9].contains(hours)
    }
  }

  /// The zone that a text names by an offset or a short name, without a time.
  static func zone(_ name: String) -> Zone? {
    guard let found = read(Array("00:00 \(name)".utf8)), !found.hasDate else { return nil }
    return found.zone
  }
}
