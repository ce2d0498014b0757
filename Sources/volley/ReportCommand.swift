import ArgumentParser
import Campaign
import Foundation

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
    help: ArgumentHelp("Where reports go. Default: where they went before.", valueName: "folder"),
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
    let text = EndingText(ending: ending, folder: folder, ledger: ledger.ledger, isReport: true)
    Console.result(text.lines.joined(separator: "\n"))
    return .success
  }
}
