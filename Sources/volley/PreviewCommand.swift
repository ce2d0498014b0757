import ArgumentParser
import Campaign
import Ledger
import Reports

struct PreviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Check every row and show what would be sent. No network, ever.",
    discussion: """
      EXAMPLE
        volley preview guests.csv --template invitation.txt --from +12025550100 \\
          --output preview.html
      """)

  @OptionGroup(title: "Plan") var arguments: PlanArguments
  @OptionGroup(title: "Hours") var schedule: ScheduleArguments

  @Option(
    help: ArgumentHelp(
      "Write a page to look at (.html), or every row (.csv or .json), as the file's name ends.",
      valueName: "file"), completion: .file())
  var output: String?

  func validate() throws {
    if let output { try Self.check(output: output) }
  }

  static func check(output: String) throws {
    guard format(of: output) == nil else { return }
    throw ValidationError("--output \(output): the name must end in .html, .csv or .json")
  }

  func run() async throws {
    try await Console.reporting { try preview() }
  }

  private func preview() throws(CampaignError) -> Campaign.ExitCode {
    if let output { try arguments.refuse("--output", output) }
    let draft = try Draft(try arguments.options(schedule))
    let plan = try draft.plan()
    return try Self.show(draft, plan, arguments, output: output)
  }

  /// Shows a plan and ends as a preview does: 0 when every row is ready or left out on purpose.
  ///
  /// - Parameters:
  ///   - campaign: its name in what programs read; nil: that of the contact file, if that is one.
  ///   - refusal: why it must not be sent, besides what the arguments say.
  static func show(
    _ draft: Draft, _ plan: Plan, _ arguments: PlanArguments, output: String?,
    campaign: CampaignName? = nil, refusal other: CampaignError? = nil
  ) throws(CampaignError) -> Campaign.ExitCode {
    let name = campaign ?? (try? CampaignArgument.name(nil, contacts: arguments.contacts))
    var summary = Summary(draft, plan: plan, campaign: name?.description ?? "preview")
    let refusal = refusal(of: plan, draft, arguments) ?? other
    let code = refusal?.code ?? (plan.counts[.invalid] > 0 ? .someNotSent : .success)
    summary.exitCode = Int(code.rawValue)
    let isSilent = arguments.json || (arguments.quiet && code == .success)
    if isSilent {
      arguments.warn(draft, plan, Log())
    } else {
      Console.result(PlanText(draft: draft, plan: plan).lines.joined(separator: "\n"))
    }
    if let output, let format = format(of: output) {
      let page = Self.page(draft, plan, summary, refusal: refusal?.words)
      try PreviewFile(draft, page: page).write(to: output, as: format, summary: summary)
      if !isSilent { Console.result("\(format.contents) \(output)") }
    }
    if arguments.json { Console.result(summary) }
    if let refusal { throw refusal }
    return code
  }

  private static func refusal(
    of plan: Plan, _ draft: Draft, _ arguments: PlanArguments
  ) -> CampaignError? {
    do { try arguments.check(plan, draft) } catch { return error }
    return nil
  }

  /// What a page shows besides the rows, such as the command that sends the plan.
  private static func page(
    _ draft: Draft, _ plan: Plan, _ summary: Summary, refusal: String?
  ) -> PreviewPage {
    var page = PreviewPage(draft, plan, summary)
    page.refusal = refusal
    guard plan.ready > 0, refusal == nil else { return page }
    let line = SendLine(
      preview: CommandLine.arguments, contacts: draft.options.contacts, plan: plan.fingerprint)
    (page.command, page.commandNote) = (line.words, line.note)
    return page
  }

  private static func format(of path: String) -> PreviewFile.Format? {
    PreviewFile.Format.allCases.first { path.lowercased().hasSuffix(".\($0.rawValue)") }
  }
}

extension PreviewFile.Format {
  fileprivate var contents: String {
    switch self {
    case .csv, .json: "every row is in"
    case .html: "the page is"
    }
  }
}
