import ArgumentParser
import Audience
import Campaign
import Foundation
import Ledger
import Reports

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "What the ledger knows of campaigns.",
    discussion: """
      EXAMPLE
        volley status guests
      """)

  @Argument(help: "A campaign; all of them without.") var campaign: String?
  @OptionGroup var ledger: LedgerArgument

  func run() async throws {
    try await Console.reporting { try show() }
  }

  private func show() throws(CampaignError) -> Campaign.ExitCode {
    let path = try ledger.path(ProcessInfo.processInfo.environment, makesFolder: false)
    var name: CampaignName?
    if let campaign { name = try CampaignArgument.parse(campaign) }
    try LedgerArgument.check(path, else: campaign == nil ? .success : .usage)
    let records = try Record.all(in: path, named: name)
    if let name, records.isEmpty {
      throw CampaignError(.usage, "the ledger \(path) knows no campaign \(name)")
    }
    for record in records { Console.result(text(of: record)) }
    return .success
  }

  private func text(of record: Record) -> String {
    // Of those that are pending, the ledger knows only the few that were tried.
    let names: [(EntryState, String)] = [
      (.sent, "sent"), (.rejected, "rejected"), (.failed, "failed"), (.unknown, "unknown"),
      (.intent, "in flight"),
    ]
    var known = record.counts
    // What a run left without an outcome is unknown, as in reports.
    if record.holder == nil, let left = known.removeValue(forKey: .intent) {
      known[.unknown, default: 0] += left
    }
    let counts = names.compactMap { state, name in known[state].map { "\($0) \(name)" } }
    var lines = [
      "\(record.name): " + (counts.isEmpty ? "nothing yet" : counts.joined(separator: " · "))
        + (record.testTo.map { " (a test: all to \($0))" } ?? "")
    ]
    if let holder = record.holder {
      lines.append("  is being run by process \(holder.process) since \(holder.since)")
    } else if let run = record.lastRun {
      let end = run.exitCode.map { "ended with exit code \($0)" } ?? "was ended from outside"
      lines.append("  run \(run.number) \(end)" + (run.stop.map { ": \($0)" } ?? ""))
    }
    if let lack = record.lack { lines.append("  \(lack)") }
    let doubt = known[.unknown] ?? 0
    if doubt > 0, record.holder == nil {
      lines.append(
        "  \(number(doubt, "message")) may have been accepted. Look \(doubt == 1 ? "it" : "them") up, then: "
          + "volley settle \(record.name) --unknown sent|failed [--only NUMBER]"
          + (ledger.ledger.map { " --ledger \(ShellText.quoted($0))" } ?? ""))
    }
    return lines.joined(separator: "\n")
  }
}

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the reports of a campaign again.",
    discussion: """
      EXAMPLE
        volley report guests --reports /tmp/again
      """)

  @Argument(help: "The campaign.") var campaign: String

  @Option(
    help: ArgumentHelp("Where the contacts are now.", valueName: "contacts.csv"),
    completion: .file())
  var contacts: String?

  @Option(
    help: ArgumentHelp(
      "Where a suppression list is now; if one is named, all have to be.", valueName: "file"),
    completion: .file())
  var suppress: [String] = []

  @Option(
    help: ArgumentHelp("Where reports go; where they went before without.", valueName: "folder"),
    completion: .directory)
  var reports: String?

  @OptionGroup var ledger: LedgerArgument

  func run() async throws {
    try await Console.reporting { try report() }
  }

  private func report() throws(CampaignError) -> Campaign.ExitCode {
    let path = try ledger.path(ProcessInfo.processInfo.environment, makesFolder: false)
    let name = try CampaignArgument.parse(campaign)
    try LedgerArgument.check(path)
    let (ending, folder) = try Record.report(
      name, in: path, contacts: contacts, suppressions: suppress, reports: reports)
    let text = EndingText(ending: ending, folder: folder, ledger: ledger.ledger)
    Console.result(text.lines.joined(separator: "\n"))
    return .success
  }
}

struct SettleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle",
    abstract: "Record what you found out about unknown messages.",
    discussion: """
      A ledger that lost its log is taken as it is with this, and can be sent from again. What only the \
      log knew is not in it: look up what was accepted before you send.

      EXAMPLE
        volley settle guests --unknown sent --only +12025550123
      """)

  @Argument(help: "The campaign.") var campaign: String

  @Option(help: "What they are: sent, or failed (--retry failed sends those again).")
  var unknown: Verdict

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Only these numbers.", valueName: "number"))
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "The country in which numbers of --only without one are read, such as US.", valueName: "code")
  )
  var region: String?

  @OptionGroup var ledger: LedgerArgument

  enum Verdict: String, ExpressibleByArgument, CaseIterable { case sent, failed }

  func run() async throws {
    try await Console.reporting { try settle() }
  }

  private func settle() throws(CampaignError) -> Campaign.ExitCode {
    let path = try ledger.path(ProcessInfo.processInfo.environment, makesFolder: false)
    let name = try CampaignArgument.parse(campaign)
    let numbers = try numbers()
    let known =
      LedgerArgument.exists(path)
      ? try Record.all(in: path, named: name, isSettled: true) : []
    guard !known.isEmpty else {
      throw CampaignError(.usage, "the ledger \(path) knows no campaign \(name)")
    }
    let (count, others) = try Record.settle(
      name, in: path, as: unknown == .sent ? .sent : .failed, numbers: numbers)
    Console.result("\(name): \(number(count, "message")) settled as \(unknown.rawValue)")
    if !others.isEmpty {
      let list = PhoneNumber.masked(in: others.joined(separator: ", "))
      Log().say("no message to \(list) was unknown in \(name)", level: .warning)
    }
    return .success
  }

  private func numbers() throws(CampaignError) -> [String]? {
    if only.isEmpty { return nil }
    return try OptionNumbers.read(only, of: "--only", region: region).map(\.description)
  }
}
