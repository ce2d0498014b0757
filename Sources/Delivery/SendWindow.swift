import Audience

/// When messages may leave: hours of days, by the recipient's clocks.
package struct SendWindow: Sendable, Equatable {
  /// Open on the days it names; one that spans midnight belongs to the day it begins on.
  package struct Hours: Sendable, Equatable {
    /// Never open where there is none.
    package var days: Set<Weekday>
    /// Seconds after midnight, 0..<86,400.
    package var start: Int64
    /// Up to 86,400; not part of it. At most `start` when it spans midnight.
    package var end: Int64
  }

  /// It is enough that one is open. None: all day.
  package var hours: [Hours]
  /// Dates on which nothing leaves.
  package var blackouts: Set<CalendarDay>
  /// The zone of contacts that have none of their own.
  package var zone: Zone

  package init(hours: [Hours], blackouts: Set<CalendarDay> = [], zone: Zone) {
    self.hours = hours
    self.blackouts = blackouts
    self.zone = zone
  }

  /// Whether a message may leave at `moment`, in seconds since 1970.
  package func isOpen(at moment: Int64, in zone: Zone? = nil) -> Bool {
    isOpen(onClock: moment + (zone ?? self.zone).offset(at: moment))
  }

  private func isOpen(onClock local: Int64) -> Bool {
    let day = CalendarDay(ofSecond: local)
    let time = local - day.start
    guard !blackouts.contains(day) else { return false }
    if hours.isEmpty { return true }
    return hours.contains { hours in
      if hours.start < hours.end {
        return hours.days.contains(day.weekday) && (hours.start..<hours.end).contains(time)
      }
      return (hours.days.contains(day.weekday) && time >= hours.start)
        || (hours.days.contains(day.before.weekday) && time < hours.end)
    }
  }

  /// How many days ahead an opening is looked for.
  private static let horizon: Int64 = 800

  /// The first moment after `moment` at which a message may leave, in seconds since 1970; nil when
  /// there is none in the next two years.
  package func nextOpening(after moment: Int64, in zone: Zone? = nil) -> Int64? {
    let zone = zone ?? self.zone
    let today = CalendarDay(ofSecond: moment + zone.offset(at: moment))
    for ahead in 0...Self.horizon {
      let day = CalendarDay(number: today.number + ahead)
      // Those of another day by its clocks are found on that day, with those before them.
      let opening = changes(on: day, zone).filter {
        $0 > moment && CalendarDay(ofSecond: $0 + zone.offset(at: $0)) == day
          && isOpen(at: $0, in: zone)
      }.min()
      if let opening { return opening }
    }
    return nil
  }

  /// All moments of a day at which the window may open: where hours begin, at midnight, since a
  /// blackout may end there, and where the clocks are changed.
  private func changes(on day: CalendarDay, _ zone: Zone) -> [Int64] {
    let before = zone.offset(at: day.start - 86_400)
    let after = zone.offset(at: day.start + 2 * 86_400)
    var moments = ([0] + hours.map(\.start)).flatMap { time in
      [day.start + time - before, day.start + time - after]
    }
    if before != after {
      moments.append(zone.change(between: day.start - 86_400, and: day.start + 2 * 86_400))
    }
    return moments
  }
}

/// A day of the week, Monday first (ISO 8601).
package enum Weekday: Int, Sendable, CaseIterable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

/// A date of the Gregorian calendar, whatever the zone.
package struct CalendarDay: Hashable, Sendable {
  /// Days since 1 January 1970.
  package let number: Int64

  package init(number: Int64) {
    self.number = number
  }

  /// The day of a clock that shows `second` seconds since 1970.
  init(ofSecond second: Int64) {
    number = second >= 0 ? second / 86_400 : (second - 86_399) / 86_400
  }

  /// Its first second.
  var start: Int64 { number * 86_400 }
  var before: CalendarDay { CalendarDay(number: number - 1) }

  /// 1 January 1970 was a Thursday.
  package var weekday: Weekday {
    Weekday(rawValue: Int(((number + 3) % 7 + 7) % 7)) ?? .monday
  }
}
