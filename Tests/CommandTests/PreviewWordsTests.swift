import Foundation
import Testing

/// What a preview tells whoever made the list.
@Suite struct PreviewWordsTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir()
  }

  private func preview(_ list: String, _ more: String...) async throws -> Outcome {
    try folder.write("list.csv", list)
    return try await folder.volley(
      ["preview", "list.csv", "--message", "Hi {{ name }}!", "--from", "+12025550100"] + more,
      environment: [:])
  }

  private func rows(_ names: [String]) -> String {
    "name,phone\n" + names.enumerated().map { "\($1),+1202555\(1000 + $0)\n" }.joined()
  }

  /// The rows of the samples and what they are examples of.
  private func samples(_ outcome: Outcome) -> [String] {
    outcome.output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("  row ") }
  }

  @Test func theSamplesAreLongNamesAccentsAndTheMostExpensive() async throws {
    let long = String(repeating: "Ann ", count: 30) + "Lee"
    let dear = String(repeating: "€", count: 90)
    let outcome = try await preview(rows(["Ada", long, "Søren", "Zoë Ôoé", dear, "Bob"]))
    #expect(
      samples(outcome) == [
        "  row 3: longest values", "  row 5: accents", "  row 6: most expensive",
      ], "\(outcome)")
    #expect(outcome.output.contains("\n  │ Hi Zoë Ôoé!\n"))
  }

  @Test func oneRowCanBeTwoExamplesAndOthersFillUp() async throws {
    let outcome = try await preview(rows(["Ada", "Zoë", "Bob", "Catherine"]))
    #expect(
      samples(outcome) == ["  row 2", "  row 5: longest values", "  row 3: accents"],
      "\(outcome)")
    let dear = try await preview(rows(["Ada", "Zoë" + String(repeating: "x", count: 70), "Bob"]))
    #expect(
      samples(dear) == [
        "  row 2", "  row 4", "  row 3: longest values, accents, most expensive",
      ], "\(dear)")
    let few = try await preview(rows(["Zoë"]))
    #expect(few.output.contains("\n  row 2\n  to +12025551000 from"), "\(few)")
    let plain = try await preview(rows(["Ada", "Bob", "Catherine"]))
    #expect(
      samples(plain) == ["  row 2", "  row 3", "  row 4: longest values"], "\(plain)")
  }

  @Test func aCountryCodeInAnotherColumnIsTold() async throws {
    let list = "name,Country Code,phone\nAda,+44,7402345678\nBob,+1,2025551001\n"
    let outcome = try await preview(list, "--region", "US")
    let words = "row 2 has another code in column Country Code than the number that gets the "
    #expect((outcome.output + outcome.errors).contains(words), "\(outcome)")
  }

  /// `To` of a log of answers.
  @Test func ownNumbersOnASuppressionListAreTold() async throws {
    let words = "warning: --suppress: a number that messages are sent from is in stop.csv"
    for (list, isTold) in [("To\n+12025550100\n", true), ("To\n+12025550199\n", false)] {
      try folder.write("stop.csv", list)
      let outcome = try await preview(rows(["Ada"]), "--suppress", "stop.csv")
      #expect(outcome.output.contains(words) == isTold, "\(outcome)")
    }
  }

  @Test func ownNumbersOfAColumnOnASuppressionListAreTold() async throws {
    try folder.write("list.csv", "name,phone,from\nAda,+12025551000,+12025550100\n")
    try folder.write("stop.csv", "To,Customer\n+12025550100,+12025550199\n")
    let outcome = try await folder.volley(
      [
        "preview", "list.csv", "--message", "Hi", "--from-column", "from", "--suppress", "stop.csv",
      ], environment: [:])
    #expect(outcome.output.contains("are sent from is in stop.csv, as when"), "\(outcome)")
  }

  /// The first is no number of America.
  @Test func suppressedNumbersOfUnknownRangesAreTold() async throws {
    try folder.write("stop.csv", "phone\n0612345678\n2025550199\n")
    let outcome = try await preview(rows(["Ada"]), "--region", "US", "--suppress", "stop.csv")
    let words =
      "warning: 1 of the numbers of --suppress is outside the known ranges of US, so that "
    #expect(outcome.output.contains(words), "\(outcome)")
    #expect(outcome.output.contains("the first: stop.csv: line 2"), "\(outcome)")
  }

  @Test func aTitleAboveTheNamesOfASuppressionListIsTold() async throws {
    try folder.write("stop.csv", "Opt-outs,,\nName,Phone,Date\nAnn,+12025550101,2026-11-01\n")
    let outcome = try await preview(rows(["Ada"]), "--suppress", "stop.csv")
    #expect(outcome.errors.contains("delete the lines above them"), "\(outcome)")
  }

  @Test func theNameOfAFileIsNoMessage() async throws {
    try folder.write("list.csv", rows(["Ada"]))
    try folder.write("hi.liquid", "Hi!")
    for text in ["hi.liquid", "@hi.liquid"] {
      let outcome = try await folder.volley(
        ["preview", "list.csv", "--message", text, "--from", "+12025550100"], environment: [:])
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("--template hi.liquid"), "\(outcome)")
    }
  }

  @Test func theFormatThatWasFoundIsSaid() async throws {
    let outcome = try await preview("name;phone\nAda;+12025551000\n")
    #expect(
      outcome.output.hasPrefix("list.csv: 1 row, UTF-8, delimiter semicolon, numbers in phone"))
    let latin = Data("name\tphone\nZo".utf8) + [0xEB] + Data("\t+12025551000\n".utf8)
    try latin.write(to: URL(fileURLWithPath: "\(folder.path)/latin.csv"))
    let found = try await folder.volley([
      "preview", "latin.csv", "--message", "Hi {{ name }}!", "--from", "+12025550100",
    ])
    #expect(
      found.output.contains("Windows-1252 (it is not valid UTF-8), delimiter tab"), "\(found)")
    #expect(found.output.contains("Hi Zoë!"))
  }

  @Test func forcingCharactersAreNamedWithTheirMessages() async throws {
    let outcome = try await preview(rows(["Zoë", "Noël", "“A”", "a\u{200B}b", "Ada"]))
    for line in [
      "    ë U+00EB latin small letter e with diaeresis: 2 messages\n",
      "    “ U+201C left double quotation mark: 1 message\n",
      "    U+200B zero width space: 1 message\n",
      "  5 segments: 1 GSM-7 in 1 message, 4 UCS-2 in 4 messages\n",
      "  longest message: 1 segment of UCS-2, 8 units, in row 3\n",
    ] {
      #expect(outcome.output.contains(line), "\(line) \(outcome)")
    }
    #expect(!outcome.output.contains("most expensive message"), "\(outcome)")
  }

  @Test func theLongestMessageIsNotAlwaysTheMostExpensive() async throws {
    let long = String(repeating: "a", count: 90)
    let outcome = try await preview(rows([long, String(repeating: "ж", count: 80)]))
    for line in [
      "  longest message: 1 segment of GSM-7, ", "  most expensive message: 2 segments of UCS-2, ",
    ] {
      #expect(outcome.output.contains(line), "\(line) \(outcome)")
    }
  }

  @Test func whatPlainQuotesSaveIsSaidWithAndWithoutThem() async throws {
    let list = rows([String(repeating: "a", count: 90) + "…", "Zoë", "Ada"])
    let price = ["--price-per-segment", "0.01"]
    let without = try await preview(list, price[0], price[1])
    #expect(without.output.contains("plain would save 1 segment, 0.01\n"), "\(without)")
    let with = try await preview(list, price[0], price[1], "--smart-quotes", "plain")
    #expect(with.output.contains("plain saves 1 segment, 0.01\n"), "\(with)")
    let nothing = try await preview(rows(["Zoë", "Ada"]))
    #expect(!nothing.output.contains("smart-quotes"), "\(nothing)")
  }

  @Test func sendersAreCounted() async throws {
    try folder.write("list.csv", "")
    let outcome = try await preview(rows((0..<60).map { "n\($0)" }), "--from", "+12025550101")
    let numbers = try #require(
      outcome.output.firstMatch(of: #/from \+\d+ \((\d+) messages\), \+\d+ \((\d+)/#))
    #expect((Int(numbers.1) ?? 0) + (Int(numbers.2) ?? 0) == 60)
    let column = try await folder.volley([
      "preview", "list.csv", "--message", "Hi", "--from-column", "phone", "--to-column", "phone",
    ])
    #expect(column.output.contains("from column phone: +12025551000 (1 message), "), "\(column)")
    #expect(column.output.contains(" and 55 other numbers\n"), "\(column)")
  }

  @Test func troublesAreGroupedWithTheirRows() async throws {
    try folder.write("stop.txt", "number\n+12025551001\nnobody\n")
    let list =
      "name,phone\nA,12\nB,+12025551000\nC,+12025551000\nD,+12025551001\nE,+19995551234\n"
      + (0..<7).map { "F\($0),x\n" }.joined()
    let outcome = try await preview(list, "--suppress", "stop.txt")
    for line in [
      "  2 ready · 8 invalid · 1 duplicate · 1 suppressed\n",
      "\n  invalid\n    7 rows (7, 8, 9, 10, 11 …): not a phone number\n    row 2: no + and",
      "    row 4: the number or key of an earlier row\n",
      "    row 5: on a suppression list\n",
      "  warning: 1 number outside the known ranges of the country, in row 6\n",
      "  suppression lists: 1 number\n  warning: 1 of their entries cannot be understood:\n"
        + "    stop.txt: line 3: nobody: not a phone number\n",
    ] {
      #expect(outcome.output.contains(line), "\(line) \(outcome)")
    }
  }

  @Test func nothingOutOfAListSteersATerminal() async throws {
    let outcome = try await preview(
      "name,\"ph\u{1B}[2Jone\"\nA\u{1B}[31m\tB\u{9B}1m,+12025551000\n",
      "--to-column", "ph 2J one")
    let steering = outcome.output.unicodeScalars.filter {
      $0.properties.generalCategory == .control && $0 != "\n"
    }
    #expect(steering.isEmpty, "\(outcome)")
    #expect(outcome.output.contains("Hi A␛[31m␉B\u{FFFD}1m!"), "\(outcome)")
  }

  @Test(arguments: [24, 33, 80])
  func linesFitATerminalAndAreWholeElsewhere(width: Int) async throws {
    let name = "Zoë the Great of the long Name and of nothing else at all or so they say everywhere"
    try folder.write("list.csv", rows([name]) + "Bob,1.2E+10\n")
    let command =
      "stty cols \(width); exec \(Workdir.binary) preview list.csv --from +12025550100"
      + " --message 'Hi {{ name }} and 山田太郎山田太郎 too'"
    let shown = try await folder.run("script", ["-qec", command, "/dev/null"])
    let lines = shown.output.replacing("\r\n", with: "\n").split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= width }, "\(shown)")
    let message = lines.filter { $0.hasPrefix("  │ ") || $0.hasPrefix("  ┊ ") }
    #expect(message.map { $0.dropFirst(4) }.joined() == "Hi \(name) and 山田太郎山田太郎 too")
    #expect(message.count > 1)
    #expect(!message.contains { $0.hasPrefix("  ┊  ") }, "a line begins with a space: \(shown)")
    let piped = try await preview(rows([name]))
    #expect(piped.output.contains("\n  │ Hi \(name)!\n"), "\(piped)")
  }

  @Test(arguments: ["list.csv", "./list.csv", "link.csv"])
  func theListIsNotReplacedByTheOutput(output: String) async throws {
    let list = rows(["Ada"])
    try folder.write("list.csv", list)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/link.csv", withDestinationPath: "list.csv")
    let outcome = try await preview(list, "--output", output)
    #expect(outcome.code == 64, "\(outcome)")
    #expect(try folder.read("list.csv") == list)
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
        words.contains("rows 2, 4 have dates read month first")
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
    #expect(words.contains("rows 2, 3 have dates read month first, as with slashes"), "\(words)")
    for region in ["--region=US", "--strict"] {
      #expect(try await warnings(message, list, region) == nil)
    }
    let shown = list + "+12025550125,12/31/2026\n"
    #expect(try await warnings(message, shown, "--region=GB") == nil)
    let dashed = list.replacing("03/12", with: "03-12").replacing("/", with: "-")
    let american = try #require(await warnings(message, dashed, "--region=US"))
    #expect(american.contains("rows 2, 3 have dates read day first, as with dashes"), "\(american)")
    for region in ["--region=GB", "--region=CA", "--strict"] {
      #expect(try await warnings(message, dashed, region) == nil)
    }
    #expect(
      try await warnings(message, dashed + "+12025550125,31-12-2026\n", "--region=US") == nil)
  }

  /// 26 January for an appointment on the 5th, for a whole column of a Swedish list.
  @Test func datesWhoseYearSeemsToBeFirstAreTold() async throws {
    let year = Calendar(identifier: .gregorian).component(.year, from: Date()) % 100
    let other = (year + 15) % 28 + 1
    let message = "On {{ day | date: '%-d %B' }}"
    let first = "phone,day\n+12025550123,\(year)-01-\(other)\n+12025550124,\(year)-02-\(other)\n"
    let words = try #require(await warnings(message, first))
    #expect(words.contains("rows 2, 3 have dates read year last"), "\(words)")
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

  /// Who does as is told needs no second look.
  @Test(arguments: [
    ("true", "false"), ("True", "False"), ("yes", "no"), ("1", "0"), ("t", "f"), ("wahr", "falsch"),
  ])
  func theComparisonThatIsProposedWorks(yes: String, no: String) async throws {
    let list = "phone,size,vip\n+12025550123,,\(no)\n+12025550124,M,\(yes)\n"
    for template in [
      "Hi{% if vip %}!{% endif %}{% if size %}{% endif %}", "Hi{% if vip == true %}!{% endif %}",
    ] {
      let words = try #require(await warnings(template, list))
      let start = try #require(words.range(of: ", as in {% if ")).upperBound
      let comparison = words[start...].prefix { $0 != "%" }
      let mended = "Hi{% if \(comparison)%}!{% endif %}"
      #expect(try await warnings(mended, list, "--output", "out.csv") == nil, "\(mended)")
      let rows = try folder.read("out.csv").split(separator: "\n")
      #expect(rows[1].contains(",Hi,") && rows[2].contains(",Hi!,"), "\(mended) \(rows)")
    }
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
