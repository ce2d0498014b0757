import Foundation
import Testing

@Suite struct PreviewTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir()
    try folder.write("text.liquid", "Hi {{ name }}!")
    try folder.write("list.csv", "name,phone\nAda,+12025550123\nBob,nope\nZoë “Z”,+12025550124\n")
  }

  private let plan = ["list.csv", "--template", "text.liquid", "--from", "+12025550100"]

  @Test func showsCountsSegmentsSamplesAndThePlan() async throws {
    let outcome = try await folder.volley(["preview"] + plan + ["--price-per-segment", "0.0079"])
    #expect(outcome.code == 3, "\(outcome)")
    for words in ["2 ready", "1 invalid", "cost 0.0158", "U+201C", "Hi Ada!", "plan "] {
      #expect(outcome.output.contains(words), "\(words): \(outcome)")
    }
  }

  @Test func opensNoSocketAndLeavesNothingBehind() async throws {
    let outcome = try await folder.run(
      "strace",
      ["-f", "-qq", "-e", "trace=socket,connect", "-o", "calls", Workdir.binary, "preview"] + plan)
    #expect(outcome.code == 3, "\(outcome)")
    #expect(try folder.read("calls").contains("socket(") == false)
    #expect(!folder.exists("state") && !folder.exists("reports"))
  }

  @Test(arguments: [
    ("", 3), ("--strict", 65), ("--price-per-segment=1 --max-cost=0.5", 65),
  ])
  func itsSummaryHasTheExitCodeOfTheProcess(_ options: String, _ code: Int32) async throws {
    let more = options.split(separator: " ").map(String.init)
    let outcome = try await folder.volley(["preview"] + plan + ["--json"] + more)
    #expect(outcome.code == code, "\(outcome)")
    #expect(outcome.output.contains("\"exit_code\":\(code)"), "\(outcome)")
  }

  @Test func aQuietOneSpeaksWhenNotAllIsWell() async throws {
    let ill = try await folder.volley(["preview"] + plan + ["--quiet"])
    #expect(ill.code == 3 && ill.output.contains("1 invalid"), "\(ill)")
    try folder.write("list.csv", contacts(2))
    let well = try await folder.volley(["preview"] + plan + ["--quiet"])
    #expect(well.code == 0 && well.output.isEmpty && well.errors.isEmpty, "\(well)")
  }

  /// A name must not show what follows it backwards.
  @Test(arguments: ["\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}"])
  func noTextOfAListTurnsOthersRound(_ mark: String) async throws {
    try folder.write("list.csv", "name,phone\nAda\(mark),+12025550123\n")
    let outcome = try await folder.volley(["preview"] + plan)
    #expect(outcome.output.contains("Hi Ada\u{FFFD}!"), "\(outcome)")
    #expect(!outcome.output.contains(mark), "\(outcome)")
  }

  @Test func standardInputIsReadOnce() async throws {
    let outcome = try await folder.volley(
      ["preview", "-", "--message", "x", "--from", "+12025550100", "--suppress", "-"])
    #expect(outcome.code == 64 && outcome.errors.contains("standard input"), "\(outcome)")
  }

  @Test func writesEveryRowInTheDeliverySchema() async throws {
    for name in ["out.csv", "out.json"] {
      let outcome = try await folder.volley(["preview"] + plan + ["--output", name])
      #expect(outcome.code == 3, "\(outcome)")
    }
    let lines = try folder.read("out.csv").split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[1].hasPrefix("2,ready,+12025550123,+12025550100,,,0,1,GSM-7,Hi Ada!"))
    let messages = try folder.json("out.json")["messages"] as? [[String: Any]]
    #expect(messages?.compactMap { $0["status"] as? String } == ["ready", "invalid", "ready"])
  }

  @Test func aDryRunIsAPreview() async throws {
    let preview = try await folder.volley(["preview"] + plan)
    let dry = try await folder.volley(["send", "--dry-run"] + plan, environment: [:])
    #expect(dry.output == preview.output)
    #expect(dry.code == preview.code)
    for command in [["preview"], ["send", "--dry-run"]] {
      let output = ["--output", "\(command.count).json"]
      #expect(try await folder.volley(command + plan + output, environment: [:]).code == 3)
    }
    #expect(try folder.read("1.json") == folder.read("2.json"))
    #expect(try folder.read("1.json").contains("\"campaign\":\"list\""))
    let wrong = try await folder.volley(["send", "--output", "x.csv"] + plan)
    #expect(wrong.code == 64 && wrong.errors.contains("add --dry-run"), "\(wrong)")
    let other = try await folder.volley(["send", "--dry-run", "--plan", "0"] + plan)
    #expect(other.code == 65 && other.errors.contains("--plan says 0"), "\(other)")
  }

  @Test func contactsComeThroughStandardInputToo() async throws {
    let outcome = try await folder.volley(
      ["preview", "-", "--message", "Hi {{ name }}", "--from", "+12025550100"],
      input: "name,phone\nAda,+12025550123\n")
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.output.contains("1 ready"))
  }

  /// A script may have taken a title away.
  @Test func standardInputIsReadFromWhereItStands() async throws {
    try folder.write("titled.csv", "Guests\nname,phone\nAda,+12025550123\n")
    let command =
      "{ read title; exec \(Workdir.binary) preview - --message 'Hi {{ name }}' --from +12025550100; } "
      + "<titled.csv"
    let outcome = try await folder.run("sh", ["-c", command])
    #expect(outcome.code == 0 && outcome.output.contains("Hi Ada"), "\(outcome)")
  }

  @Test(arguments: ["preview", "send", "status", "report", "settle", "mock-api"])
  func helpShowsAWorkedExample(command: String) async throws {
    let outcome = try await folder.volley([command, "--help"])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.output.contains("EXAMPLE"))
    #expect(outcome.output.contains("volley \(command)"))
  }

  /// Such as an export that went wrong, which nobody would see in the figures of a list of none.
  @Test(arguments: [("stop.csv", true), ("/dev/null", false)])
  func aListOfNobodyIsToldOf(_ list: String, _ isTold: Bool) async throws {
    let folder = try Workdir(contacts: 1)
    try folder.write("stop.csv", "phone\n")
    let arguments = [
      "preview", "list.csv", "--message", "x", "--from", "+12025550100", "--suppress", list,
    ]
    let words = "stop.csv: a --suppress list without any number"
    let shown = try await folder.volley(arguments)
    #expect(shown.code == 0 && shown.output.contains("warning: \(words)") == isTold, "\(shown)")
    let quiet = try await folder.volley(arguments + ["--quiet"])
    #expect(quiet.code == 0 && quiet.errors.contains(words) == isTold, "\(quiet)")
  }
}
