/// A date and time of day as a calendar and a clock show them.
struct CalendarTime {
  var year = 1970
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0
  var nanosecond = 0
  /// Seconds east of Greenwich.
  var offset = 0
  private let zone: Zone

  /// The short name of the zone. Finding it is dear, and few formats ask for it.
  var zoneName: String { zone.name(at: epoch) }

  /// What clocks in `zone` show at an instant.
  init(_ moment: Moment, in zone: Zone) {
    offset = zone.offset(at: moment.seconds)
    self.zone = zone
    let local = moment.seconds + offset
    let days = local.floorDivided(by: 86_400)
    (year, month, day) = Self.date(ofDay: days)
    let seconds = local - days * 86_400
    (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    nanosecond = moment.nanoseconds
  }

  /// Days since 1970-01-01 of a date in the Gregorian calendar (H. Hinnant, days_from_civil).
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let era = shifted.floorDivided(by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The date of a day counted from 1970-01-01 (H. Hinnant, civil_from_days).
  static func date(ofDay days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted.floorDivided(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let index = (5 * dayOfYear + 2) / 153
    let month = index < 10 ? index + 3 : index - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * index + 2) / 5 + 1)
  }

  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  static func length(ofMonth month: Int, _ year: Int) -> Int {
    month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private var days: Int { Self.days(year, month, day) }

  /// Seconds since 1970-01-01T00:00:00Z.
  var epoch: Int { days * 86_400 + hour * 3600 + minute * 60 + second - offset }

  /// From 0, Sunday, to 6.
  var weekday: Int { (days + 4).floorModulo(7) }

  /// From 1.
  var dayOfYear: Int { days - Self.days(year, 1, 1) + 1 }

  /// The week of the year, where weeks begin on `start` and days before the first one are in week 0.
  func week(from start: Int) -> Int {
    (dayOfYear + 6 - (weekday - start).floorModulo(7)) / 7
  }

  /// The year and week of ISO 8601.
  var isoWeek: (year: Int, week: Int) {
    let thursday = days - (weekday + 6) % 7 + 3
    let year = Self.date(ofDay: thursday).year
    return (year, (thursday - Self.days(year, 1, 1)) / 7 + 1)
  }
}

extension Int {
  func floorDivided(by divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor != 0 && (self < 0) != (divisor < 0) ? quotient - 1 : quotient
  }

  func floorModulo(_ divisor: Int) -> Int { self - floorDivided(by: divisor) * divisor }
}
