import ArgumentParser
import Campaign
import Foundation
import Ledger

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "What the ledger knows of campaigns.",
    discussion: """
      EXAMPLE
        volley status guests
      """)

  @Argument(help: "A campaign. Default: all of them.") var campaign: String?
  @OptionGroup var ledger: LedgerArgument

  func run() async throws {
    try await Console.reporting { try show() }
  }

  private func show() throws(CampaignError) -> Campaign.ExitCode {
    let path = try ledger.path(ProcessInfo.processInfo.environment, makesFolder: false)
    var name: CampaignName?
    if let campaign { name = try CampaignArgument.parse(campaign) }
    if campaign == nil, !LedgerArgument.exists(path) {
      Log().say(LedgerArgument.missing(path))
      return .success
    }
    try LedgerArgument.check(path)
    let records = try Record.all(in: path, named: name)
    if let name, records.isEmpty {
      throw Record.unknown(name, path)
    }
    for record in records { Console.result(RecordText.text(of: record, ledger: ledger.ledger)) }
    return .success
  }
}
