import Foundation
import Liquid
import Testing

@Suite("Notes of a rendering")
struct RenderNotesTests {
  @Test(
    "tells what its text does not show",
    arguments: [
      ("12/02/2026", .guessedSlashes), ("13/02/2026", .daySlashes), ("02/13/2026", .monthSlashes),
      ("02/02/2026", []), ("12-02-2026", .guessedDashes), ("02-13-2026", .monthDashes),
      ("13-02-2026", .dayDashes), ("12.02.2026", []), ("2026-02-12", []), ("2026/02/12 10:30", []),
      ("12/02/2026 soon", .noDate), ("1796167800", .localTime), ("now", .localTime),
      ("10:30", .todaysDate), ("2026-02-12T10:30:00Z", []), ("TBD", .noDate),
      ("2026-02-30", .noDate),
      ("46358", [.localTime, .unlikelySeconds]), ("2026", [.localTime, .unlikelySeconds]),
      ("1795651200000", [.localTime, .unlikelySeconds]),
    ] as [(String, RenderNotes)])
  func notes(_ date: String, _ expected: RenderNotes) throws {
    #expect(try notes("{{ d | date: '%F' }}", date) == expected)
    #expect(try notes("{{ d }}", date) == [])
  }

  @Test(
    "tells of values that are no numbers, and are calculated with",
    arguments: [
      ("1,234.50", .noNumber), ("$5", .noNumber), ("none", .noNumber), ("12,50", .noNumber),
      ("1.2.3", .noNumber), ("1e3", .noNumber), ("5", []), ("-5", []), ("+5", []),
      (" 5.25 ", []), ("007", []), ("99999999999999999999", []),
    ] as [(String, RenderNotes)])
  func notesOfNumbers(_ value: String, _ expected: RenderNotes) throws {
    #expect(try notes("{{ d | plus: 1 }}", value) == expected)
    #expect(try notes("{{ 1 | times: d }}", value) == expected)
    #expect(try notes("{{ d | upcase }}{{ '1,5' | plus: 1 }}", value) == [])
  }

  @Test(
    "tells of values that seem to be numbers, are none, and so equal none",
    arguments: [
      ("1,000", .noNumber), (".5", .noNumber), ("7.", .noNumber), ("1E+03", .noNumber),
      ("$5", .noNumber), ("5 %", .noNumber), ("gold", []), ("", []), ("1000", []), ("+7", []),
      ("-7.5", []), ("-", []), ("A5", []), ("+-7", []), ("7 €", .noNumber), ("£7", .noNumber),
      ("1\u{202F}000", .noNumber), ("¥0", .noNumber), ("0₹", .noNumber), ("0 USD", .noNumber),
      ("CHF 12.50", .noNumber), ("0 kr", .noNumber), ("1 000 zł", .noNumber), ("INV001", []),
      ("5 cm", []), ("USD", []), ("USD ", []), ("A 5", []), ("TOP 10", []), ("24 DEC", []),
      ("12’000", .noNumber), ("1.234.567,50", .noNumber), ("E5", []), ("5E", []),
      ("90210-1234", []),
      ("2026-12-31", []), ("31.12.2026", []), ("12-3", []), ("202 555 0123", []),
    ] as [(String, RenderNotes)])
  func notesOfEquality(_ value: String, _ expected: RenderNotes) throws {
    #expect(try notes("{% if d == 1000 %}x{% endif %}y", value) == expected)
    #expect(try notes("{% if 7 != d %}x{% endif %}y", value) == expected)
    #expect(try notes("{% case d %}{% when 1.5 %}x{% endcase %}y", value) == expected)
    #expect(try notes("{% if d == '1,000' %}x{% endif %}y", value) == [])
  }

  @Test(
    "tells of numbers that may be meant as thousands",
    arguments: [
      ("1.234", .pointedThousands), ("-12.000", .pointedThousands), ("123.456", .pointedThousands),
      ("0.125", []), ("1234", []), ("1.23", []), ("1.2345", []), ("1234.567", []),
    ] as [(String, RenderNotes)])
  func notesOfThousands(_ value: String, _ expected: RenderNotes) throws {
    for template in [
      "{{ d | times: 2 }}", "{% if d > 5 %}x{% endif %}y", "{% if d == 5 %}x{% endif %}y",
    ] {
      #expect(try notes(template, value).intersection(.pointedThousands) == expected)
    }
    #expect(try notes("{{ d }}", value) == [])
  }

  @Test(
    "tells of words for no value that are printed",
    arguments: [
      "NULL", "null", "(null)", "<null>", "\\N", "None", "nan", "NaN", "undefined", "N/A",
      "nil", "#ERROR!", "#N/A", "#NV", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#¡REF!",
      "[object Object]",
    ])
  func notesOfFillers(_ value: String) throws {
    #expect(try notes("Hi {{ d }}", value) == .filler)
    #expect(try notes("Hi {{ d | default: 'you' }}", value) == .filler)
    let compared = try notes("{% if d == 'NULL' %}Hi{% else %}Hello{% endif %}", value)
    #expect(!compared.contains(.filler))
    for condition in ["d", "d != blank", "d == ''"] {
      #expect(try notes("{% if \(condition) %}x{% endif %}y", value) == .filler)
    }
    #expect(try notes("{% if d > '2026-01-15' %}x{% endif %}y", value) == .filler)
  }

  @Test(
    "tells of what programs write around or in place of a value",
    arguments: [
      ("Err:508", .filler), ("0000-00-00", .filler), ("0000-00-00 00:00:00", .filler),
      ("=\"00123\"", .wrapped), ("*|FNAME|*", .wrapped), ("Err:5", []), ("0000-1", []), ("=1", []),
      ("*bold*", []), ("Error", []), ("=\"", []), ("0001-01-01", .filler),
      ("0001-01-01T00:00:00Z", .filler), ("0001-01-01 0:00", .filler), ("0001-01-0155", []),
      ("0001-01-01-55", []), ("0001-01-01 55", []), ("0001-01-01 12:30, IBAN", []),
      ("{{ contact.firstname }}", .wrapped), ("{{FNAME}}", .wrapped), ("%FIRST_NAME%", .wrapped),
      ("[First Name]", .wrapped), ("[name]", .wrapped), ("=?UTF-8?Q?J=C3=B6rg?=", .wrapped),
      ("[sic]", []), ("[First Floor]", []), ("[name] x", []), ("{x}", []), ("{{ x", []),
      ("%5 off%", []),
      ("%%%%%", []), ("=?what", []), ("0001-01-02", []),
      ("1899-12-30", .filler), ("1899-12-30 15:00:00", .filler), ("1899-12-31", []),
      ("1899-12-3", []), ("1899-1a-30", []), ("12345", []),
    ] as [(String, RenderNotes)])
  func notesOfOtherPrograms(_ value: String, _ expected: RenderNotes) throws {
    #expect(try notes("Hi {{ d }}", value) == expected)
  }

  @Test(
    "tells of what spreadsheets show in place of a longer value",
    arguments: [
      ("1.23457E+18", .spoiled), ("1,2e+09", .spoiled), ("###", .spoiled),
      ("####################", .spoiled), ("1.2E-05", []), ("#", []), ("##", []), ("a.bE+18", []),
      ("1E+18", []), ("C++", []), ("12+34", []), ("#hashtag", []), ("1.E+18", []),
    ] as [(String, RenderNotes)])
  func notesOfSpoiledValues(_ value: String, _ expected: RenderNotes) throws {
    #expect(try notes("Hi {{ d }}", value) == expected)
    #expect(try notes("Hi {{ d | default: 'you' }}", value) == expected)
    #expect(try notes("{% if d contains 'x' %}{{ d }}{% endif %}y", value) == [])
  }

  @Test(
    "tells of numbers and dates that are put in order as texts",
    arguments: [
      ("5.5", "10", .numberAsText), ("1,200.00", "900.00", .numberAsText),
      ("$5", "$10", .numberAsText), ("5", "gold", .numberAsText), ("50", "20", []),
      ("100", "10", []), ("gold", "silver", []), ("", "10", []), ("1.10", "1.1", .numberAsText),
      ("02/03/2026", "2026-01-15", .dateAsText), ("2026-1-5", "2026-01-15", .dateAsText),
      ("15 Jan 2026", "2026-01-15", .dateAsText), ("31.12.2026", "now", .dateAsText),
      ("2026-01-14", "now", .dateAsText), ("2026/01/14", "2026-01-15", .dateAsText),
      ("2026-01-14", "2026-01-15", []), ("2026-01-14 10:30", "2026-01-15", []),
      ("2025-12-31", "2026", []), ("2026/01/14", "2026/01/15", []), ("May", "M", []),
      ("Apartment 5", "B", []), ("TBD", "2026-01-15", .dateAsText),
      ("02134-1001", "10000", []), ("18-24", "25", []), ("16.4.1", "17", []),
      ("09:30:00", "12", []),
      ("2026-W05", "2026-W20", []), ("9:30", "12:00", .dateAsText), ("09:30", "12:00", []),
      ("12:30", "9:00:00", .dateAsText), ("9:30", "8:45", []),
      ("02:30 PM", "12:00 PM", .dateAsText), ("09:00 AM", "12:00 PM", []),
      ("12:30 a.m.", "11:00 a.m.", .dateAsText), ("1/27", "12/26", .dateAsText),
      ("2026-1", "2025-2", []), ("2026/1", "2026/2", []),
    ] as [(String, String, RenderNotes)])
  func notesOfOrder(_ value: String, _ other: String, _ expected: RenderNotes) throws {
    let known: RenderNotes = [.numberAsText, .dateAsText]
    for sign in ["<", ">="] {
      let template = "{% if d \(sign) '\(other)' %}x{% endif %}y"
      #expect(try notes(template, value).intersection(known) == expected)
    }
    #expect(try notes("{% if '\(value)' < '\(other)' %}x{% endif %}{{ 'y' }}", "z") == [])
  }

  @Test(
    "tells of numbers that differ in their spelling alone, and so are not equal",
    arguments: [
      ("12", "12.00", .otherSpelling), ("+7", "7", .otherSpelling), ("007", "7", .otherSpelling),
      ("12", "12", []), ("12", "13", []), ("12", "120", []), ("A12", "A12.0", []), ("", "0", []),
      ("1.2.3", "1.2.30", []),
    ] as [(String, String, RenderNotes)])
  func notesOfSpelling(_ value: String, _ other: String, _ expected: RenderNotes) throws {
    #expect(try notes("{% if d == '\(other)' %}x{% endif %}y", value) == expected)
    #expect(try notes("{% if '\(other)' != d %}x{% endif %}y", value) == expected)
    #expect(try notes("{% case d %}{% when '\(other)' %}x{% endcase %}y", value) == expected)
  }

  /// The clock of these tests stands in 2026.
  @Test(
    "tells which end of a date of two digits each looks like the year",
    arguments: [
      ("26-01-05", .yearSeemsFirst), ("25/12/31", .yearSeemsFirst), ("05-01-26", .yearSeemsLast),
      ("26-01-25", .yearSeemsFirst), ("14.03.98", .yearSeemsLast), ("26-01-2005", []),
      ("2026-01-05", []), ("26 Jan 05", []), ("75-01-05", []),
      ("26-01-27", .yearSeemsFirst), ("27-01-26", .yearSeemsLast), ("26-01-84", .yearSeemsLast),
      ("26-01-27 10:30:00.5", .yearSeemsFirst), ("26.11.27", .yearSeemsLast),
      ("26.12.01", .yearSeemsFirst),
    ] as [(String, RenderNotes)])
  func notesOfYears(_ value: String, _ expected: RenderNotes) throws {
    let known: RenderNotes = [.yearSeemsFirst, .yearSeemsLast]
    #expect(try notes("{{ d | date: '%c' }}", value).intersection(known) == expected)
    #expect(try notes("{{ '\(value)' | date: '%c' }}", "z") == [])
  }

  @Test(
    "takes nothing else for such a word",
    arguments: [
      "Nan", "Null", "none", "Nora", "#1001!", "#WOW!", "#42", "<b>", "NULLs", "N", "(no)", "n",
    ])
  func notesOfNoFillers(_ value: String) throws {
    #expect(try notes("Hi {{ d }}", value) == [])
  }

  @Test(
    "tells of values that say no where every text is true",
    arguments: [
      ("FALSE", .saysNo), ("false", .saysNo), ("0", .saysNo), ("No", .saysNo),
      ("FALSCH", .saysNo), ("TRUE", []), ("1", []), ("", []), ("north", []), ("00", []),
      ("0.0", .saysNo), ("0,00", .saysNo), ("$0.00", .saysNo), ("-0", .saysNo), ("0.01", []),
      ("0A", []), ("10", []), ("none", .saysNo),
    ] as [(String, RenderNotes)])
  func notesOfTruth(_ value: String, _ expected: RenderNotes) throws {
    #expect(try notes("{% if d %}x{% endif %}y", value) == expected)
    #expect(try notes("{% unless d %}x{% endunless %}y", value) == expected)
    #expect(!(try notes("{% if d == 'FALSE' %}x{% endif %}y", value)).contains(.saysNo))
    #expect(try notes("{% if d and d != 'x' %}x{% endif %}y", value) == [])
    #expect(try notes("{% if d != blank %}x{% endif %}y", value) == [])
    // Beside what is printed, NO is Norway.
    let printed = ["No", "none"].contains(value) ? [] : expected
    #expect(try notes("Hi{% if d %} {{ d }}{% endif %}", value) == printed)
    #expect(try notes("Hi{% if d %} {{ d | upcase }}{% endif %}", value) == printed)
  }

  @Test(
    "tells of letters that say no, where they are no initials",
    arguments: [
      ("f", .saysF), ("F", .saysF), ("m", .besideF), ("n", .saysNo), ("-", .saysNo), ("t", []),
      ("y", []), ("x", []),
    ] as [(String, RenderNotes)])
  func notesOfLetters(_ value: String, _ expected: RenderNotes) throws {
    #expect(try notes("{% if d %}x{% endif %}y", value) == expected)
    #expect(try notes("Hi{% if d %} {{ d }}.{% endif %}", value) == [])
    #expect(try notes("{% if d and d != 'x' %}x{% endif %}y", value) == [])
  }

  @Test("tells of values that are compared with true or false")
  func notesOfBooleans() throws {
    #expect(try notes("{% if d == true %}x{% endif %}y", "TRUE") == .noBoolean)
    #expect(try notes("{% if false != d %}x{% endif %}y", "FALSE") == .noBoolean)
    #expect(try notes("{% if d == true %}x{% endif %}y", "") == [])
    #expect(try notes("{% case d %}{% when 'TRUE' %}x{% when true %}z{% endcase %}", "TRUE") == [])
    #expect(try notes("{% case d %}{% when true %}x{% else %}z{% endcase %}", "TRUE") == .noBoolean)
    #expect(try notes("{% case d %}{% when 1 %}x{% else %}z{% endcase %}", "TRUE") == [])
    #expect(try notes("{% if d == true or d == 'TRUE' %}x{% endif %}y", "TRUE") == [])
  }

  @Test("tells of texts that differ in their case alone, unless both are expected")
  func notesOfCase() throws {
    #expect(try notes("{% if d == 'TRUE' %}x{% endif %}y", "True") == .otherCase)
    #expect(try notes("{% case d %}{% when 'gold' %}x{% endcase %}y", "Gold") == .otherCase)
    #expect(try notes("{% if d == 'TRUE' %}x{% endif %}y", "TRUTH") == [])
    #expect(try notes("{% if d == 'TRUE' or d == 'True' %}x{% endif %}y", "True") == [])
    #expect(try notes("{% assign u = d | upcase %}{% if d == u %}x{% endif %}y", "Ann") == [])
    #expect(try notes("{% if d == '0' or d == '0.00' %}x{% endif %}y", "0.00") == [])
    #expect(try notes("{% if d == '1.1' %}x{% elsif d == '1.10' %}z{% endif %}y", "1.10") == [])
  }

  @Test(
    "tells of texts that look alike and are different",
    arguments: [
      ("Gold\u{A0}Plus", "Gold Plus", .lookAlike), ("Cafe\u{301}", "Café", .lookAlike),
      ("O’Neil", "O'Neil", .lookAlike), ("É", "é", .otherCase),
      ("PREMIÈRE", "Première", .otherCase), ("E\u{301}", "é", .lookAlike),
      ("gold\u{202F}plus", "Gold Plus", .lookAlike),
      ("Café", "Cafe", []), ("Café", "Cafés", []), ("München", "Berlin", []), ("Gold", "Plus", []),
      ("Café", "Café", []), ("Cafe", "cafe", .otherCase),
    ] as [(String, String, RenderNotes)])
  func notesOfLooks(_ value: String, _ other: String, _ expected: RenderNotes) throws {
    #expect(try notes("{% if d == \"\(other)\" %}x{% endif %}y", value) == expected)
    #expect(try notes("{% case d %}{% when \"\(other)\" %}x{% endcase %}y", value) == expected)
    let both = "{% if d == \"\(other)\" or d == \"\(value)\" %}x{% endif %}y"
    #expect(try notes(both, value) == [])
    let own = "{% assign u = d | replace: \"\(value)\", \"\(other)\" %}{% if d == u %}x{% endif %}y"
    #expect(try notes(own, value) == [])
  }

  @Test("takes no name for a word for no value that a filter makes look like one")
  func notesOfNames() throws {
    for filters in ["upcase", "downcase", "downcase | strip", "upcase | append: '!'"] {
      for name in ["Null", "Nil", "Nan", "nUll"] {
        #expect(try notes("Hi {{ d | \(filters) }}", name) == [])
        #expect(try notes("{% assign n = d | \(filters) %}Hi {{ n }}", name) == [])
      }
      #expect(
        try notes("Hi {{ d | \(filters) }}", "nan") == (filters.hasPrefix("d") ? .filler : []))
    }
    #expect(try notes("{{ d | upcase }}", "null") == .filler)
    #expect(try notes("{{ d | split: ',' | first }}", "NULL,Ann") == .filler)
    #expect(try notes("{{ d | downcase | strip }}", " nan ") == .filler)
    let name = "{{ d | split: ',' | first | downcase }}"
    #expect(try notes(name, "Nil,vanilla@example.com") == [])
    #expect(try notes("{{ d | replace: 'Ann', 'NULL' }}", "Ann") == [])
  }

  @Test("takes no name for such a word because another column is one")
  func notesOfOtherColumns() throws {
    let template = try Template("{{ d | upcase }}{% if e == 'NULL' %}!{% endif %}")
    let bound = try template.bound(to: ["d", "e"])
    let (bytes, fields) = encode(["Null", "NULL"])
    var output: [UInt8] = []
    #expect(try bound.render(bytes.span, fields: fields.span, into: &output) == [])
    #expect(output == Array("NULL!".utf8))
  }

  @Test("tells of words for no value that something is put before or behind")
  func notesOfJoinedFillers() throws {
    #expect(try notes("{{ d | append: ' EUR' }}", "#N/A") == .filler)
    #expect(try notes("{{ 'EUR ' | append: d }}", "1.2E+18") == .spoiled)
    #expect(try notes("{{ d | prepend: '$' }}", "5") == [])
    #expect(try notes("{{ d | strip | append: '!' }}", " nan ") == .filler)
  }

  @Test("tells no local time where a zone is named") func notesOfZones() throws {
    let named = "{{ d | date: '%F', 'Europe/Paris' }}"
    #expect(try notes(named, "now") == [])
    #expect(try notes(named, "1796167800") == [])
    #expect(try notes(named, "2026-02-12T10:30:00Z") == [])
    #expect(try notes(named, "2026-02-12 10:30") == [])
    #expect(try notes(named, "2026-02-12") == [])
  }

  @Test(
    "tells of dates that are told with what they do not say, or say otherwise",
    arguments: [
      ("Fri 8 Dec 2026", "%d", .otherWeekday), ("Tue 8 Dec 2026", "%d", []),
      ("Tuesday, December 8, 2026", "%A", []), ("Fri 8 Dec", "%d", []),
      ("Sat Jan 31 10:20:30 UTC 2026", "%d", []), ("Sun 2026-12-08 10:30", "%F", .otherWeekday),
      ("15:00", "%-d.%m. %H:%M", [.todaysDate, .tellsTime]), ("15:00", "%H:%M", .tellsTime),
      ("15:00", "%^a", .todaysDate), ("15:00", "%I%%d %p", .tellsTime),
      ("15:00", "%H:%M, 100% bar", .tellsTime),
      ("15:00", "%y", .todaysDate), ("15:00", "%Ey", .todaysDate), ("15:00", "%U", .todaysDate),
      ("15:00", "%G-W%V", .todaysDate), ("15:00", "%s", []), ("15:00", "%:y", []),
      ("15:00", "%OH:%OM", .tellsTime), ("2026-12-04", "%-OI", .tellsMidnight),
      ("15:00", "%3Z %z", []),
      ("2026-12-04", "%d %-I", .tellsMidnight), ("2026-12-04 00:00", "%H", .tellsTime),
      ("2026-12-04", "%c", .tellsMidnight), ("2026-12-04 10:30", "%d", []),
      ("0001-01-01", "%d", .filler), ("12/30/1899", "%d", .filler), ("1899-12-30", "%Y", .filler),
      ("1899-12-30 15:00", "%H:%M", .tellsTime), ("1899-12-31", "%d", []),
      ("Jun-27", "%B %Y", .thisYear), ("27 June", "%-d.%-m.%y", .thisYear),
      ("06/27", "%F", .thisYear),
      ("Jun-27", "%B %-d", []), ("June 27", "%A, %b %e", []), ("Jun-32", "%B %Y", .noDate),
      ("2026-06", "%-d %B", .firstDay), ("2026-W24", "%d", .firstDay),
      ("Jun 2027", "%a", .firstDay),
      ("2026-06", "%B %Y", []), ("2026-W24-1", "%d", []), ("2026-W24", "%G-W%V", []),
      ("2026-17-Dec", "%F", []),
      ("2026-06-01", "%c", .tellsMidnight), ("2026-163", "%d", []), ("Jun 2027", "%B %Y", []),
    ] as [(String, String, RenderNotes)])
  func notesOfContradictions(_ value: String, _ format: String, _ expected: RenderNotes) throws {
    let orders: RenderNotes = [.guessedSlashes, .daySlashes, .monthSlashes]
    let found = try notes("{{ d | date: '\(format)' }}", value)
    #expect(found.subtracting(orders) == expected)
    #expect(try notes("{{ '\(value)' | date: '\(format)' }}", "z") == [])
  }

  @Test("tells no midnight where a template may look for it")
  func notesOfMidnight() throws {
    for template in [
      "{% assign t = d | date: '%H:%M' %}{% if t != '00:00' %}{{ t }}{% endif %}y",
      "{% assign t = d | date: '%H:%M' %}{{ d | date: '%F' }}",
      "{{ d | date: '%F %H:%M' | remove: ' 00:00' }}",
      "{% capture t %}{{ d | date: '%H:%M' }}{% endcapture %}{% if t != '00:00' %}{{ t }}{% endif %}y",
    ] {
      #expect(try notes(template, "2026-12-04") == [])
    }
  }

  @Test("tells of times that may be from one to another, where another one is told")
  func notesOfSpans() throws {
    func notes(_ value: String, in zone: String = ", 'Europe/Paris'") throws -> RenderNotes {
      try self.notes("{{ d | date: '%F %R'\(zone) }}", value).subtracting(.tellsTime)
    }
    for value in ["2026-12-03 09:00-10:00", "03.12.2026 8:30-11"] {
      #expect(try notes(value) == .offsetOrEnd)
      #expect(try notes(value, in: "") == [])
    }
    #expect(try notes("2026-12-03 09:00-10:00", in: ", 'Pacific/Honolulu'") == [])
    for (zone, told) in [("Europe/Paris", []), ("Asia/Tokyo", .offsetOrEnd)] as [(_, RenderNotes)] {
      let day = "{{ d | date: '%F', '\(zone)' }}"
      #expect(try self.notes(day, "2026-12-03 09:30-10:00") == told)
    }
    for value in [
      "2026-12-03T09:00-10:00", "2026-12-03 09:00:00-10:00", "2026-12-03 10:00-05:00",
      "2026-12-03 10:00-11:30", "2026-12-03 9:00 -10:00", "2026-12-03 01:30 UTC-5",
      "2026-12-03 01:00-05:00 (EST)", "2026-12-03 1:00 PM-05:00", "2026-12-03 22:00-02:00",
    ] {
      #expect(try notes(value) == [])
    }
  }

  private func notes(_ template: String, _ value: String) throws -> RenderNotes {
    let bound = try Template(template).bound(to: ["d"], now: instant, timeZone: .gmt)
    let (bytes, fields) = encode([value])
    var output: [UInt8] = []
    return try bound.render(bytes.span, fields: fields.span, into: &output)
  }
}
