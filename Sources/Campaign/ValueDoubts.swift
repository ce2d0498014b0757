import Audience
import Liquid

/// Values that a template reads in one way, and that seem to be meant in another.
///
/// `12/02/2026` is read month first, until `13/02/2026` says that the list is day first: then the first
/// one says another day than was meant. What is no date is told as it is, and what is no number is
/// calculated with all the same, as templates have it.
struct ValueDoubts: Sendable {
  private struct Order: Sendable {
    var guessed = Plan.Trouble(reason: "")
    /// The first row that can only be meant the other way.
    var contrary: ContactPlace?

    /// A row that has both has two columns, of two makings.
    mutating func note(_ isGuessed: Bool, _ isContrary: Bool, row: ContactPlace) {
      guard isGuessed != isContrary else { return }
      if isGuessed { guessed.note(row: row) } else { contrary = contrary ?? row }
    }
  }

  /// Values `f`, and `m` or `h` beside them.
  private var letters = Order()
  private var firstYears = Plan.Trouble(reason: "")
  private var lastYears = 0
  /// Dates without a time, and those with one.
  private var times = Order()
  private var slashes = Order()
  private var dashes = Order()
  /// What is said of a value, behind "has a value".
  private var values: [(note: RenderNotes, trouble: Plan.Trouble)] = [
    (.noDate, "that is no date, and `date` leaves it as it is: write dates as 2026-12-31"),
    (
      .unlikelySeconds,
      "that `date` reads as seconds since 1970, which seems not to be meant: write dates as 2026-12-31"
    ),
    (
      .otherWeekday,
      "that names another day of the week than its date has: look which of both is meant, and correct the list"
    ),
    (
      .todaysDate,
      "that is a time without a date, and `date` tells it with that of today: write both, as in "
        + "2026-12-31 09:30, or tell the time alone, with \"%H:%M\""
    ),
    (
      .thisYear,
      "that is a date without a year, and `date` tells it with the present one: Jun-27 is June 27, also where June "
        + "2027 was meant; write all of it, as in 2026-12-31, or tell the day alone, with \"%B %-d\""
    ),
    (
      .firstDay,
      "that is a month or a week without a day, and `date` tells its first one: write all of it, as in "
        + "2026-12-31, or tell the month alone, with \"%B %Y\""
    ),
    (
      .offsetOrEnd,
      "such as 2026-12-31 09:00-10:00, whose end `date` reads as hours behind UTC, so that another time is "
        + "told: give the end a column of its own"
    ),
    (
      .noNumber,
      "that is no number: it equals none, and is calculated with as 0 or as the number that it begins "
        + "with; write numbers as 1234.50"
    ),
    (
      .filler,
      "such as NULL or #N/A, which stands for none, and the message says it, or a condition takes it for "
        + "a value: leave such fields empty"
    ),
    (
      .saysNo,
      "such as FALSE or 0 in a condition that is true for every text: compare it with what the list says for "
        + "yes, as in {% if vip == \"TRUE\" %}, or with a number, as in {% if balance > 0 %}"
    ),
    (
      .noBoolean,
      "that is compared with true or false, which no text equals: compare it with what the list says, in "
        + "quotes and in the same capital or small letters, as in {% if vip == \"TRUE\" %}"
    ),
    (
      .otherCase,
      "that is compared with the same text in other capital or small letters, which is a different one: write "
        + "both alike, or make it small with {% assign plan = plan | downcase %}"
    ),
    (
      .lookAlike,
      "that looks like the text it is compared with, and is a different one, as with a space that does not "
        + "break, ’ for ', or an accent that is a character of its own: write both alike"
    ),
    (
      .wrapped,
      "with signs around it that another program put there, such as =\"00123\", *|NAME|* or {{ name }}, and the "
        + "message says them: take them out of the list"
    ),
    (
      .spoiled,
      "such as ######## or 1.23457E+18, which a spreadsheet shows in place of a longer one, and the message "
        + "says it: format the column as text, or make it wider, and export the list again"
    ),
    (
      .numberAsText,
      "that is compared character by character with a number, so that 9 comes after 10: write numbers as "
        + "1234.50, and without quotes in the template, as in {% if balance > 10 %}"
    ),
    (
      .dateAsText,
      "that is compared character by character with a date or time: this is right only where all are written "
        + "as 2026-12-31 or 09:30, also that of today: {% assign today = \"now\" | date: \"%Y-%m-%d\" %}"
    ),
    (
      .otherSpelling,
      "that is the number it is compared with in another spelling, as 12 is 12.00, and counts as a "
        + "different one: write both alike, or numbers in the template without quotes"
    ),
  ].map { ($0, Plan.Trouble(reason: $1)) }
  private var garbled = Plan.Trouble(reason: "")
  private var tagged = Plan.Trouble(reason: "")
  /// Whether dates are meant as they are read, as far as is known; then only a contrary one tells.
  private var areSlashesLikely: Bool
  private var areDashesLikely: Bool
  private let hasRegion: Bool
  /// Of the messages, how many more are for numbers of +1 than for others.
  private var northAmericans = 0

  /// - Parameter region: ISO 3166 alpha-2 of `--region`.
  init(region: String?) {
    let region = region?.uppercased() ?? ""
    hasRegion = !region.isEmpty
    let isMonthFirst = Self.monthFirst.contains(region)
    areSlashesLikely = isMonthFirst || Self.both.contains(region)
    areDashesLikely = hasRegion && !isMonthFirst
    if Self.pointThousands.contains(region) {
      values.append((.pointedThousands, Plan.Trouble(reason: Self.wordsForThousands)))
    }
  }

  private static let wordsForThousands =
    "such as 1.234, which is read as a little more than one: if it is meant as thousands, write 1234"
  /// Where a point stands between thousands.
  private static let pointThousands: Set = [
    "AR", "AT", "BE", "BR", "CL", "CO", "DE", "DK", "EC", "ES", "GR", "HR", "ID", "IS", "IT", "NL",
    "PT", "PY", "RO", "RS", "SI", "TR", "UY", "VE", "VN",
  ]

  private static let monthFirst: Set = ["US", "PR", "VI", "GU", "AS", "MP", "FM", "MH", "PW"]
  /// Where some write the month first, and some the day.
  private static let both: Set = ["PH", "CA"]

  /// The text has what something else was meant to be: `Ã¼`, `&amp;` or U+FFFD.
  mutating func noteGarbled(row: ContactPlace) { garbled.note(row: row) }

  /// The text has a tag of HTML, which the template has not.
  mutating func noteTagged(row: ContactPlace) { tagged.note(row: row) }

  /// Where no region is named, most of the numbers tell: those of +1 are of where most write the month first.
  mutating func note(_ number: PhoneNumber) {
    northAmericans += number.isNorthAmerican ? 1 : -1
  }

  mutating func note(_ notes: RenderNotes, row: ContactPlace) {
    letters.note(notes.contains(.saysF), notes.contains(.besideF), row: row)
    if notes.contains(.yearSeemsFirst) { firstYears.note(row: row) }
    if notes.contains(.yearSeemsLast) { lastYears += 1 }
    slashes.note(notes.contains(.guessedSlashes), notes.contains(.daySlashes), row: row)
    dashes.note(notes.contains(.guessedDashes), notes.contains(.monthDashes), row: row)
    times.note(notes.contains(.tellsMidnight), notes.contains(.tellsTime), row: row)
    if notes.contains(.monthSlashes) { areSlashesLikely = true }
    if notes.contains(.dayDashes) { areDashesLikely = true }
    for index in values.indices where notes.contains(values[index].note) {
      values[index].trouble.note(row: row)
    }
  }

  /// A sentence for each doubt.
  var warnings: [String] {
    [
      Self.contradiction(slashes, "month first, as with slashes", "day first"),
      Self.contradiction(dashes, "day first, as with dashes", "month first"),
      areSlashesLikely || !hasRegion && northAmericans >= 0
        ? nil
        : Self.warning(slashes, "month first, as with slashes: 03/12/2026 is March 12", "day"),
      areDashesLikely || !hasRegion && northAmericans <= 0
        ? nil : Self.warning(dashes, "day first, as with dashes: 12-03-2026 is March 12", "month"),
      yearOrder,
      timesOfDay,
      lettersForFalse,
      garbledText,
      taggedText,
    ].compactMap { $0 }
      + values.map(\.trouble).filter { $0.count > 0 }.map {
        "\($0.rowsHave) a value \($0.reason)"
      }
  }

  /// What is said of dates that may be meant the other way, where no row shows which: in a list for one day, none does.
  private static func warning(_ order: Order, _ read: String, _ meant: String) -> String? {
    guard order.guessed.count > 0, order.contrary == nil else { return nil }
    return "\(order.guessed.rowsHave) a date read \(read); if the \(meant) is first, "
      + "write dates as 2026-12-31"
  }

  /// What is said of dates whose year may stand first: in any list, a few days of the month look like years.
  private var yearOrder: String? {
    guard firstYears.count > lastYears else { return nil }
    return
      "\(firstYears.rowsHave) a date read year last: 26-01-05 is January 26, 2005; if the year "
      + "is first, write dates as 2026-12-31"
  }

  /// What is said of dates without a time where others have one; in a list without any, midnight may be meant.
  private var timesOfDay: String? {
    guard times.guessed.count > 0, let row = times.contrary else { return nil }
    return
      "\(times.guessed.rowsHave) a date without a time, and the message says 00:00, while that of row "
      + "\(row) has a time: complete the list, or tell the time only where there is one"
  }

  private var lettersForFalse: String? {
    guard letters.guessed.count > 0, letters.contrary == nil else { return nil }
    return
      "\(letters.guessed.rowsHave) a value f, as databases write false, in a condition that is true for "
      + "every text: compare it, as in {% if vip == \"t\" %}"
  }

  private var garbledText: String? {
    guard garbled.count > 0 else { return nil }
    return
      "\(garbled.rowsHave) a message with garbled characters in it, such as Ã¼ for ü or "
      + "&amp; for &: look at the template, and at the export that made the list"
  }

  private var taggedText: String? {
    guard tagged.count > 0 else { return nil }
    return "\(tagged.rowsHave) a message with tags of HTML in it, such as <br>, that are sent as "
      + "they stand: take them out of the list, or print {{ note | strip_html }}"
  }

  private static func contradiction(_ order: Order, _ read: String, _ other: String) -> String? {
    guard let contrary = order.contrary, order.guessed.count > 0 else { return nil }
    return "\(order.guessed.rowsHave) a date read \(read), but that of row \(contrary) can only be "
      + "\(other): some messages may name another day than is meant; write dates as 2026-12-31"
  }
}
