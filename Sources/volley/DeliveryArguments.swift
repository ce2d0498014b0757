import ArgumentParser
import Campaign
import Delivery
import Foundation
import Ledger

/// How messages are delivered, and where to.
struct DeliveryArguments: ParsableArguments {
  @Option(help: "The most requests in flight.")
  var concurrency = 10

  @Option(
    help: "How long an exchange may take, connecting and all.", transform: DurationText.parse)
  var timeout: Duration = .seconds(30)

  @Option(help: "The most messages of this run; the others are left for later.")
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Try rows again that ended so: failed, rejected, unknown. Unknown ones may be sent twice.",
      valueName: "states"),
    transform: Retried.init)
  var retry = Retried(states: [])

  @Option(
    help: ArgumentHelp(
      "5xx statuses after which the API surely did not accept, such as 502,503.",
      valueName: "codes"),
    transform: Self.statuses)
  var retryOn = SafeStatuses()

  @Option(
    help: ArgumentHelp(
      "Stop when more messages than this were not accepted: a number, or a percentage of the plan.",
      valueName: "n|p%"),
    transform: Self.errorLimit)
  var maxErrors: ErrorLimit?

  @Option(help: ArgumentHelp("The API. Plain http only to this machine.", valueName: "url"))
  var apiUrl = "https://api.fluents.ai"

  @Option(
    help: ArgumentHelp(
      "The API's token; else $CREDENTIALS_DIRECTORY/fluents-token; else $FLUENTS_API_TOKEN.",
      valueName: "file"))
  var tokenFile: String?

  @Option(
    help: ArgumentHelp("Certificates (PEM) to trust besides the system's.", valueName: "file"))
  var caFile: String?

  func validate() throws {
    guard (1...1_000).contains(concurrency) else {
      throw ValidationError("--concurrency must be 1 to 1000")
    }
    guard timeout > .zero else { throw ValidationError("--timeout must be more than nothing") }
    guard limit ?? 1 >= 1 else { throw ValidationError("--limit must be 1 or more") }
  }

  func options(_ environment: [String: String]) throws(CampaignError) -> DeliveryOptions {
    let endpoint: Endpoint
    do { endpoint = try Endpoint(apiUrl) } catch {
      throw CampaignError(.usage, "--api-url \(error)")
    }
    let proxy: Proxy?
    do { proxy = try Proxy.named(by: environment, for: endpoint) } catch {
      throw CampaignError(.usage, "\(error)")
    }
    return DeliveryOptions(
      endpoint: endpoint, token: try Token.find(file: tokenFile, environment: environment),
      agent: "volley/\(Volley.version)", proxy: proxy, caFile: caFile, concurrency: concurrency,
      timeout: timeout, safe: retryOn, errorLimit: maxErrors)
  }

  /// The states that `--retry` names.
  struct Retried: Sendable {
    var states: Set<EntryState>

    init(states: Set<EntryState>) { self.states = states }

    init(_ text: String) throws {
      let names: [String: EntryState] = [
        "failed": .failed, "rejected": .rejected, "unknown": .unknown,
      ]
      states = try Set(
        text.split(separator: ",").map { name in
          guard let state = names[String(name)] else {
            throw ValidationError("--retry knows failed, rejected and unknown, not \(name)")
          }
          return state
        })
    }
  }

  private static func statuses(_ text: String) throws -> SafeStatuses {
    var statuses: Set<Int> = []
    for word in text.split(separator: ",") {
      if word.lowercased() == "5xx" {
        statuses.formUnion(500...599)
      } else if let status = Int(word), (500...599).contains(status) {
        statuses.insert(status)
      } else {
        throw ValidationError("--retry-on takes statuses from 500 to 599, or 5xx; not \(word)")
      }
    }
    return SafeStatuses(statuses)
  }

  private static func errorLimit(_ text: String) throws -> ErrorLimit {
    guard let limit = ErrorLimit(text) else {
      throw ValidationError("--max-errors takes a number or a percentage, such as 20 or 5%")
    }
    return limit
  }
}

/// Where the ledger is.
struct LedgerArgument: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The ledger. $XDG_STATE_HOME/volley/ledger.sqlite without.", valueName: "file"))
  var ledger: String?

  /// The default's folder is made where there is none; one that is named must be there.
  func path(_ environment: [String: String]) throws(CampaignError) -> String {
    if let ledger { return ledger }
    let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = state ?? environment["HOME"].map({ "\($0)/.local/state" }) else {
      throw CampaignError(.usage, "neither XDG_STATE_HOME nor HOME is set; name a --ledger")
    }
    let folder = "\(base)/volley"
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw CampaignError(.stopped, "cannot create \(folder); name another --ledger")
    }
    return "\(folder)/ledger.sqlite"
  }
}

/// The name of a campaign.
enum CampaignArgument {
  static func parse(_ text: String) throws(CampaignError) -> CampaignName {
    guard let name = CampaignName(text) else {
      throw CampaignError(
        .usage,
        "\"\(text)\" is no name of a campaign: letters, digits, . _ and - only; for instance "
          + "\(CampaignName.suggestion(for: text))")
    }
    return name
  }

  /// The name that was given, or that of the contact file.
  static func name(_ given: String?, contacts: String) throws(CampaignError) -> CampaignName {
    if let given { return try parse(given) }
    let file = contacts.split(separator: "/").last.map(String.init) ?? contacts
    var facts = stat()
    let isFile =
      contacts != "-" && (stat(contacts, &facts) != 0 || facts.st_mode & S_IFMT == S_IFREG)
    guard isFile else {
      throw CampaignError(
        .usage, "contacts that are no file have no name; name the campaign with --campaign")
    }
    let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    guard let name = CampaignName(stem.isEmpty ? file : stem) else {
      throw CampaignError(
        .usage,
        "\"\(stem)\" is no name of a campaign (letters, digits, . _ and - only); add one, such as "
          + "--campaign \(CampaignName.suggestion(for: stem))")
    }
    return name
  }
}
