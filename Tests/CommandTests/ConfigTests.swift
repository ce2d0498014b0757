import Foundation
import MockFluents
import Testing

@Suite("A campaign file", .timeLimit(.minutes(2))) struct ConfigTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/spring", withIntermediateDirectories: false)
    try folder.write("spring/text.liquid", "Hi {{ name }}!\n")
    try folder.write("spring/guests.csv", contacts(3))
    try folder.write("spring/never.txt", "+12025551001\n")
  }

  private func write(_ more: String = "", port: Int = 1) throws {
    try folder.write(
      "spring/campaign.yaml",
      """
      contacts: guests.csv
      template: text.liquid
      from: +12025550100
      suppress: [never.txt]
      api-url: http://127.0.0.1:\(port)
      yes: true
      quiet: false
      \(more)
      """)
  }

  @Test func mayHaveAByteOrderMarkAndAListWhoseNameBeginsWithAHyphen() async throws {
    try folder.write("-guests.csv", contacts(2))
    let text =
      "\u{FEFF}contacts: -guests.csv\nmessage: 'Order #17' # in quotes\nfrom: +12025550100\n"
    try folder.write("bare.yaml", text)
    let outcome = try await folder.volley(["preview", "--config", "bare.yaml"])
    #expect(outcome.code == 0 && outcome.output.contains("-guests.csv: 2 rows"), "\(outcome)")
    #expect(outcome.output.contains("│ Order #17\n"), "\(outcome)")
  }

  @Test func givesWayToShortOptionsInOneWord() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      try folder.write(
        "quiet.yaml", "contacts: spring/guests.csv\nmessage: Hi\nfrom: +12025550100\nquiet: true\n")
      let outcome = try await folder.volley([
        "send", "--config", "quiet.yaml", "-vy", "--api-url", "http://127.0.0.1:\(server.port)",
      ])
      #expect(outcome.code == 0 && outcome.output.contains(" sent"), "\(outcome)")
    }
  }

  @Test func aSecondFileIsRefused() async throws {
    try folder.write("more.yaml", "limit: 1\n")
    let outcome = try await folder.volley([
      "preview", "--config", "spring/campaign.yaml", "--config=more.yaml",
    ])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains("--config was given 2 times"), "\(outcome)")
  }

  @Test func hasAllOptionsAndItsPathsStartAtItsFolder() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      try write("reports: out\nledger: ledger.sqlite\ncampaign: x", port: server.port)
      let outcome = try await folder.volley(["send", "--config", "spring/campaign.yaml"])
      #expect(outcome.code == 0, "\(outcome)")
      #expect(server.received.map(\.message).sorted() == ["Hi Guest 0!", "Hi Guest 2!"])
      #expect(folder.exists("spring/out/x/delivery.csv"))
      #expect(folder.exists("spring/ledger.sqlite"))
    }
  }

  /// One file is for both.
  @Test func aSendHasNoUseForTheOutputOfAPreview() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      try write("output: page.html", port: server.port)
      let dry = try await folder.volley(["send", "--dry-run", "--config", "spring/campaign.yaml"])
      #expect(dry.code == 0 && folder.exists("spring/page.html"), "\(dry)")
      try FileManager.default.removeItem(atPath: "\(folder.path)/spring/page.html")
      let sent = try await folder.volley(["send", "--config", "spring/campaign.yaml"])
      #expect(sent.code == 0 && !folder.exists("spring/page.html"), "\(sent)")
      #expect(server.received.count == 2)
    }
  }

  @Test func givesWayToTheCommandLine() async throws {
    try write("strict: true\nprice-per-segment: 1")
    try folder.write("other.csv", contacts(2))
    let outcome = try await folder.volley([
      "preview", "other.csv", "--config=spring/campaign.yaml", "--message", "Hello", "--from",
      "+12025550111", "--price-per-segment", "2",
    ])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.output.contains("other.csv: 2 rows"), "\(outcome)")
    #expect(outcome.output.contains("at 2.00 a segment"), "\(outcome)")
    #expect(outcome.output.contains("+12025550111"), "\(outcome)")
    #expect(!outcome.output.contains("+12025550100"), "\(outcome)")
    #expect(outcome.output.contains("Hello"), "\(outcome)")
  }

  @Test func givesWayToAnOptionInThePlaceOfItsOwn() async throws {
    try write()
    try folder.write("other.csv", "name,phone,sender\nAda,+12025551000,+12025550111\n")
    let outcome = try await folder.volley([
      "preview", "other.csv", "--config=spring/campaign.yaml", "--from-column", "sender",
    ])
    #expect(outcome.code == 0 && outcome.output.contains("+12025550111"), "\(outcome)")
  }

  @Test(arguments: [
    ("templat: x", "line 8: templat is not an option; did you mean template?"),
    ("config: x", "line 8: a campaign file cannot name another"),
    ("limit: [1, 2]", "line 8: limit takes one value, not 2"),
    ("delimiter:", "line 8: delimiter is empty"),
    ("strict: perhaps", "line 8: strict must be true or false"),
    ("key: {a: b}", "line 8: key must be a value, or a list of values"),
    ("key: [", "line "),
    (
      "message: {{ name }}, hello", "line 8: did not find expected key; put a text into quotes"
    ),
    (
      "message: Reminder: see you",
      "line 8: mapping values are not allowed in this context; put a text into quotes"
    ),
    (
      "message: {{ name }}",
      "line 8: message must be a value, or a list of values; put a text that begins"
    ),
    ("yes: true", "named twice: yes"),
    (
      "message: Hi {{ name }}, order #17",
      "line 8: what follows # is a comment, and no part of message"
    ),
    ("message: Bye, press #️⃣ to stop", "line 8: what follows # is a comment"),
    ("campaign: visit #2", "line 8: what follows # is a comment, and no part of campaign"),
    ("campaign: visit # 2", "line 8: what follows # is a comment, and no part of campaign"),
    ("message: text.liquid", "line 8: message is the text itself; name the file with template"),
    ("message:\n  Hi {{ name }},\n  order #17", "line 8: what follows # is a comment"),
    ("to-column: Phone #2", "line 8: what follows # is a comment, and no part of to-column"),
    ("key: [name, a, a] # twice\nlimit: x", "line 9: "),
    ("message: ~", "line 8: message is empty"), ("message: null", "line 8: message is empty"),
  ])
  func isRefusedWithALineAndAWayOut(_ line: String, _ words: String) async throws {
    try write(line)
    let outcome = try await folder.volley(["send", "--config", "spring/campaign.yaml"])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains("volley: spring/campaign.yaml: \(words)"), "\(outcome)")
  }

  /// What follows is no part of a file's name, unless there is a file of the whole name.
  @Test func mayHaveCommentsBehindFilesAndCampaigns() async throws {
    try folder.write("stop.csv", "+12025551000\n")
    try folder.write(
      "commented.yaml",
      """
      contacts: spring/guests.csv  # as of Monday
      message: Hi
      from: +12025550100
      campaign: spring  # 2026
      suppress:
        - stop.csv   # who wrote STOP
      """)
    let outcome = try await folder.volley(["preview", "--config", "commented.yaml"])
    #expect(outcome.output.contains("2 ready · 1 suppressed"), "\(outcome)")
    try folder.write("stop.csv   # who wrote STOP", "+12025551001\n")
    let doubtful = try await folder.volley(["preview", "--config", "commented.yaml"])
    #expect(doubtful.code == 64, "\(doubtful)")
    #expect(
      doubtful.errors.contains("line 5: what follows # is a comment, and no part of suppress"),
      "\(doubtful)")
  }

  @Test func mayHaveMoreThanOneStateToTryAgain() async throws {
    try write("retry: [unknown, failed]\nretry-on: [502, '503']", port: 9)
    let outcome = try await folder.volley([
      "send", "--config", "spring/campaign.yaml", "--test-to", "+12025550199",
    ])
    #expect(outcome.errors.contains("--retry has no meaning for a test"), "\(outcome)")
    try write("retry: [unknown, sent]", port: 9)
    let bad = try await folder.volley(["send", "--config", "spring/campaign.yaml"])
    #expect(bad.errors.contains("not \"sent\""), "\(bad)")
  }

  /// Whoever adds a list must not have those of another messaged.
  @Test func keepsItsListsOfSuppressedNumbers() async throws {
    try write("strict: false")
    try folder.write("more.txt", "+12025551002\n")
    let outcome = try await folder.volley([
      "preview", "--config", "spring/campaign.yaml", "--suppress", "more.txt",
    ])
    #expect(outcome.output.contains("1 ready · 2 suppressed"), "\(outcome)")
  }

  /// What a page says to type must be the campaign that the file names, not another that sends again.
  @Test func namesTheCampaignOfAPagesCommand() async throws {
    try folder.write("spring/my list.csv", contacts(2))
    try folder.write(
      "named.yaml",
      """
      contacts: spring/my list.csv
      message: x
      from: +12025550100
      campaign: a-%F
      """)
    let named = try await folder.volley(
      ["preview", "--config", "named.yaml", "--output", "page.html", "--quiet"])
    #expect(named.code == 0, "\(named)")
    #expect(!(try folder.read("page.html")).contains("--campaign"))
    let other = try await folder.volley([
      "preview", "--message", "x", "--from", "+12025550100", "--output", "page.html", "--quiet",
      "--", "spring/my list.csv",
    ])
    #expect(other.code == 0, "\(other)")
    let page = try folder.read("page.html")
    let campaign = try #require(page.range(of: "--campaign"))
    let list = try #require(
      page.range(of: "spring/my list.csv", range: campaign.upperBound..<page.endIndex))
    #expect(campaign.upperBound < list.lowerBound)
  }

  @Test func mayHaveItsMessageInABlockOrNothingAtAll() async throws {
    try folder.write(
      "spring/block.yaml",
      "contacts: guests.csv\nfrom: +12025550100\nmessage: |\n  Hi {{ name }},\n  well?\n")
    let block = try await folder.volley([
      "preview", "--config", "spring/block.yaml", "--output", "out.json",
    ])
    #expect(block.code == 0, "\(block)")
    #expect(try folder.read("out.json").contains(#""message":"Hi Guest 0,\nwell?""#))
    try folder.write("empty.yaml", "")
    let empty = try await folder.volley([
      "preview", "spring/guests.csv", "--config", "empty.yaml", "--message", "x", "--from",
      "+12025550100",
    ])
    #expect(empty.code == 0, "\(empty)")
  }

  @Test(arguments: [("limit: abc", "limit"), ("rate: 20", "rate"), ("max-cost: 1e-9", "max-cost")])
  func nameTheLineOfAWrongValue(_ line: String, _ option: String) async throws {
    try folder.write("spring.yaml", "contacts: list.csv\nmessage: Hi\n\(line)\n")
    let send = ["send", "--config", "spring.yaml", "--from", "+12025550100", "--yes"]
    let outcome = try await folder.volley(send)
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.hasPrefix("volley: spring.yaml: line 3: "), "\(outcome)")
    #expect(outcome.errors.contains("--\(option)"), "\(outcome)")
    // What the command line says is not the file's.
    let own = try await folder.volley(send + ["--\(option)", "nonsense"])
    #expect(own.code == 64 && !own.errors.contains("spring.yaml"), "\(own)")
  }

  /// With them, the command of the page would only preview once more.
  @Test func whatOnlyPreviewsIsToBeTakenOutOfThem() async throws {
    let common = "contacts: spring/guests.csv\nmessage: Hi\nfrom: +12025550100\noutput: page.html\n"
    try folder.write("dry.yaml", common + "dry-run: true\n")
    let dry = try await folder.volley(["send", "--config", "dry.yaml"])
    #expect(dry.code == 0, "\(dry)")
    #expect(
      try folder.read("page.html").contains("Take dry-run and output out of the campaign file"))
    try folder.write("output.yaml", common + "dry-run: false\n")
    let output = try await folder.volley(["preview", "--config", "output.yaml"])
    #expect(output.code == 0, "\(output)")
    #expect(try folder.read("page.html").contains("Take output out of the campaign file"))
    let plain = try await folder.volley([
      "preview", "spring/guests.csv", "--message", "Hi", "--from", "+12025550100", "--output",
      "page.html",
    ])
    #expect(plain.code == 0, "\(plain)")
    #expect(try !folder.read("page.html").contains("campaign file"))
  }

  /// Each alias would be looked through with all that it leads to.
  @Test func aliasesOfAliasesAreRefused() async throws {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...6 {
      let before = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(before)]\n"
    }
    try folder.write("bomb.yaml", text + "? *a6\n: x\n")
    let outcome = try await folder.volley(["preview", "--config", "bomb.yaml"])
    #expect(outcome.code == 64 && outcome.errors.contains("write the values out"), "\(outcome)")
  }

  @Test func thatIsNotThereIsNamed() async throws {
    let outcome = try await folder.volley(["send", "--config", "nowhere.yaml"])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(
      outcome.errors.contains("nowhere.yaml: the campaign file cannot be read: No such file"),
      "\(outcome)")
  }

  @Test func theSamplesAreUnderstood() async throws {
    let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../samples").standardized.path
    let outcome = try await folder.volley(["preview", "--config", "\(samples)/campaign.yaml"])
    #expect(outcome.code == 3, "\(outcome)")
    #expect(outcome.output.contains("300 rows"), "\(outcome)")
  }

  /// The units name a program that is installed in the sample's place; the check gets the built one.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze")))
  func systemdAcceptsTheSampleUnits() async throws {
    let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../samples/systemd").standardized
    for unit in ["volley-reminders.service", "volley-reminders.timer"] {
      let text = try String(contentsOf: samples.appending(path: unit), encoding: .utf8)
      try folder.write(
        unit, text.replacingOccurrences(of: "/usr/local/bin/volley", with: Workdir.binary))
    }
    let outcome = try await folder.run(
      "/usr/bin/systemd-analyze",
      ["verify", "--man=no", "./volley-reminders.service", "./volley-reminders.timer"])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.errors.isEmpty, "\(outcome)")
  }
}
