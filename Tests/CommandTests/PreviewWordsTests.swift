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

  /// Where as many letters are no country, it is a column of something else, such as a Bundesland.
  @Test func aCountryInAnotherColumnIsTold() async throws {
    let words =
      "row 2 has another country in column Country than the number that gets the message: "
    for (land, isTold) in [("US", true), ("NW", false)] {
      let list = "name,Country,phone\nAda,GB,2079460123\nBob,\(land),2025551000\n"
      let outcome = try await preview(list, "--region", "US")
      #expect((outcome.output + outcome.errors).contains(words) == isTold, "\(outcome)")
    }
    let most = "name,Country,phone\nAda,GB,2079460123\nBob,NW,2025551000\nZoe,GB,2079460124\n"
    let outcome = try await preview(most, "--region", "US")
    #expect(
      (outcome.output + outcome.errors).contains("rows 2, 4 have another country"), "\(outcome)")
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

  @Test(arguments: ["--quiet", "--json"])
  func numbersOutsideTheKnownRangesAreToldToProgramsToo(_ option: String) async throws {
    let outcome = try await preview("name,phone\nA,+12025550123\nB,+19995551234\n", option)
    #expect(
      outcome.errors == "volley: 1 number outside the known ranges of the country, in row 3\n",
      "\(outcome)")
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
      "  suppression lists: 1 number\n  warning: 1 of their entries cannot surely be matched:\n"
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
}
