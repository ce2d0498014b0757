import ArgumentParser
import Campaign
import Delivery
import MockFluents

struct MockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mock-api",
    abstract: "A local stand-in for the API, to try everything without sending.",
    discussion: """
      EXAMPLE
        volley mock-api --port 8080 --numbers +12025550100 --log messages.jsonl &
        FLUENTS_API_TOKEN=anything volley send guests.csv --template invitation.txt \\
          --from +12025550100 --api-url http://127.0.0.1:8080 --yes

      FAULTS
      FAULT=WHEN, separated by commas. WHEN is a share (1%), a request (#7), every:10, or a \
      number (+12025550123); x3 behind it limits how often. FAULT is a status (500, 429:2 with a \
      Retry-After) or one of:
      \(FaultRules.names)
      """)

  @Option(help: "The port to listen on; 0 picks a free one.")
  var port = 8080

  @Option(
    help: ArgumentHelp(
      "The senders it owns, separated by commas; others get 404. Default: every number.",
      valueName: "numbers"))
  var numbers: String?

  @Option(
    help: "How long every answer takes, such as 50ms.", transform: DurationText.parse)
  var latency: Duration = .zero

  @Option(
    help: ArgumentHelp("Append every accepted message as a JSON line.", valueName: "file"),
    completion: .file())
  var log: String?

  @Option(help: ArgumentHelp("How to misbehave, such as reset=1%,429:2=1%.", valueName: "faults"))
  var faults: String = ""

  @Option(help: ArgumentHelp("Answer 429 beyond so many messages a second.", valueName: "count"))
  var rateLimit: Int?

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port must be 0 to 65535") }
    guard RateLimit.counts.contains(rateLimit ?? 1) else {
      throw ValidationError("--rate-limit must be 1 to \(RateLimit.counts.upperBound)")
    }
  }

  func run() async throws {
    try await Console.reporting { () async throws in
      do {
        try await serve()
      } catch let error as MockError {
        throw CampaignError(.usage, "\(error)")
      }
      return .success
    }
  }

  private func serve() async throws {
    var configuration = MockConfiguration()
    configuration.port = port
    configuration.numbers = numbers.map {
      Set($0.split(separator: ",").map { $0.filter { !$0.isWhitespace } })
    }
    configuration.latency = latency
    configuration.log = log
    configuration.faults = try FaultRules(parsing: faults)
    configuration.rateLimit = rateLimit.map { RateLimit(perSecond: $0) }
    configuration.keepsReceived = false
    let ready = configuration
    let server = Task {
      try await MockServer.run(ready) { Console.result("listening on http://127.0.0.1:\($0)") }
    }
    let signals = Signals { _ in server.cancel() }
    defer { signals.cancel() }
    try await server.value
  }
}
