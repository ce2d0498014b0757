import Foundation
import Liquid
import Testing

@Suite("date")
struct DateFilterTests {
  @Test(
    "reads dates as people and spreadsheets write them",
    arguments: [
      ("2026-01-31", "2026-01-31 00:00:00"), ("2026-1-5", "2026-01-05 00:00:00"),
      ("2026/01/31", "2026-01-31 00:00:00"),
      ("2026-01-31T10:20:30Z", "2026-01-31 10:20:30"), ("2026-01-31 10:20", "2026-01-31 10:20:00"),
      ("2026-01-31T10:20:30.125+02:00", "2026-01-31 10:20:30"),
      ("20260131T102030Z", "2026-01-31 10:20:30"),
      ("2026-W05-6", "2026-01-31 00:00:00"), ("2026-031", "2026-01-31 00:00:00"),
      ("2024-366", "2024-12-31 00:00:00"), ("2026-365", "2026-12-31 00:00:00"),
      ("2026-01", "2026-01-01 00:00:00"),
      ("Sat, 31 Jan 2026 10:20:30 +0200", "2026-01-31 10:20:30"),
      ("Sat, 31 Jan 2026 10:20:30 GMT", "2026-01-31 10:20:30"),
      ("Sat Jan 31 10:20:30 2026", "2026-01-31 10:20:30"),
      ("Sat Jan 31 10:20:30 UTC 2026", "2026-01-31 10:20:30"),
      ("1/31/2026", "2026-01-31 00:00:00"), ("01/31/26", "2026-01-31 00:00:00"),
      ("31/1/2026", "2026-01-31 00:00:00"),
      ("3/4/2026", "2026-03-04 00:00:00"), ("1/31/2026 2:30 PM", "2026-01-31 14:30:00"),
      ("1/31/2026 14:30", "2026-01-31 14:30:00"),
      ("1/31", "2026-01-31 00:00:00"), ("31.1.2026", "2026-01-31 00:00:00"),
      ("31.01.26 8:05", "2026-01-31 08:05:00"),
      ("31-01-2026", "2026-01-31 00:00:00"), ("31-Jan-2026", "2026-01-31 00:00:00"),
      ("31-jan-26", "2026-01-31 00:00:00"),
      ("January 31, 2026", "2026-01-31 00:00:00"), ("Jan 31st 2026 at", ""),
      ("Jan 31st, 2026 2pm", "2026-01-31 14:00:00"),
      ("31 January 2026", "2026-01-31 00:00:00"),
      ("Saturday, January 31, 2026", "2026-01-31 00:00:00"),
      ("2026-Jan-31", "2026-01-31 00:00:00"), ("Feb 3", "2026-02-03 00:00:00"),
      ("12:30 a.m.", "2026-01-31 00:30:00"),
      ("10:30", "2026-01-31 10:30:00"), ("2026-01-31 24:00", "2026-02-01 00:00:00"),
      ("2/29/2024", "2024-02-29 00:00:00"),
      ("1152098955", "2006-07-05 11:29:15"), ("now", "2026-01-31 10:20:30"),
      ("Today", "2026-01-31 10:20:30"),
      ("1/31/69", "1969-01-31 00:00:00"), ("1/31/68", "2068-01-31 00:00:00"),
    ])
  func reading(_ date: String, _ read: String) throws {
    let text = try lax("{{ d | date: '%Y-%m-%d %H:%M:%S' }}", ["d": .string(date)])
    #expect(text == (read.isEmpty ? date : read))
  }

  @Test(
    "reads offsets west of Greenwich after named months",
    arguments: [
      ("Wed, 2 Dec 2026 15:30:00 -0500", "2026-12-02 15:30:00 -0500"),
      ("Wed, 2 Dec 2026 15:30:00 -0500 (EST)", "2026-12-02 15:30:00 -0500"),
      ("2 Dec 2026 15:30:00 -0000", "2026-12-02 15:30:00 +0000"),
      ("2 Dec 2026 15:30-0330", "2026-12-02 15:30:00 -0330"),
      ("Dec 2, 2026 5:00 PM -0800", "2026-12-02 17:00:00 -0800"),
      ("31-Dec-2026 10:00 -0500", "2026-12-31 10:00:00 -0500"),
      ("Wed Dec 02 15:30:00 -0500 2026", "2026-12-02 15:30:00 -0500"),
      ("Feb 6 10:51 -0500", "2026-02-06 10:51:00 -0500"),
      ("Dec 2 10:30-11", "2026-12-02 10:30:00 -1100"),
      ("10:30 2 Dec -0500", "2026-12-02 10:30:00 -0500"),
      ("10:30 2-Dec-2026", "2026-12-02 10:30:00 +0000"),
      ("10:30 2 Dec -2026", "2026-12-02 10:30:00 +0000"),
      ("10:30 2 Dec -26", "2026-12-02 10:30:00 +0000"),
      ("2 Dec 2026 10:30+05:30", "2026-12-02 10:30:00 +0530"),
      ("2026-12-02 10:30-03:30", "2026-12-02 10:30:00 -0330"),
      // Of no clock.
      ("2026-12-02 10:30-05:30", "2026-12-02 10:30:00 +0000"),
      ("2026-12-02T10:30-05:30", "2026-12-02 10:30:00 -0530"),
      ("12/2/2026, 3:05:09\u{202F}PM", "2026-12-02 15:05:09 +0000"),
      ("2\u{A0}Dec\u{A0}2026", "2026-12-02 00:00:00 +0000"),
      ("December 2, 2026 at 3:05 PM", "2026-12-02 15:05:00 +0000"),
      ("Thurs Dec 3 2026", "2026-12-03 00:00:00 +0000"),
    ])
  func westernOffsets(_ date: String, _ read: String) throws {
    #expect(try lax("{{ d | date: '%F %T %z' }}", ["d": .string(date)]) == read)
  }

  @Test(
    "leaves what is no date as it is",
    arguments: [
      "", "x", "soon", "2026-13-01", "2026-02-30", "2/29/2025", "13/13/2026", "10:61", "25:00",
      "7 ", "3 apples",
      "2026-01-31 x", "99999999999999999999", "13:00 pm", "-5", "abc123",
      "12 Dec 2026, 18:00-20:00", "Sat 12 Dec 2026 9:00-12:00", "2026-12-12 9:00-17:00",
      "12 Dec 2026 9:00-11:30", "10:30 2 Dec 2026 +1500",
      "10:30 2 Dec 2026 -1300", "2026-366", "2026-000", "10:30amz",
      "2026-jan1/2/2027", "2026-W05-12/3/2026",
      "2 Dec 9:30 - 10", "2 Dec 2026 (EST)", "2 Dec 2026 10:00 -0500 (EST",
    ])
  func others(_ text: String) throws {
    #expect(try lax("{{ d | date: '%Y' }}", ["d": .string(text)]) == text)
  }

  @Test(
    "takes other types as the reference does",
    arguments: [
      Example("{{ 0 | date: '%F %T' }}", "1970-01-01 00:00:00"),
      Example("{{ -86400 | date: '%F' }}", "1969-12-31"),
      Example("[{{ nil | date: '%F' }}]", "[]"), Example("{{ true | date: '%F' }}", "true"),
      Example("{{ 1.5 | date: '%F' }}", "1.5"),
      Example("{{ '2026-01-31' | date: '' }}", "2026-01-31"),
      Example("{{ '2026-01-31' | date: nil }}", "2026-01-31"),
      Example("{{ 'now' | date: 5 }}", "5"),
      Example("{{ 9223372036854775807 | date: '%F' }}", "9223372036854775807"),
    ])
  func types(_ example: Example) throws { try expect(example) }

  @Test(
    "formats as Ruby's strftime",
    arguments: [
      ("%Y %C %y %G %g", "2026 20 26 2026 26"),
      ("%m %-m %_m %B %b %h %^b %^B %#b", "01 1  1 January Jan Jan JAN JANUARY JAN"),
      ("%d %-d %e %_d %j %-j", "31 31 31 31 031 31"),
      ("%H %k %I %l %M %S %L %N %3N %6N %-I", "10 10 10 10 20 30 000 000000000 000 000000 10"),
      ("%p %P %#p %^P", "AM am am AM"), ("%A %a %^a %u %w", "Saturday Sat SAT 6 6"),
      ("%U %W %V", "04 04 05"),
      ("%s %z %:z %::z %Z", "1769854830 +0000 +00:00 +00:00:00 UTC"),
      ("%D %F %T %R %r", "01/31/26 2026-01-31 10:20:30 10:20 10:20:30 AM"),
      ("%c|%x|%X|%v", "Sat Jan 31 10:20:30 2026|01/31/26|10:20:30|31-JAN-2026"),
      ("%n%t%%", "\n\t%"),
      ("%10Y|%-5d|%_5m|%05e|%010e", "0000002026|31|    1|00031|0000000031"),
      ("%^10b|%10A|%-10A|%010a", "       JAN|  Saturday|Saturday|0000000Sat"),
      ("%Ey %Od %E5 %Q %+ %é", "26 31 %E5 %Q %+ %é"), ("%10z %12N", "+000000000 000000000000"),
      ("plain é", "plain é"),
    ])
  func formatting(_ format: String, _ text: String) throws {
    #expect(try lax("{{ 'now' | date: f }}", ["f": .string(format)]) == text)
  }

  @Test(
    "knows weeks at the turn of the year",
    arguments: [
      ("2027-01-01", "2026 53 00 00 5"), ("2026-01-01", "2026 01 00 00 4"),
      ("2024-12-30", "2025 01 52 53 1"),
      ("2023-01-01", "2022 52 01 00 7"), ("2024-12-31", "2025 01 52 53 2"),
    ])
  func weeks(_ date: String, _ text: String) throws {
    #expect(try lax("{{ d | date: '%G %V %U %W %u' }}", ["d": .string(date)]) == text)
  }

  @Test(
    "keeps the offset that a date carries",
    arguments: [
      ("2026-01-31T10:20:30+05:30", "10:20 +0530 +05:30 "),
      ("2026-01-31T10:20:30-0800", "10:20 -0800 -08:00 "),
      ("2026-01-31T10:20:30 EST", "10:20 -0500 -05:00 EST"),
      ("2026-01-31T10:20:30Z", "10:20 +0000 +00:00 UTC"),
    ])
  func offsets(_ date: String, _ text: String) throws {
    #expect(try lax("{{ d | date: '%H:%M %z %:z %Z' }}", ["d": .string(date)]) == text)
  }

  @Test(
    "tells an instant in the zone of the second argument",
    arguments: [
      Example(
        "{{ '2026-01-31T10:20:30Z' | date: '%F %H:%M %z', 'Europe/Paris' }}",
        "2026-01-31 11:20 +0100"),
      Example("{{ '2026-07-31T10:20:30Z' | date: '%H:%M %Z', 'America/New_York' }}", "06:20 EDT"),
      Example("{{ '2026-01-31T23:00:00Z' | date: '%F', '+02:00' }}", "2026-02-01"),
      Example("{{ 0 | date: '%F %H:%M', '-0500' }}", "1969-12-31 19:00"),
      Example("{{ 'now' | date: '%H:%M', 'UTC' }}", "10:20"),
      Example("{{ '2026-01-31' | date: '%F %z', 'America/New_York' }}", "2026-01-31 -0500"),
      Example("{{ '2026-07-31T10:20:30Z' | date: '%H:%M %Z', 'CET' }}", "12:20 CEST"),
      Example("{{ '2026-07-31T10:20:30Z' | date: '%H:%M %Z', 'EET' }}", "13:20 EEST"),
      Example("{{ '2026-07-31T10:20:30Z' | date: '%H:%M %Z', 'WET' }}", "11:20 WEST"),
      Example("{{ '2026-07-31T10:20:30Z' | date: '%H:%M %Z', 'MET' }}", "12:20 MEST"),
      Example("{{ '2026-07-31T10:20:30 CET' | date: '%H:%M %Z' }}", "10:20 CET"),
      Example("{{ '2026-07-31T10:20:30 CET' | date: '%H:%M', 'UTC' }}", "09:20"),
    ])
  func zones(_ example: Example) throws { try expect(example) }

  @Test(
    "tells a time without a zone as it stands in the one that is named, whatever that of the machine",
    arguments: [
      ("2026-12-03 10:00", "2026-12-03 10:00 +0100"),
      ("2026-07-03T10:00", "2026-07-03 10:00 +0200"),
      ("2026-12-03", "2026-12-03 00:00 +0100"), ("2026-12-03T10:00Z", "2026-12-03 11:00 +0100"),
      ("2026-12-03T10:00:00-05:00", "2026-12-03 16:00 +0100"),
      ("2026-12-03 10:00:00 -0500", "2026-12-03 16:00 +0100"),
      ("2026-12-03T10:00-05:00", "2026-12-03 16:00 +0100"),
      ("2026-12-03T09:00:00-10:00", "2026-12-03 20:00 +0100"),
      ("2026-12-03T09:00-10:00", "2026-12-03 20:00 +0100"),
      // From one time to another.
      ("2026-12-03 10:00-11:30", "2026-12-03 10:00 +0100"),
      ("2026-12-03 09:00-10:30", "2026-12-03 09:00 +0100"),
      ("2026-12-03 09:00-09:45", "2026-12-03 09:00 +0100"),
      ("03.12.2026 10:00-12", "2026-12-03 10:00 +0100"),
      ("12/13/2026 9:00 AM-11", "2026-12-13 09:00 +0100"),
      ("12/13/2026 2:00 PM-4", "2026-12-13 14:00 +0100"),
      ("2026-12-03 10:00-11:30 CET", "2026-12-03 10:00 +0100"),
      ("2026-12-03 21:00-00:30", "2026-12-03 21:00 +0100"),
      ("2026-12-03 22:00-01:30", "2026-12-03 22:00 +0100"),
      ("12/13/2026 11:00 AM-1:00", "2026-12-13 11:00 +0100"),
      ("12/13/2026 9:00 AM-01:15", "2026-12-13 09:00 +0100"),
      // Offsets.
      ("12/13/2026 1:00 PM-05:00", "2026-12-13 19:00 +0100"),
      ("12/13/2026 1:00 PM GMT-5", "2026-12-13 19:00 +0100"),
      ("Dec 3, 2026 3:00 PM UTC-5", "2026-12-03 21:00 +0100"),
      ("2026-12-03 01:00 GMT-11:30", "2026-12-03 13:30 +0100"),
      ("2026-12-03 01:00 -11:30", "2026-12-03 13:30 +0100"),
      ("2026-12-03T09:00-12:00", "2026-12-03 22:00 +0100"),
      ("2026-12-03 22:00:00-01:30", "2026-12-04 00:30 +0100"),
      ("2026-12-03 22:00-02:00", "2026-12-04 01:00 +0100"),
    ])
  func wallClocks(_ date: String, _ text: String) throws {
    let template = try Template("{{ d | date: '%F %H:%M %z', 'Europe/Berlin' }}")
    for zone in ["UTC", "America/New_York", "Asia/Tokyo"] {
      let zone = try #require(TimeZone(identifier: zone))
      #expect(
        try template.render(["d": .string(date)], now: instant, timeZone: zone) == text)
    }
    #expect(try lax("{{ '2026-12-03T10:00Z' | date: '%H:%M', '-11:30' }}") == "22:30")
  }

  @Test("refuses a zone that is not there") func unknownZone() throws {
    #expect(throws: RenderError.self) { try lax("{{ 'now' | date: '%H', 'Mars/Olympus' }}") }
  }

  @Test("reads and tells times in the zone of the run") func localZone() throws {
    let zone = try #require(TimeZone(identifier: "America/New_York"))
    let template = try Template("{{ d | date: '%F %H:%M %z' }}")
    func text(_ date: String) throws -> String {
      try template.render(["d": .string(date)], now: instant, timeZone: zone)
    }
    #expect(try text("2026-07-31 10:20") == "2026-07-31 10:20 -0400")
    #expect(try text("now") == "2026-01-31 05:20 -0500")
    #expect(try text("2026-01-31T10:20:00Z") == "2026-01-31 10:20 +0000")
  }

  @Test(
    "bounds widths, and refuses a format that ends early",
    arguments: [
      "%1000000d", "%99999999999999999999999N", "%", "100%", "%-", "%10",
    ])
  func bounded(_ format: String) throws {
    #expect(throws: RenderError.self) { try lax("{{ 'now' | date: f }}", ["f": .string(format)]) }
  }

  @Test("means one instant by now in every render") func pinned() throws {
    let bound = try Template("{{ 'now' | date: '%s %N' }}{{ 'today' | date: '%s' }}").bound(to: [
      "a"
    ])
    var texts: Set<[UInt8]> = []
    for _ in 0..<20 {
      var output: [UInt8] = []
      try bound.render([UInt8]().span, fields: [FieldBounds]().span, into: &output)
      texts.insert(output)
    }
    #expect(texts.count == 1)
  }

  @Test(
    "tells times that clocks skip or show twice",
    arguments: [
      ("2026-04-24", "Africa/Cairo", "Fri 24 01:00 +0300"),
      ("2026-03-29", "Asia/Beirut", "Sun 29 01:00 +0300"),
      ("2026-03-29 02:30", "Europe/Berlin", "Sun 29 03:30 +0200"),
      ("2026-03-29 01:30", "Europe/London", "Sun 29 02:30 +0100"),
      ("2026-03-08 02:30", "America/New_York", "Sun 08 03:30 -0400"),
      ("2026-10-04 02:30", "Australia/Sydney", "Sun 04 03:30 +1100"),
      ("2026-10-25 02:30", "Europe/Berlin", "Sun 25 02:30 +0100"),
      ("2026-11-01 01:30", "America/New_York", "Sun 01 01:30 -0500"),
      ("2026-10-25 01:59", "Europe/Berlin", "Sun 25 01:59 +0200"),
      ("2026-10-25 03:00", "Europe/Berlin", "Sun 25 03:00 +0100"),
      ("2026-03-29 01:59", "Europe/Berlin", "Sun 29 01:59 +0100"),
      ("2026-03-29 03:00", "Europe/Berlin", "Sun 29 03:00 +0200"),
    ])
  func changes(_ date: String, _ zone: String, _ read: String) throws {
    let template = try Template("{{ d | date: '%a %d %H:%M %z' }}")
    let zone = try #require(TimeZone(identifier: zone))
    #expect(try template.render(["d": .string(date)], timeZone: zone) == read)
  }

  @Test(
    "names zones as the database does",
    arguments: [
      ("Asia/Tokyo", "JST JST"), ("Africa/Johannesburg", "SAST SAST"),
      ("Europe/London", "GMT BST"), ("Europe/Berlin", "CET CEST"),
      ("America/New_York", "EST EDT"), ("Asia/Kolkata", "IST IST"), ("Asia/Dubai", "+04 +04"),
      ("America/St_Johns", "NST NDT"), ("Europe/Dublin", "GMT IST"), ("UTC", "UTC UTC"),
      ("Asia/Kathmandu", "+0545 +0545"), ("Australia/Sydney", "AEDT AEST"),
    ])
  func names(_ zone: String, _ names: String) throws {
    let parts =
      "{{ '2026-01-15T12:00:00Z' | date: '%Z', z }} {{ '2026-07-15T12:00:00Z' | date: '%Z', z }}"
    #expect(try lax(parts, ["z": .string(zone)]) == names)
  }
}
