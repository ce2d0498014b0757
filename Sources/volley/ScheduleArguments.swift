import ArgumentParser
import Audience
import Campaign
import Delivery

/// The hours in which messages may leave: shared by `preview` and `send`.
struct ScheduleArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "When messages may leave: 09:00-20:00, or 'Mon-Fri 09:00-20:00'. May be repeated.",
      valueName: "hours"),
    transform: Self.hours)
  var window: [SendWindow.Hours] = []

  @Option(
    help: ArgumentHelp(
      "The zone of --window, such as Europe/Berlin. Default: the machine's own.", valueName: "zone"),
    transform: Self.zone)
  var timezone: Zone?

  @Option(
    help: ArgumentHelp(
      "The column with the recipients' zones; where it is empty, --timezone counts.",
      valueName: "column"))
  var timezoneColumn: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Dates on which no message leaves: 2026-12-25 …", valueName: "date"),
    transform: Self.date)
  var blackout: [CalendarDay] = []

  var zone: Zone { timezone ?? .system }

  /// Throws when hours are to be kept by the clocks of a zone that is not known.
  func validate() throws {
    guard timezone == nil, sendWindow != nil else { return }
    do { try LocalTime.needZone(for: window.isEmpty ? "--blackout" : "--window") } catch {
      throw ValidationError(error.words)
    }
  }

  /// Nil when messages may leave at any time.
  var sendWindow: SendWindow? {
    if window.isEmpty, blackout.isEmpty { return nil }
    return SendWindow(hours: window, blackouts: Set(blackout), zone: zone)
  }

  private static func hours(_ text: String) throws -> SendWindow.Hours {
    guard let hours = SendWindow.Hours(text) else {
      throw ValidationError(
        "\"\(text)\" is not a window; expected something like 09:00-20:00 or 'Mon-Fri 09:00-20:00'")
    }
    return hours
  }

  private static func zone(_ name: String) throws -> Zone {
    guard let zone = Zone(named: name) else {
      let hint =
        Zone.nearest(to: name).map { "did you mean \($0)?" } ?? "they are named as in Europe/Berlin"
      throw ValidationError("\"\(name)\" is not a time zone; \(hint)")
    }
    return zone
  }

  private static func date(_ text: String) throws -> CalendarDay {
    guard let day = CalendarDay(text) else {
      throw ValidationError("\"\(text)\" is not a date; expected something like 2026-12-25")
    }
    return day
  }
}
