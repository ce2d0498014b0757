extension DateReader.Findings {
  /// What is told that the text does not say, or says otherwise.
  func doubts(toldWith parts: DateFormat.Parts) -> RenderNotes {
    var doubts: RenderNotes = []
    if isOfOtherWeekday { doubts.insert(.otherWeekday) }
    if parts.contains(.date) {
      if !hasDate { doubts.insert(.todaysDate) }
      if isNoDay { doubts.insert(.filler) }
    }
    if hasDate, year == nil, parts.contains(.year) { doubts.insert(.thisYear) }
    if hasDate, day == nil || isFirstDay, parts.contains(.day) { doubts.insert(.firstDay) }
    return doubts
  }

  /// `Fri 8 Dec 2026`, which is a Tuesday.
  private var isOfOtherWeekday: Bool {
    guard let weekday, let year, let month, let day else { return false }
    return (CalendarTime.days(year, month, day) + 4).floorModulo(7) != weekday
  }

  private var isNoDay: Bool {
    guard let year, let month, let day else { return false }
    return NoDay.isOne(year, month, day)
  }
}
