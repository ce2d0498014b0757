import Foundation
import Testing

/// What a preview tells whoever wrote the template.
@Suite struct TemplateWordsTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir()
  }

  /// What it says, in one line; nil when it does not warn.
  private func warnings(
    _ message: String, _ list: String, _ more: String...
  ) async throws -> String? {
    try folder.write("list.csv", list)
    let outcome = try await folder.volley(
      ["preview", "list.csv", "--message", message, "--from", "+12025550100"] + more,
      environment: [:])
    #expect(outcome.code == 0, "\(outcome)")
    let words = (outcome.output + outcome.errors).split { $0.isWhitespace }.joined(separator: " ")
    return words.contains("warning: ") || !outcome.errors.isEmpty ? words : nil
  }

  /// “Balance 2” for 1,234.50, and “On TBD”.
  @Test func valuesThatAreNoNumbersOrDatesAreTold() async throws {
    let list =
      "phone,value\n+12025550123,\"1,234.50\"\n+12025550124,46358\n+12025550125,2026-12-02\n"
    let sum = try #require(await warnings("{{ value | plus: 1 }}", list, "--quiet"))
    #expect(sum.contains("rows 2, 4 have a value that is no number"), "\(sum)")
    let day = try #require(await warnings("{{ value | date: '%-d %B' }}", list))
    #expect(day.contains("row 2 has a value that is no date"), "\(day)")
    #expect(day.contains("row 3 has a value that `date` reads as seconds"), "\(day)")
    #expect(try await warnings("{{ value }}", list) == nil)
  }

  /// A message of two lines would pay for 161 characters.
  @Test func aTemplateOfWindowsCostsNoMore() async throws {
    let text =
      String(repeating: "a", count: 79) + "\r\n" + String(repeating: "b", count: 80) + "\r\n"
    try folder.write("windows.liquid", text)
    try folder.write("list.csv", "phone\n+12025550123\n")
    let outcome = try await folder.volley(
      ["preview", "list.csv", "--template", "windows.liquid", "--from", "+12025550100"],
      environment: [:])
    #expect(
      outcome.code == 0 && outcome.output.contains("1 segment of GSM-7, 160 units"), "\(outcome)")
  }

  /// Somebody would come in December for an appointment in February.
  @Test func datesThatAreReadTwoWaysAreTold() async throws {
    let list = "phone,day\n+12025550123,12/02/2026\n+12025550124,13/02/2026\n+12025550125,3/4/26\n"
    let message = "On {{ day | date: '%-d %B' }}"
    for more in [[], ["--quiet"]] {
      let words = try #require(await warnings(message, list, more.first ?? "--strict"))
      #expect(
        words.contains("rows 2, 4 have a date read month first")
          && words.contains("that of row 3 can only be day first"), "\(words)")
    }
    #expect(try await warnings(message, list.replacing("13/02", with: "02/13")) == nil)
    #expect(try await warnings("On {{ day }}", list) == nil)
    // Two columns, of two makings; and what the template itself says.
    #expect(
      try await warnings(
        "{{ a | date: '%d' }} {{ b | date: '%d' }}",
        "phone,a,b\n+12025550123,01/02/2026,13/02/2026\n+12025550124,01/03/2026,14/02/2026\n")
        == nil)
    #expect(
      try await warnings(
        "{{ '01/02/2026' | date: '%d' }} {{ day | date: '%d' }}",
        "phone,day\n+12025550123,13/02/2026\n") == nil)
    let dashes = try #require(
      await warnings(
        message, "phone,day\n+12025550123,12-02-2026\n+12025550124,02-13-2026\n"))
    #expect(dashes.contains("row 2 has a date read day first"), "\(dashes)")
    #expect(dashes.contains("that of row 3 can only be month first"), "\(dashes)")
  }

  /// No row of a list for one day shows which comes first.
  @Test func datesThatPeopleOfARegionReadOtherwiseAreTold() async throws {
    let list = "phone,day\n+12025550123,03/12/2026\n+12025550124,03/12/2026\n"
    let message = "On {{ day | date: '%-d %B' }}"
    let words = try #require(await warnings(message, list, "--region=GB"))
    #expect(words.contains("rows 2, 3 have a date read month first, as with slashes"), "\(words)")
    for region in ["--region=US", "--strict"] {
      #expect(try await warnings(message, list, region) == nil)
    }
    let shown = list + "+12025550125,12/31/2026\n"
    #expect(try await warnings(message, shown, "--region=GB") == nil)
    let dashed = list.replacing("03/12", with: "03-12").replacing("/", with: "-")
    let american = try #require(await warnings(message, dashed, "--region=US"))
    #expect(
      american.contains("rows 2, 3 have a date read day first, as with dashes"), "\(american)")
    for region in ["--region=GB", "--region=CA"] {
      #expect(try await warnings(message, dashed, region) == nil)
    }
    #expect(
      try await warnings(message, dashed + "+12025550125,31-12-2026\n", "--region=US") == nil)
  }

  @Test func withoutARegionTheNumbersTellHowDatesAreMeant() async throws {
    let message = "On {{ day | date: '%-d %B' }}"
    let british = "phone,day\n+447400123456,03/12/2026\n"
    let words = try #require(await warnings(message, british))
    #expect(words.contains("row 2 has a date read month first, as with slashes"), "\(words)")
    #expect(try await warnings(message, british.replacing("/", with: "-")) == nil)
    let american = "phone,day\n+12025550123,03-12-2026\n"
    let dashes = try #require(await warnings(message, american))
    #expect(dashes.contains("row 2 has a date read day first, as with dashes"), "\(dashes)")
    #expect(try await warnings(message, american.replacing("-", with: "/")) == nil)
    let one = try #require(
      await warnings(message, british + "+447400123457,2026-12-03\n+12025550123,03/12/2026\n"))
    #expect(one.contains("rows 2, 4 have a date read month first"), "\(one)")
    #expect(try await warnings(message, british + "+12025550123,03/12/2026\n") == nil)
  }

  /// Somebody would stand before a closed door at midnight.
  @Test func datesWithoutATimeBesideOthersAreTold() async throws {
    let message = "On {{ day | date: '%-d %B at %H:%M' }}"
    let list = "phone,day\n+12025550123,2026-12-04\n+12025550124,2026-12-05\n"
    let words = try #require(await warnings(message, list + "+12025550125,2026-12-03 14:30\n"))
    #expect(words.contains("rows 2, 3 have a date without a time"), "\(words)")
    #expect(words.contains("that of row 4 has a time"), "\(words)")
    #expect(try await warnings(message, list) == nil)
  }

  /// 26 January for an appointment on the 5th, for a whole column of a Swedish list.
  @Test func datesWhoseYearSeemsToBeFirstAreTold() async throws {
    let year = Calendar(identifier: .gregorian).component(.year, from: Date()) % 100
    let other = (year + 15) % 28 + 1
    let message = "On {{ day | date: '%-d %B' }}"
    let first = "phone,day\n+12025550123,\(year)-01-\(other)\n+12025550124,\(year)-02-\(other)\n"
    let words = try #require(await warnings(message, first))
    #expect(words.contains("rows 2, 3 have a date read year last"), "\(words)")
    // The rest of the list has its years at the end.
    let more = "+12025550125,\(other)-01-\(year)\n+12025550126,\(other)-02-\(year)\n"
    #expect(try await warnings(message, first + more) == nil)
  }

  @Test func columnsThatAreCalledLikeWordsOfTheLanguageAreTold() async throws {
    let list = "phone,Blank,truth\n+12025550123,v,w\n"
    let words = try #require(await warnings("Hi {{ blank | default: 'x' }}", list))
    #expect(words.contains(#"the column blank is written {{ ["blank"] }}"#), "\(words)")
    #expect(try await warnings("Hi", list.replacing("Blank", with: "Blanks")) == nil)
    #expect(try await warnings("Hi, this is blank{{ ' or blank' }}", list) == nil)
  }

  @Test func valuesThatAreNotMeantToBeSaidAreTold() async throws {
    let list = "phone,name,vip\n+12025550123,NULL,FALSE\n+12025550124,Zo\u{C3}\u{AB},TRUE\n"
    let words = try #require(
      await warnings("Hi {{ name }}{% if vip %}!{% endif %}", list))
    #expect(words.contains("row 2 has a value such as NULL or #N/A"), "\(words)")
    #expect(words.contains("row 2 has a value such as FALSE or 0 in a condition"), "\(words)")
    let compared = try #require(await warnings("Hi{% if vip == true %}!{% endif %}", list))
    #expect(compared.contains("rows 2, 3 have a value that is compared with true"), "\(compared)")
    #expect(words.contains("row 3 has a message with garbled characters in it"), "\(words)")
    let line = try #require(await warnings(#"Hi\nthere"#, list))
    #expect(line.contains(#"\n in --message is sent as it stands"#), "\(line)")
    #expect(
      try await warnings(#"Hi {{ vip | replace: '\n', ' ' }}"#, list.replacing("FALSE", with: "x"))
        == nil)
  }

  /// “Your order was cancelled” for whom the database has no such day.
  @Test func valuesThatConditionsTakeForTrueAreTold() async throws {
    let list =
      "phone,ended,owed,ok\n+12025550123,NULL,0.00,f\n+12025550124,2026-01-05,5.50,t\n"
    let ended = try #require(await warnings("{% if ended %}Bye{% else %}Hi{% endif %}", list))
    #expect(ended.contains("row 2 has a value such as NULL or #N/A"), "\(ended)")
    let owed = try #require(await warnings("Hi{% if owed %}, you owe {{ owed }}{% endif %}", list))
    #expect(owed.contains("row 2 has a value such as FALSE or 0 in a condition"), "\(owed)")
    let letter = "Hi{% if ok %}, deals!{% endif %}"
    let words = try #require(await warnings(letter, list))
    #expect(words.contains("row 2 has a value f, as databases write false"), "\(words)")
    #expect(try await warnings(letter, list.replacing(",t\n", with: ",m\n")) == nil)
  }

  @Test func thousandsOfARegionAreTold() async throws {
    let list = "phone,sum\n+12025550123,1.234\n+12025550124,950\n"
    let message = "{% if sum > 1000 %}Gold{% else %}Silver{% endif %}"
    let words = try #require(await warnings(message, list, "--region=DE"))
    #expect(words.contains("row 2 has a value such as 1.234"), "\(words)")
    #expect(try await warnings(message, list, "--region=US") == nil)
    #expect(try await warnings("{{ sum }}", list, "--region=DE") == nil)
  }

  @Test func whatIsComparedAsTextIsTold() async throws {
    let list =
      "phone,paid,total,due\n+12025550123,\"1,200.00\",900.00,02/03/2026\n"
      + "+12025550124,12,12.00,03/03/2026\n"
    for (condition, words) in [
      ("paid < total", "row 2 has a value that is compared character by character with a number"),
      (
        "paid > '9'", "rows 2, 3 have a value that is compared character by character with a number"
      ),
      (
        "due < '2026-01-15'",
        "rows 2, 3 have a value that is compared character by character with a"
      ),
      ("paid == total", "row 3 has a value that is the number it is compared with in another"),
    ] {
      let told = try #require(await warnings("Hi{% if \(condition) %}!{% endif %}", list))
      #expect(told.contains(words), "\(told)")
    }
    #expect(try await warnings("Hi{% if total > 10 %}!{% endif %}", list) == nil)
  }

  @Test func valuesThatASpreadsheetOrAPageSpoiledAreTold() async throws {
    let list =
      "phone,order,note\n+12025550123,1.23457E+18,Bring <b>ID</b>\n"
      + "+12025550124,########,I <3 you\n"
    let words = try #require(await warnings("{{ order }}: {{ note }}", list))
    #expect(words.contains("rows 2, 3 have a value such as ######## or 1.23457E+18"), "\(words)")
    #expect(words.contains("row 2 has a message with tags of HTML in it"), "\(words)")
    #expect(try await warnings("{{ note | strip_html }}", list) == nil)
    let own = try #require(await warnings("{{ note }}<br>", list))
    #expect(own.contains("<br> in the template") && !own.contains("tags of HTML"), "\(own)")
  }

  @Test func columnsWrittenAsElsewhereAreTold() async throws {
    let list = "First Name,phone\nAda,+12025550123\n"
    let words = try #require(await warnings("Hi {First Name}, %first_name%", list))
    #expect(
      words.contains(
        "{First Name} in the template is sent as it stands; a column is written "
          + "{{ first_name }}"), "\(words)")
    #expect(words.contains("%first_name%"), "\(words)")
    #expect(try await warnings("Hi {{ first_name }}, {} { x }", list) == nil)
    let quoted = try #require(await warnings("Hi {{ 'First name' | default: 'you' }}", list))
    #expect(
      quoted.contains(
        "{{ \"First name\" }} in the template prints this text itself; the column is written "
          + "{{ first_name }}"), "\(quoted)")
    #expect(try await warnings("{{ first_name | default: 'phone' }}{{ 'you' }}", list) == nil)
  }

  @Test(arguments: [
    ("{{ day | date: '%d.%M. %H:%m' }}", "has the month, %m, behind the hour"),
    ("{{ day | date: '%d.%M.%Y' }}", "has minutes, %M, without an hour"),
    ("{{ day | date: '%d.%m. %h:%M' }}", "the hour is written %H"),
    ("{{ day | date: '%dd.%mm.%yyyy' }}", "has letters behind %d that are sent"),
    ("{% if plan == 'US' or 'CA' %}x{% endif %}y", "the text \"CA\" alone, which is always true"),
    ("{% if 'Plan' == 'US' %}x{% endif %}y", "the column is written plan, without quotes"),
    ("Hi ｛｛ plan ｝｝", "a column is written {{ plan }}"),
  ])
  func slipsOfTheTemplateAreTold(_ message: String, _ expected: String) async throws {
    let list = "phone,Plan,day\n+12025550123,US,2026-12-04 10:30\n"
    let words = try #require(await warnings(message, list))
    #expect(words.contains(expected), "\(words)")
  }

  @Test func whatIsNoSlipIsNotTold() async throws {
    let good =
      "{{ day | date: '%d.%m.%Y, %H:%M' }}{% if plan == 'US' or plan == 'CA' %}x{% endif %}"
    let list = "phone,Plan,day\n+12025550123,US,2026-12-04 10:30\n"
    #expect(try await warnings(good, list) == nil)
  }

  @Test func columnsThatAreNotThereAreNotMadeUp() async throws {
    let list = "E-Mail,First Name,phone,Link\na@example.com,Ada,+12025550123,x\n"
    for (message, form) in [
      ("Hi {name}", "first_name"), ("Hi {{ link }}{!Contact.FirstName}", "first_name"),
      ("Hi *|FNAME|*", "column"), ("Hi <% if x %>", "column"), ("Hi first_name }}", "first_name"),
      ("Hi xyz }}", "column"),
    ] {
      let words = try #require(await warnings(message, list))
      #expect(words.contains("a column is written {{ \(form) }}"), "\(words)")
    }
    let link = try #require(await warnings("See <Link>", list))
    #expect(link.contains("{{ link }}") && !link.contains("HTML"), "\(link)")
    #expect(try await warnings("Hi :}}", list) == nil)
  }

  @Test func whatATemplateHasLeftIsTold() async throws {
    let list = "First Name,phone\nAda,+12025550123\n"
    let words = try #require(await warnings("<p>Hi {{ first_name }}}<br></p><hr>{# x #}", list))
    for sentence in [
      "<p>, <br>, </p> and others in the template are sent as they stand: a message is plain text",
      "{{ first_name }}} in the template is sent with the last of its braces",
      "{# … #} in the template is sent as it stands; a comment is written {% comment %}",
    ] {
      #expect(words.contains(sentence), "\(words)")
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func theLineEndsOfAllEditorsAreRead(_ end: String) async throws {
    try folder.write("list.csv", "phone\n+12025550123\n")
    try folder.write("hi.txt", "Hi\(end)you\(end)")
    let outcome = try await folder.volley(
      ["preview", "list.csv", "--template", "hi.txt", "--from", "+12025550100"], environment: [:])
    #expect(outcome.output.contains("  │ Hi\n  │ you\n\nplan"), "\(outcome)")
    #expect(outcome.output.contains(" 6 units"), "\(outcome)")
  }

  @Test(arguments: [
    ("", "no text in it"), (" \n", "no text in it"),
    ("Hi {{ First Name }}", "the column First Name is written {{ first_name }}"),
    ("Hi {{ 2x | upcase }}", "the column 2x is written {{ [\"2x\"] }}"),
    ("Hi {{ first_name | \(String(repeating: "x", count: 5_000)) }}", "unknown filter `xxxx"),
  ])
  func aTemplateThatCannotBeUsedIsRefusedWithWhatToWrite(
    _ message: String, _ words: String
  ) async throws {
    try folder.write("list.csv", "First Name,2x,phone\nAda,1,+12025550123\n")
    let outcome = try await folder.volley(
      ["preview", "list.csv", "--message", message, "--from", "+12025550100"], environment: [:])
    #expect(outcome.code == 65 && outcome.errors.contains(words), "\(outcome)")
    #expect(outcome.errors.utf8.count < 1_000)
  }

  @Test func aColumnThatIsWrittenRightIsNotExplained() async throws {
    try folder.write("list.csv", "First Name,phone\nAda,+12025550123\n")
    let outcome = try await folder.volley([
      "preview", "list.csv", "--message", "Hi {{ first_name | default \"x\" }}", "--from",
      "+12025550100",
    ])
    #expect(outcome.code == 65 && !outcome.errors.contains("is written"), "\(outcome)")
  }
}
