import ArgumentParser
import Campaign
import Delivery
import Foundation
import Ledger

/// How messages are delivered, and where to.
struct DeliveryArguments: ParsableArguments {
  @Option(help: "The most requests in flight, 1 to 1000.")
  var concurrency = 10

  @Option(
    help: ArgumentHelp(
      "The most messages in a time, evenly spaced: 20/s, 60/m or 1000/h. Without it, the pace is what "
        + "--concurrency allows, and slows down when the API answers 429.",
      valueName: "rate"),
    transform: Self.rate)
  var rate: Rate?

  @Option(
    help: ArgumentHelp("The same for each number of the pool.", valueName: "rate"),
    transform: Self.rate)
  var ratePerSender: Rate?

  @Flag(help: "Sleep until --window opens, rather than leave rows for a later run.")
  var wait = false

  @Option(
    help: ArgumentHelp(
      "No message leaves from this time on: 18:00 (today) or '2026-12-01 18:00', in --timezone.",
      valueName: "time"))
  var notAfter: String?

  @Option(
    help: "How long an exchange may take, connecting and all. Default: 30s.",
    transform: DurationText.parse)
  var timeout: Duration = .seconds(30)

  @Option(
    help: "The most messages of this run; the others are left for later.")
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Send the first messages (3, or --limit) to this number instead. Counts for nobody. Not with --retry.",
      valueName: "number"))
  var testTo: String?

  @Option(
    help: ArgumentHelp(
      """
      Try rows again that ended so: failed, rejected, unknown. New ones go first, and then those whose last \
      try is the oldest. Unknown ones may be sent twice; until a run finishes, each may get only one more.
      """,
      valueName: "states"),
    transform: Self.states)
  var retry: [Set<EntryState>] = []

  @Option(
    help: ArgumentHelp(
      "5xx statuses after which the API surely did not accept, such as 502,503.",
      valueName: "codes"),
    transform: Self.statuses)
  var retryOn: [Set<Int>] = []

  @Option(
    help: ArgumentHelp(
      "Stop when more messages than this were not accepted, or may not have been: a number, or a "
        + "percentage of the plan.",
      valueName: "n|p%"),
    transform: Self.errorLimit)
  var maxErrors: ErrorLimit?

  @Option(
    help: ArgumentHelp(
      "The API. Plain http only to this machine; https through the proxy that HTTPS_PROXY names, "
        + "unless NO_PROXY has the host.", valueName: "url"))
  var apiUrl = "https://api.fluents.ai"

  @Option(
    help: ArgumentHelp(
      "The API's token; else $CREDENTIALS_DIRECTORY/fluents-token; else $FLUENTS_API_TOKEN.",
      valueName: "file"), completion: .file())
  var tokenFile: String?

  @Option(
    help: ArgumentHelp("Certificates (PEM) to trust besides the system's.", valueName: "file"),
    completion: .file())
  var caFile: String?

  func validate() throws {
    guard (1...1_000).contains(concurrency) else {
      throw ValidationError("--concurrency must be 1 to 1000")
    }
    guard timeout > .zero else { throw ValidationError("--timeout must be more than nothing") }
    guard limit ?? 1 >= 1 else { throw ValidationError("--limit must be 1 or more") }
    guard testTo == nil || retry.isEmpty else {
      throw ValidationError("--retry has no meaning for a test; leave it out with --test-to")
    }
  }

  func options(_ environment: [String: String]) throws(CampaignError) -> DeliveryOptions {
    let endpoint: Endpoint
    do { endpoint = try Endpoint(apiUrl) } catch {
      throw CampaignError(.usage, "--api-url: \(error)")
    }
    let proxy: Proxy?
    do { proxy = try Proxy.named(by: environment, for: endpoint) } catch {
      throw CampaignError(.usage, "\(error)")
    }
    return DeliveryOptions(
      endpoint: endpoint, token: try Token.find(file: tokenFile, environment: environment),
      agent: "volley/\(Volley.version)", proxy: proxy, caFile: caFile, concurrency: concurrency,
      timeout: timeout, safeStatuses: retryOn.reduce([]) { $0.union($1) },
      errorLimit: maxErrors)
  }

  /// The most messages of a run: a test has few unless more are asked for.
  var mostMessages: Int? { limit ?? (testTo == nil ? nil : TestRun.messages) }

  /// The states that `--retry` names.
  var retried: Set<EntryState> { retry.reduce([]) { $0.union($1) } }

  private static func states(_ text: String) throws -> Set<EntryState> {
    let names: [String: EntryState] = [
      "failed": .failed, "rejected": .rejected, "unknown": .unknown,
    ]
    return try Set(
      words(text).map { name in
        guard let state = names[name] else {
          throw ValidationError("--retry knows failed, rejected and unknown, not \"\(name)\"")
        }
        return state
      })
  }

  /// What stands between commas; a word of nothing when there is nothing at all.
  private static func words(_ text: String) -> [String] {
    let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    return words.isEmpty ? [""] : words
  }

  /// - Parameter schedule: the hours, whose zone `--not-after` is in too.
  func pace(_ schedule: ScheduleArguments) throws(CampaignError) -> PaceOptions {
    var pace = PaceOptions(
      rate: rate, ratePerSender: ratePerSender, window: schedule.sendWindow)
    pace.hasZones = schedule.timezoneColumn != nil
    pace.waits = wait
    if let notAfter {
      if schedule.timezone == nil { try LocalTime.needZone(for: "--not-after") }
      pace.notAfter = Deadline.parse(
        notAfter, now: wallClock() / 1_000_000, zone: schedule.zone)
      guard pace.notAfter != nil else {
        throw CampaignError(
          .usage,
          "--not-after \(notAfter): expected something like 18:00 or '2026-12-01 18:00'")
      }
    }
    return pace
  }

  /// Whether the time of `--not-after` will be over at a second (since 1970), for whoever begins then.
  func isOver(at second: Int64, _ schedule: ScheduleArguments) -> Bool {
    guard let notAfter,
      let deadline = Deadline.parse(notAfter, now: second, zone: schedule.zone)
    else { return false }
    return deadline <= second
  }

  private static func rate(_ text: String) throws -> Rate {
    guard let rate = Rate(text) else {
      throw ValidationError(
        "\"\(text)\" is not a rate; expected something like 20/s, 60/m or 1000/h")
    }
    return rate
  }

  private static func statuses(_ text: String) throws -> Set<Int> {
    var statuses: Set<Int> = []
    for word in words(text) {
      if word.lowercased() == "5xx" {
        statuses.formUnion(500...599)
      } else if let status = Int(word), (500...599).contains(status) {
        statuses.insert(status)
      } else {
        throw ValidationError("--retry-on takes statuses from 500 to 599, or 5xx; not \"\(word)\"")
      }
    }
    return statuses
  }

  private static func errorLimit(_ text: String) throws -> ErrorLimit {
    guard let limit = ErrorLimit(text) else {
      throw ValidationError("--max-errors takes a number or a percentage, such as 20 or 5%")
    }
    return limit
  }
}
