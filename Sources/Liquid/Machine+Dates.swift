/// The filter `date`.
extension Machine {
  /// The input in the format, or as it is when it is no date. With a zone, an instant is told in that
  /// zone; a day or a time that names no zone of its own is that of the clocks there, and is told as it stands.
  mutating func date(_ input: Cell, format: Cell, zone: Cell?) throws(Fault) -> Cell {
    notesOfTold = []
    let format = try text(of: format)
    guard !format.isEmpty else { return input }
    try spend(Self.costOfFormat * format.count)
    var named: Zone?
    if let zone {
      let name = String(decoding: try bytes(asTextOf: zone), as: UTF8.self)
      named = Zone(name: name)
      guard named != nil else {
        throw .invalid("there is no time zone “\(String(name.unicodeScalars.prefix(40)))”")
      }
    }
    guard let time = try time(of: input, in: named, format) else {
      if case .text(let text) = input, text.isField, text.count > 0 { notes.insert(.noDate) }
      return input
    }
    let limit = limits.scratchBytes - scratch.count
    let result = try transform(format) { (bytes, out) throws(Fault) in
      try DateFormat(time: time).append(bytes, to: &out, limit: limit)
    }
    return .text(result)
  }

  private mutating func time(
    of input: Cell, in zone: Zone?, _ format: Text
  ) throws(Fault) -> CalendarTime? {
    switch input {
    case .integer(let seconds): return Moment(seconds: seconds).map { time(of: $0, in: zone) }
    case .text(let text) where text.count <= 100:
      let bytes = bytes(of: text)
      let trimmed = Array(bytes[bytes.trimming(bytes.indices)])
      let before = notes
      defer {
        // What the template itself says is meant so.
        if !text.isField {
          notes = before.union(notes.intersection(.localTime))
          notesOfTold = []
        }
      }
      let parts = try withBytes(of: format) { DateFormat.parts(of: $0) }
      return time(of: trimmed, isAllDigits: bytes.allSatisfy(\.isDigit), in: zone, parts)
    default: return nil
    }
  }

  /// From nine digits to eleven: other numbers are counts of something else.
  private static let likelySeconds = 100_000_000..<100_000_000_000

  /// An instant, in the zone that is named, or else in that of this machine.
  private mutating func time(of moment: Moment, in zone: Zone?) -> CalendarTime {
    if zone == nil { notes.insert(.localTime) }
    return CalendarTime(moment, in: zone ?? clock.zone)
  }

  private mutating func time(
    of bytes: [UInt8], isAllDigits: Bool, in zone: Zone?, _ parts: DateFormat.Parts
  ) -> CalendarTime? {
    if bytes.isEmpty { return nil }
    let word = bytes.map(\.lowercased)
    if word == Array("now".utf8) || word == Array("today".utf8) {
      return time(of: clock.now, in: zone)
    }
    if isAllDigits {
      guard let seconds = Int(String(decoding: bytes, as: UTF8.self)) else { return nil }
      if !Self.likelySeconds.contains(seconds) { notes.insert(.unlikelySeconds) }
      return Moment(seconds: seconds).map { time(of: $0, in: zone) }
    }
    guard let found = DateReader.read(bytes), let time = time(found, in: zone) else { return nil }
    notes.formUnion(found.notes)
    if let ends = found.ends {
      noteYear(ends, hasDots: bytes.prefix(3).contains(UInt8(ascii: ".")))
    }
    notes.formUnion(found.doubts(toldWith: parts))
    if parts.contains(.time) { notesOfTold = found.time == nil ? .tellsMidnight : .tellsTime }
    let isShifted = time.offset != found.zone?.offset(at: 0)
    if found.maySpan, isShifted, parts.contains(.time) || time.day != found.day {
      notes.insert(.offsetOrEnd)
    }
    return time
  }

  /// Messages tell dates of these years. In `26-01-05` of 2026, the first number looks like the year, but in
  /// `05-01-26` and `26-01-84` the last. With dots, the day is first wherever that makes a year of these.
  private mutating func noteYear(_ ends: (first: Int, last: Int), hasDots: Bool) {
    let year = CalendarTime(clock.now, in: clock.zone).year
    let (first, last) = (abs(2000 + ends.first - year), abs(2000 + ends.last - year))
    let seemsFirst = first <= 2 && first < last && ends.last <= 31 && !(hasDots && last <= 2)
    notes.insert(seemsFirst ? .yearSeemsFirst : .yearSeemsLast)
  }

  /// What is missing is that of today, as in the reference; a day that is missing is the first.
  private func time(_ found: DateReader.Findings, in zone: Zone?) -> CalendarTime? {
    let own = found.zone ?? zone ?? clock.zone
    let isWhole = found.year != nil && found.month != nil
    let today = isWhole ? nil : CalendarTime(clock.now, in: own)
    let year = found.year ?? today?.year ?? 1970
    let month = found.month ?? (found.hasDate ? 1 : today?.month ?? 1)
    let day = found.day ?? (found.hasDate ? 1 : today?.day ?? 1)
    guard (1...12).contains(month), (1...CalendarTime.length(ofMonth: month, year)).contains(day)
    else { return nil }
    let time = found.time ?? DateReader.TimeOfDay(hour: 0)
    let local =
      CalendarTime.days(year, month, day) * 86_400 + time.hour * 3600 + time.minute * 60
      + (time.second ?? 0)
    let moment = Moment(
      seconds: local - own.offset(atLocal: local), nanoseconds: time.nanosecond)
    return moment.map { CalendarTime($0, in: zone ?? own) }
  }
}
