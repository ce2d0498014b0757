/// What a render found out that its text does not show.
public struct RenderNotes: OptionSet, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// A date such as `12/02/2026` was read month first, as slashes are, and could be meant day first.
  public static let guessedSlashes = RenderNotes(rawValue: 1 << 0)
  /// A date such as `13/02/2026` could only be read day first.
  public static let daySlashes = RenderNotes(rawValue: 1 << 1)
  /// A date such as `12-02-2026` was read day first, as dashes are, and could be meant month first.
  public static let guessedDashes = RenderNotes(rawValue: 1 << 2)
  /// A date such as `02-13-2026` could only be read month first.
  public static let monthDashes = RenderNotes(rawValue: 1 << 3)
  /// An instant was told in the zone of this machine, so that another would print another text.
  public static let localTime = RenderNotes(rawValue: 1 << 4)
  /// A value that is no date was told as it is.
  public static let noDate = RenderNotes(rawValue: 1 << 5)
  /// A number was read as seconds since 1970, and they come to a time before 1973 or after 5138: it may be a
  /// year, a day as spreadsheets count them, or milliseconds.
  public static let unlikelySeconds = RenderNotes(rawValue: 1 << 6)
  /// A value such as `1,234.50`, which is no number, was calculated with, as 0 or as what it begins with, or
  /// was looked at for being equal to a number, as it never is.
  public static let noNumber = RenderNotes(rawValue: 1 << 7)
  /// A value such as `NULL` or `#N/A`, which stands for none, was printed, or taken for a value in a
  /// condition.
  public static let filler = RenderNotes(rawValue: 1 << 8)
  /// A value such as `FALSE` or `0` was held to be true, as every text is.
  public static let saysNo = RenderNotes(rawValue: 1 << 9)
  /// A value was compared with `true` or `false`, which no text equals.
  public static let noBoolean = RenderNotes(rawValue: 1 << 10)
  /// A date such as `02/13/2026` could only be read month first.
  public static let monthSlashes = RenderNotes(rawValue: 1 << 11)
  /// A date such as `13-02-2026` could only be read day first.
  public static let dayDashes = RenderNotes(rawValue: 1 << 12)
  /// A value such as `1.234` was calculated with or compared as a little more than one; where points stand
  /// between thousands, it is meant as more than a thousand.
  public static let pointedThousands = RenderNotes(rawValue: 1 << 13)
  /// A value `f`, as databases write `false`, was held to be true, as every text is.
  public static let saysF = RenderNotes(rawValue: 1 << 14)
  /// A value `m` or `h` was held to be true: beside it, `f` seems to be a sex.
  public static let besideF = RenderNotes(rawValue: 1 << 15)
  /// A number and another text were put in order by their characters, which is not that of numbers.
  public static let numberAsText = RenderNotes(rawValue: 1 << 16)
  /// A date that does not begin with its year, or a time such as `9:30`, was put in order by its characters.
  public static let dateAsText = RenderNotes(rawValue: 1 << 17)
  /// Two texts such as `12` and `12.00`, which are one number, were held to be different.
  public static let otherSpelling = RenderNotes(rawValue: 1 << 18)
  /// The last number of a date such as `26-01-05` was read as the year, and the first looks more like it.
  public static let yearSeemsFirst = RenderNotes(rawValue: 1 << 19)
  /// The last number of a date such as `05-01-26` was read as the year, and the first does not look more like it.
  public static let yearSeemsLast = RenderNotes(rawValue: 1 << 20)
  /// A value such as `########` or `1.23457E+18`, which a spreadsheet shows in place of a longer one, was
  /// printed.
  public static let spoiled = RenderNotes(rawValue: 1 << 21)
  /// A field and a text of the template that differ in the case of their letters alone were held to be different.
  public static let otherCase = RenderNotes(rawValue: 1 << 22)
  /// A value such as `="00123"` or `*|NAME|*`, with the signs that another program puts around one, was printed.
  public static let wrapped = RenderNotes(rawValue: 1 << 23)
  /// `09:00-10:00`, which may be from one time to another, was read as a time with an offset, and told in a
  /// zone where clocks show another one.
  public static let offsetOrEnd = RenderNotes(rawValue: 1 << 24)
  /// A date names a day of the week that it is not on.
  public static let otherWeekday = RenderNotes(rawValue: 1 << 25)
  /// A time without a date was told with the date of today.
  public static let todaysDate = RenderNotes(rawValue: 1 << 26)
  /// A date without a time was told with one.
  public static let tellsMidnight = RenderNotes(rawValue: 1 << 27)
  /// A date with a time was told with it.
  public static let tellsTime = RenderNotes(rawValue: 1 << 28)
  /// A field and a text of the template that look alike, but for the case of their letters, were held to be
  /// different.
  public static let lookAlike = RenderNotes(rawValue: 1 << 29)
  /// A date without a year, such as `Jun-27`, was told with this one.
  public static let thisYear = RenderNotes(rawValue: 1 << 30)
  /// A month or a week without a day, such as `2026-06`, was told with its first one.
  public static let firstDay = RenderNotes(rawValue: 1 << 31)
}
