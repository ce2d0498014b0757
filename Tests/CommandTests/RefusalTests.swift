import Foundation
import MockFluents
import Testing

/// Whatever is wrong is found before the first message leaves.
@Suite struct RefusalTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: 3)
  }

  @Test(arguments: [
    ("", "empty"),
    ("name,city\nAda,Rome\n", "--to-column"),
    ("name,phone,mobile\nAda,+12025550123,+12025550124\n", "--to-column"),
    ("name,phone\nAda,+12025550123\nBob,a\"b\n", "row 3"),
    ("name,phone\nAda,+12025550123\n\"Bob,+12025550124\n", "line 3"),
    ("name,Name,phone\nAda,B,+12025550123\n", "name"),
    ("name,phone\n", "no contacts"),
  ])
  func anUnusableFileIsNamedAndNothingIsSent(text: String, words: String) async throws {
    try folder.write("list.csv", text)
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server)
      #expect(outcome.code == 65, "\(outcome)")
      #expect(outcome.errors.contains("list.csv"), "\(outcome)")
      #expect(outcome.errors.contains(words), "\(outcome)")
      #expect(server.statistics.requests == 0)
    }
  }

  /// A lane without a descriptor would report messages as failed.
  @Test(arguments: [("-n 60", 64, [:]), ("-Sn 20", 0, ["sent": 40])])
  func fewOpenFilesAreRaisedOrRefused(
    limit: String, code: Int32, sent: [String: Int]
  ) async throws {
    try folder.write("list.csv", contacts(40))
    var configuration = MockConfiguration()
    // All lanes are busy at the same time.
    configuration.latency = .milliseconds(200)
    try await MockServer.withServer(configuration) { server in
      func send(_ concurrency: String) async throws -> Outcome {
        try await folder.run(
          "bash",
          [
            "-c", #"ulimit \#(limit); exec "$0" "$@""#, Workdir.binary, "send", "list.csv",
            "--template", "text.liquid", "--from", "+12025550100", "--yes", "--concurrency",
            concurrency, "--api-url", "http://127.0.0.1:\(server.port)",
          ], ["FLUENTS_API_TOKEN": "secret-token"])
      }
      let outcome = try await send("40")
      #expect(outcome.code == code, "\(outcome)")
      #expect(server.statistics.requests == sent["sent", default: 0])
      if code == 0 {
        #expect(try folder.counts() == sent)
      } else {
        #expect(outcome.errors.contains("open files, but only 60 are allowed"), "\(outcome)")
        let advice = /\(ulimit -n\), or take --concurrency ([0-9]+)/
        let possible = try #require(outcome.errors.firstMatch(of: advice), "\(outcome)").output.1
        let again = try await send(String(possible))
        #expect(again.code == 0 && server.statistics.requests == 40, "\(again)")
      }
    }
  }

  @Test func aMissingFileIsNamed() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      try FileManager.default.removeItem(atPath: "\(folder.path)/list.csv")
      let outcome = try await folder.send(to: server)
      #expect(outcome.code == 65, "\(outcome)")
      #expect(outcome.errors.contains("list.csv"), "\(outcome)")
    }
  }

  @Test func anUnknownColumnOfTheTemplateNamesTheNearest() async throws {
    try folder.write("text.liquid", "Hi {{ nmae }}!")
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await folder.send(to: server)
      #expect(outcome.code == 65, "\(outcome)")
      #expect(outcome.errors.contains("text.liquid") && outcome.errors.contains("name"))
      #expect(server.statistics.requests == 0)
    }
  }

  @Test(arguments: [
    ["--token", "secret"], ["--no-such"],
    ["--concurrency", "0"], ["--timeout", "soon"], ["--campaign", "../elsewhere"],
    ["--api-url", "http://192.0.2.1"], ["--to-column", "fax"], ["--region", "XX"],
    ["--max-errors", "many"], ["--retry", "sent"], ["--retry", ""], ["--retry-on", ","],
    ["--from", "12345"], ["-dash.csv"], ["-x"], ["--ledger", ""], ["--reports", ""],
  ])
  func wrongUsageEndsWith64(more: [String]) async throws {
    let outcome = try await folder.volley(
      [
        "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
      ] + (more.contains("--api-url") ? [] : ["--api-url", "http://127.0.0.1:9"]) + more)
    #expect(outcome.code == 64, "\(outcome)")
    #expect(!outcome.errors.isEmpty)
    #expect(!folder.exists("reports"))
  }

  @Test(arguments: [
    (["sned", "list.csv"], "sned: there is no such command; did you mean send?"),
    (["list.csv", "--yes"], "list.csv: there is no such command; volley help lists them"),
    (["help", "mock"], "mock: there is no such command; did you mean mock-api?"),
    (
      ["send", "list.csv", "--temlate", "x"],
      "--temlate: there is no such option; did you mean --template?"
    ),
    (
      ["preview", "list.csv", "--mesage=x"],
      "--mesage: there is no such option; did you mean --message?"
    ),
    (
      ["send", "list.csv", "--message", "x", "--from", "+12025550100", "--token", "x"],
      "--token: there is no such option; did you mean --token-file?"
    ),
    (
      ["preview", "list.csv", "--concurrency", "3"],
      "--concurrency: belongs to send; preview has no"
    ),
    (["preview", "list.csv", "--zzzzzzzzz"], "--zzzzzzzzz: there is no such option\n"),
    (
      ["preview", "list.csv", "—template", "text.liquid", "--from", "+12025550100"],
      "—template: begins with a dash, as editors write it; write two hyphens: --template"
    ),
    (
      ["send", "list.csv", "–from=+12025550100"],
      "–from=+12025550100: begins with a dash, as editors write it; write two hyphens: --from"
    ),
  ])
  func aCommandOrOptionThatIsNotThereIsNamed(_ arguments: [String], _ words: String) async throws {
    let outcome = try await folder.volley(arguments)
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.hasPrefix("volley: \(words)") && outcome.output.isEmpty, "\(outcome)")
  }

  @Test(arguments: [
    ("y", true), (" Yes ", true), ("YES", true), ("n", false), ("", false), ("yolo", false),
    ("yes please", false), ("y es", false), ("ja", false),
    ("y\(String(repeating: " ", count: 200))n", false), ("y\\0no", false),
  ])
  func onlyYesIsYes(_ answer: String, _ sends: Bool) async throws {
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      let command =
        "exec \(Workdir.binary) send list.csv --message Hi --from +12025550100 "
        + "--api-url http://127.0.0.1:\(server.port)"
      let outcome = try await folder.onTerminal(command, answer: "\(answer)\n")
      #expect(outcome.code == (sends ? 0 : 5), "\(outcome)")
      #expect(outcome.output.contains("[y/N]"), "\(outcome)")
      #expect(server.received.count == (sends ? 3 : 0), "\(outcome)")
    }
  }

  /// The terminal keeps a line that nobody has read yet.
  @Test func whatWasTypedBeforeTheQuestionIsNoAnswer() async throws {
    let folder = folder
    try await MockServer.withServer(MockConfiguration()) { server in
      let command =
        "read first; exec \(Workdir.binary) send list.csv --message Hi --from +12025550100 "
        + "--api-url http://127.0.0.1:\(server.port)"
      let outcome = try await folder.onTerminal(command, early: "first\ny\n", answer: "n\n")
      #expect(outcome.code == 5 && outcome.output.contains("not confirmed"), "\(outcome)")
      #expect(server.received.isEmpty, "\(outcome)")
    }
  }

  /// What comes through it today is not what came yesterday.
  @Test(arguments: ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "//dev//stdin"])
  func whatSomebodyElseOpenedHasNoName(_ contacts: String) async throws {
    let command =
      "exec \(Workdir.binary) send \(contacts) --message Hi --from +12025550100 --yes "
      + "--api-url http://127.0.0.1:1 <list.csv"
    let outcome = try await folder.run("sh", ["-c", command], Workdir.token)
    #expect(outcome.code == 64 && outcome.errors.contains("--campaign NAME"), "\(outcome)")
  }

  /// The first of two would leave nothing to the other.
  @Test(arguments: [
    "- --message Hi --suppress /dev/stdin", "/dev/fd/0 --message Hi --suppress -",
    "- --message Hi --suppress /proc/self/fd/0", "- --template /dev/stdin",
    "list.csv --template /dev/stdin --suppress /dev/fd/0", "- --message Hi --token-file /dev/stdin",
  ])
  func standardInputIsOnlyOneOfTheFiles(_ arguments: String) async throws {
    let command =
      "printf 'phone\\n+12025551000\\n' | \(Workdir.binary) send --campaign a --yes --from +12025550100 "
      + "--api-url http://127.0.0.1:1 \(arguments)"
    let outcome = try await folder.run("sh", ["-c", command], Workdir.token)
    #expect(outcome.code == 64 && outcome.errors.contains("standard input"), "\(outcome)")
  }

  @Test func devicesAndFilesAreNoStandardInputTwice() async throws {
    try folder.write("list.csv", "phone\n+12025551000\n")
    let command =
      "\(Workdir.binary) preview list.csv --message Hi --from +12025550100 --suppress /dev/null "
      + "--suppress /dev/null "
    for input in ["/dev/null", "list.csv"] {
      let outcome = try await folder.run("sh", ["-c", "\(command)<\(input)"], [:])
      #expect(outcome.code == 0, "\(outcome)")
    }
  }

  @Test func shortOptionsMayStandTogether() async throws {
    let help = try await folder.volley(["send", "-vh"])
    #expect(help.code == 0 && help.output.contains("USAGE: volley send"), "\(help)")
  }

  /// Swift has no arguments then, and help with exit code 0 would tell cron that all is well.
  @Test(.enabled("needs the right to mount") { try await canMount() })
  func withoutProcNothingIsDone() async throws {
    let outcome = try await folder.run(
      "unshare",
      ["-rm", "sh", "-c", #"mount -t tmpfs none /proc && exec "$0" status"#, Workdir.binary])
    #expect(outcome.code == 1 && outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.errors.contains("/proc is not there"), "\(outcome)")
  }

  @Test func argumentsThatAreNotUTF8AreRefused() async throws {
    let outcome = try await folder.run(
      "bash",
      [
        "-c", #"exec "$0" preview list.csv --from +12025550100 --message $'caf\xe9\u0301'"#,
        Workdir.binary,
      ])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains("is not UTF-8"), "\(outcome)")
  }

  /// Everybody would get the name of the file that was misspelled.
  @Test(arguments: [
    "remnider.liquid", "@remnider.TXT", "file:///tmp/hi", "@/tmp/remnider", "a.j2", "hi.tpl",
    "hi.htm", "hi.docx", "./remnider", "../my remnider.txt",
  ])
  func theNameOfAFileThatIsNotThereIsNoMessage(_ name: String) async throws {
    let outcome = try await folder.volley([
      "preview", "list.csv", "--from", "+12025550100", "--message", name,
    ])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains("reads as the name of a file"), "\(outcome)")
  }

  @Test func theSignOfStandardInputIsNoMessage() async throws {
    let outcome = try await folder.volley([
      "preview", "list.csv", "--from", "+12025550100", "--message", "-",
    ])
    #expect(outcome.code == 64 && outcome.errors.contains("--template /dev/stdin"), "\(outcome)")
  }

  @Test func twoNumbersInOneOptionAreToldHowTheyAreWritten() async throws {
    let outcome = try await folder.volley([
      "preview", "list.csv", "--from", "+12025550100, +12025550101", "--message", "Hi",
    ])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains("from: [+12025550100, +12025550101]"), "\(outcome)")
  }

  @Test(arguments: [
    "https://example.com/a.html", "See readme.txt", "{{ name }}.txt", "www.pharmacy.md",
    "shop.example.com/sale.html", "... and more", "Hi -", "File: ready", "~/~ SALE ~/~",
  ])
  func otherWordsAreMessages(_ text: String) async throws {
    let outcome = try await folder.volley([
      "preview", "list.csv", "--from", "+12025550100", "--message", text,
    ])
    #expect(outcome.code == 0, "\(outcome)")
  }

  /// Each message would hold the numbers of all.
  @Test func aListIsNoTemplate() async throws {
    try folder.write("stop.txt", "+12025550199\n")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/link.csv", withDestinationPath: "list.csv")
    for (template, words) in [
      ("list.csv", "the list of contacts"), ("./link.csv", "the list of contacts"),
      ("stop.txt", "a --suppress list"),
    ] {
      let outcome = try await folder.volley([
        "preview", "list.csv", "--template", template, "--from", "+12025550100", "--suppress",
        "stop.txt",
      ])
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("--template \(template) is \(words)"), "\(outcome)")
    }
  }

  @Test func aTemplateWithNULBytesIsNoText() async throws {
    try folder.write("text.liquid", "H\0i\0!\0")
    let outcome = try await folder.volley(
      ["preview", "list.csv", "--template", "text.liquid", "--from", "+12025550100"])
    #expect(outcome.code == 65 && outcome.errors.contains("NUL bytes"), "\(outcome)")
  }

  @Test(arguments: [
    (#"{\rtf1\ansi Hi {{ name }}"#, "a document of a word processor (RTF)"),
    ("PK\u{3}\u{4}\u{14}", "another zip file"), ("%PDF-1.4\n", "a PDF"),
  ])
  func aTemplateOfAnotherProgramIsNamed(_ text: String, _ name: String) async throws {
    try folder.write("text.liquid", text)
    let outcome = try await folder.volley(
      ["preview", "list.csv", "--template", "text.liquid", "--from", "+12025550100"])
    #expect(outcome.code == 65, "\(outcome)")
    #expect(outcome.errors.contains(name), "\(outcome)")
    #expect(outcome.errors.contains("save the template as plain text"), "\(outcome)")
  }

  @Test(arguments: [
    ("nowhere", "No such file or directory"), ("loop", "Too many levels of symbolic links"),
    (".", "it is a folder"),
  ])
  func aTemplateThatCannotBeReadIsToldWhy(_ template: String, _ reason: String) async throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/loop", withDestinationPath: "loop")
    let outcome = try await folder.volley(
      ["preview", "list.csv", "--template", template, "--from", "+12025550100"])
    #expect(outcome.code == 65, "\(outcome)")
    #expect(outcome.errors == "volley: \(template): the template cannot be read: \(reason)\n")
  }

  /// It would be another ledger in each folder, and know nobody.
  @Test(arguments: ["", "here"])
  func aLedgerNeedsAFolderOfItsOwn(_ home: String) async throws {
    let outcome = try await folder.volley(
      ["status"], environment: ["HOME": home, "XDG_STATE_HOME": "state"])
    #expect(outcome.code == 64 && outcome.errors.contains("--ledger"), "\(outcome)")
  }

  @Test func withoutATerminalItAsksForYes() async throws {
    let outcome = try await folder.volley(
      [
        "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--api-url",
        "http://127.0.0.1:9",
      ])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains("--yes"))
  }

  /// JSON that says 0 while the process ends with 65 would be believed.
  @Test func aDryRunOfAnotherPlanShowsNoSummary() async throws {
    let outcome = try await folder.volley([
      "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--dry-run",
      "--json", "--plan", "0000",
    ])
    #expect(outcome.code == 65 && outcome.output.isEmpty, "\(outcome)")
  }

  @Test func anotherPlanThanThePreviewedOneIsRefused() async throws {
    let preview = try await folder.volley([
      "preview", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--json",
    ])
    let object = try JSONSerialization.jsonObject(with: Data(preview.output.utf8))
    let plan = try #require((object as? [String: Any])?["plan"] as? String)
    try await MockServer.withServer(MockConfiguration()) { server in
      try folder.write("list.csv", contacts(4))
      let refused = try await folder.send(to: server, "--plan", plan)
      #expect(refused.code == 65, "\(refused)")
      #expect(server.statistics.requests == 0)
      try folder.write("list.csv", contacts(3))
      let accepted = try await folder.send(to: server, "--plan", plan)
      #expect(accepted.code == 0, "\(accepted)")
    }
  }

  @Test func theSameCampaignWithAnotherTemplateIsRefused() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      _ = try await folder.send(to: server)
      try folder.write("text.liquid", "Bye {{ name }}!")
      let refused = try await folder.send(to: server)
      #expect(refused.code == 65, "\(refused)")
      #expect(refused.errors.contains("--accept-changes"))
      let accepted = try await folder.send(to: server, "--accept-changes")
      #expect(accepted.code == 0, "\(accepted)")
      #expect(server.received.count == 3)
    }
  }

  @Test func strictAndMaximumCostStopBeforeTheStart() async throws {
    try folder.write("list.csv", contacts(3) + "Bad,12\n")
    try await MockServer.withServer(MockConfiguration()) { server in
      let strict = try await folder.send(to: server, "--strict")
      #expect(strict.code == 65, "\(strict)")
      let cost = try await folder.send(
        to: server, "--price-per-segment", "0.01", "--max-cost", "0.02")
      #expect(cost.code == 65, "\(cost)")
      #expect(server.statistics.requests == 0)
    }
  }
}
