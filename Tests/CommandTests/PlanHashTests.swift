import Foundation
import MockFluents
import Testing

/// The plan's hash ties a run to what was previewed: it is another one whenever other messages would
/// leave, and only then.
@Suite struct PlanHashTests {
  let folder: Workdir
  private let list =
    "name,phone,Sender,ID\nA,+12025550123,+12025550100,1\nB,+12025550124,+12025550101,2\n"
  private let message = ["--message", "Hi {{ name }}"]
  private let sender = ["--from", "+12025550100"]

  init() throws {
    folder = try Workdir()
    try folder.write("list.csv", list)
    try folder.write("stop.txt", "+12025559999\n")
    try folder.write("text.liquid", "Hi {{ name }}\n")
  }

  private func plan(_ more: [String], contacts: String = "list.csv") async throws -> String {
    let outcome = try await folder.volley(
      ["preview", contacts, "--json"] + more, input: contacts == "-" ? list : "")
    let summary = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require((summary as? [String: Any])?["plan"] as? String, "\(outcome)")
  }

  @Test func anythingThatMattersChangesIt() async throws {
    var plans = try await [plan(message + sender)]
    for more in [
      ["--key", "id"], ["--key", "id", "phone"], ["--region", "US"], ["--max-segments", "9"],
      ["--smart-quotes", "plain"], ["--from", "+12025550101"], ["--to-column", "sender"],
      ["--suppress", "stop.txt"], ["--timezone-column", "name"], ["--timezone-column", "id"],
    ] {
      plans.append(try await plan(message + sender + more))
    }
    plans.append(try await plan(message + ["--from-column", "sender"]))
    plans.append(try await plan(["--message", "Hi {{name}}"] + sender))
    try folder.write("list.csv", list.replacing("A,", with: "C,"))
    plans.append(try await plan(message + sender))
    #expect(Set(plans).count == plans.count)
  }

  @Test(arguments: [
    ["--from", "+1 (202) 555-0100"], ["--to-column", "PHONE"], ["--delimiter", ","],
    ["--max-segments", "10"], ["--strict"], ["--price-per-segment", "1"],
  ])
  func whatChangesNoMessageChangesNothing(more: [String]) async throws {
    let first = try await plan(message + sender)
    #expect(try await plan(message + sender + more) == first)
    #expect(try await plan(["--template", "text.liquid"] + sender) == first)
    #expect(try await plan(message + sender, contacts: "-") == first)
  }

  @Test func aRegionMayBeWrittenInSmallLetters() async throws {
    let region = try await plan(message + sender + ["--region", "US"])
    #expect(try await plan(message + sender + ["--region", "us"]) == region)
  }

  @Test func aPoolHasNoOrder() async throws {
    let pool = try await plan(message + sender + ["--from", "+12025550101"])
    #expect(try await plan(message + ["--from", "+12025550101"] + sender) == pool)
  }

  @Test func columnsMayBeNamedLoosely() async throws {
    let keys = try await plan(message + sender + ["--key", "id", "phone"])
    #expect(try await plan(message + sender + ["--key", "ID", "Phone"]) == keys)
    let column = try await plan(message + ["--from-column", "sender"])
    #expect(try await plan(message + ["--from-column", "Sender"]) == column)
  }

  /// A moment is another time of day elsewhere; a date, or a time in a zone that is named, is not.
  @Test func theZoneOfTheMachineChangesItWhereMessagesTellIt() async throws {
    try folder.write("list.csv", "phone,at,day\n+12025550123,1796167800,2026-02-13\n")
    func plans(_ message: String) async throws -> Set<String> {
      var plans: Set<String> = []
      for zone in ["UTC", "Etc/UTC", "Asia/Tokyo"] {
        let outcome = try await folder.volley(
          ["preview", "list.csv", "--message", message] + sender, environment: ["TZ": zone])
        plans.insert(try #require(outcome.output.split(separator: "\n").last.map(String.init)))
      }
      return plans
    }
    #expect(try await plans("{{ at | date: '%H:%M' }}").count == 2)
    #expect(try await plans("{{ at | date: '%H:%M', 'Asia/Tokyo' }}").count == 1)
    #expect(try await plans("{{ day | date: '%d.%m.' }}").count == 1)
  }

  /// Whoever asks for silence while a campaign is looked at stops nothing.
  @Test func aSuppressionListMayGrow() async throws {
    let first = try await plan(message + sender + ["--suppress", "stop.txt"])
    try folder.write("stop.txt", "+12025559999\n+12025550124\n")
    let path = "\(folder.path)/stop.txt"
    #expect(try await plan(message + sender + ["--suppress", path]) == first)
  }

  /// A shell may call it by another number when the plan is sent.
  @Test func aSuppressionListThatComesThroughAPipeHasNoName() async throws {
    var plans: [String] = []
    for path in ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"] {
      plans.append(try await plan(message + sender + ["--suppress", path]))
    }
    #expect(Set(plans).count == 1)
    // None at all is another plan.
    #expect(try await plans[0] != plan(message + sender))
    #expect(try await plans[0] != plan(message + sender + ["--suppress", "/dev/null"]))
  }

  /// `script` gives it a terminal; the list changes while the question waits for its answer.
  @Test func aListThatChangesBetweenPlanAndSendStopsTheRun() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let script = """
        volley="$0 send list.csv --template text.liquid --from +12025550100"
        { until grep -q 'Send 2 messages' shown; do sleep 0.05; done
          echo C,+12025550125,,3 >> list.csv; echo y
        } | script -qefc "$volley --api-url http://127.0.0.1:\(server.port)" shown
        """
      let outcome = try await folder.run(
        "sh", ["-c", script, Workdir.binary], ["FLUENTS_API_TOKEN": "secret-token"])
      #expect(outcome.code == 5, "\(outcome)")
      #expect(outcome.output.contains("list.csv: changed while it was in use"), "\(outcome)")
      #expect(server.statistics.requests == 0)
    }
  }

  /// Seven digits of a hash in a row are no phone number.
  @Test func aLogForMachinesHasTheHashesAsTheyAre() async throws {
    let folder = try Workdir(contacts: 1)
    let outcome = try await folder.volley([
      "send", "list.csv", "--message", "x", "--from", "+12025550100", "--yes", "--log-format",
      "json", "--plan", "1234567890123456",
    ])
    #expect(outcome.code == 65, "\(outcome)")
    #expect(outcome.errors.contains("--plan says 1234567890123456: "), "\(outcome)")
  }
}
