import ArgumentParser
import Audience
import Campaign
import Foundation
import Reports

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
  var unknown: Record.Verdict

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Only these numbers. Default: all that are unknown.", valueName: "number"))
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "The country in which numbers of --only without one are read, such as US.", valueName: "code")
  )
  var region: String?

  @OptionGroup var ledger: LedgerArgument

  func run() async throws {
    try await Console.reporting { try settle() }
  }

  /// What to type, once it is known what the messages are: as it stands here, it is refused, since a shell
  /// would take one of two words for all of it.
  static func line(for campaign: String, ledger: String?) -> String {
    "volley settle \(campaign) --unknown STATE [--only NUMBER]"
      + (ledger.map { " --ledger \(ShellText.quoted($0))" } ?? "")
      + ", where STATE is sent or failed"
  }

  private func settle() throws(CampaignError) -> Campaign.ExitCode {
    let path = try ledger.path(ProcessInfo.processInfo.environment, makesFolder: false)
    let name = try CampaignArgument.parse(campaign)
    let numbers = try numbers()
    try LedgerArgument.check(path)
    let (count, others) = try Record.settle(name, in: path, as: unknown, numbers: numbers)
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

extension Record.Verdict: ExpressibleByArgument {}
