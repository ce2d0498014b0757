import ArgumentParser
import Campaign
import Delivery
import Foundation
import Ledger
import Reports

struct SendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Send a campaign, and write its reports.",
    discussion: """
      Run again, it goes on where it ended: whoever was sent a message gets no second one.

      EXAMPLE
        export FLUENTS_API_TOKEN=…
        volley send guests.csv --template invitation.txt --from +12025550100 \\
          --test-to +12025550199
        volley send guests.csv --template invitation.txt --from +12025550100 \\
          --limit 5
      """)

  @OptionGroup(title: "Plan") var arguments: PlanArguments
  @OptionGroup(title: "Hours") var schedule: ScheduleArguments
  @OptionGroup(title: "Delivery") var delivery: DeliveryArguments

  @Flag(help: "Only preview: no network, no ledger, no reports.")
  var dryRun = false

  @Option(
    help: ArgumentHelp("With --dry-run: as of preview.", valueName: "file"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The campaign: each of its keys gets one message at most. May have a date in it, as strftime "
        + "has it: reminders-%F. Default: the contact file's name.",
      valueName: "name"))
  var campaign: String?

  @Option(help: ArgumentHelp("Refuse if the plan is not the previewed one.", valueName: "hash"))
  var plan: String?

  @Flag(name: .shortAndLong, help: "Do not ask; needed when there is no terminal to ask on.")
  var yes = false

  @Flag(
    help: """
      Go on although the campaign was run with another template, sender, region or --smart-quotes.
      """)
  var acceptChanges = false

  @Option(
    help: ArgumentHelp("Where reports go, a folder for each campaign.", valueName: "folder"),
    completion: .directory)
  var reports = "reports"

  @OptionGroup var ledger: LedgerArgument

  @Option(
    help: ArgumentHelp(
      """
      Write the run in numbers for Prometheus, such as for node_exporter's textfile collector; of one \
      that does not begin, its exit code, unless its options cannot be read.
      """,
      valueName: "file.prom"), completion: .file())
  var metricsFile: String?

  @OptionGroup(title: "Log") var logging: LogArguments

  func validate() throws {
    // As where a variable is not set.
    if reports.isEmpty { throw ValidationError("--reports is empty; name a folder") }
    try StandardInput.check(
      arguments.files + [delivery.tokenFile, delivery.caFile].compactMap { $0 })
    guard let output else { return }
    guard dryRun else {
      throw ValidationError(
        "--output belongs to previews: add --dry-run, or --reports for a folder")
    }
    try PreviewCommand.check(output: output)
  }

  func run() async throws {
    try await Console.reporting(log) { () async throws in
      if dryRun { return try preview() }
      return try await send()
    }
  }

  private var log: Log { logging.log(isQuiet: arguments.quiet) }

  private func preview() throws(CampaignError) -> Campaign.ExitCode {
    if let output { try arguments.refuse("--output", output) }
    let name = try campaign.map { campaign throws(CampaignError) in
      try CampaignArgument.parse(campaign, zone: schedule.timezone)
    }
    let draft = try Draft(try arguments.options(schedule))
    let plan = try draft.plan()
    var refusal: CampaignError?
    do { try check(plan) } catch {
      // What is shown says how it ends, but has no place for it in JSON.
      if arguments.json { throw error }
      refusal = error
    }
    return try PreviewCommand.show(
      draft, plan, arguments, output: output, campaign: name, refusal: refusal)
  }

  private func send() async throws -> Campaign.ExitCode {
    let name = try CampaignArgument.name(
      campaign, contacts: arguments.contacts, zone: schedule.timezone)
    let environment = ProcessInfo.processInfo.environment
    let ledger = try? ledger.path(environment)
    if let metricsFile {
      try arguments.refuse(
        "--metrics-file", metricsFile,
        toReplace: [delivery.tokenFile, delivery.caFile] + files(of: name, ledger: ledger))
    }
    // Nothing is in flight before the run begins.
    let signals = Signals { [self] number in
      noteRefusal(CampaignError(.ended(by: number), ""), of: name, ledger: ledger)
      log.say("ended by a signal; nothing was sent")
      StandardError.shared.flush(until: .now() + 1)
      _exit(128 + number)
    }
    defer { signals.cancel() }
    do {
      return try await send(try runOptions(name, environment), signals)
    } catch let error as CampaignError {
      noteRefusal(error, of: name, ledger: ledger)
      throw error
    }
  }

  private func send(_ options: RunOptions, _ signals: Signals) async throws -> Campaign.ExitCode {
    let draft = try Draft(try arguments.options(schedule))
    let plan = try draft.plan()
    if arguments.quiet || arguments.json || log.format == .json {
      arguments.warn(draft, plan, log)
    } else {
      let text = PlanText(draft: draft, plan: plan, isMasked: !Console.notesAreSeen)
      Console.note(text.lines.joined(separator: "\n"))
    }
    try arguments.check(plan, draft)
    try check(plan)
    let run = try Run(draft, plan, options)
    defer { run.close() }
    let doubts = RunDoubts(run, isNamed: campaign != nil, notAfter: delivery.notAfter)
    try doubts.check()
    for doubt in doubts.words { log.say(doubt, level: .warning) }
    try confirm(run)
    return try await Delivering(
      run, arguments, log, ledger: ledger.ledger, metricsFile: metricsFile, signals,
      isTooLate: { [delivery, schedule] in delivery.isOver(at: $0, schedule) }
    ).run()
  }

  private func noteRefusal(_ refusal: CampaignError, of name: CampaignName, ledger: String?) {
    guard let metricsFile else { return }
    do throws(CampaignError) {
      try Run.writeMetrics(
        of: refusal, name, ledger: ledger, contacts: arguments.contacts, to: metricsFile)
    } catch {
      log.say("--metrics-file: \(error.words)", level: .warning)
    }
  }

  /// What the run writes.
  private func files(of name: CampaignName, ledger: String?) -> [String] {
    let ledger = ledger.map { Ledger.files(of: $0) + [CampaignLock.path(of: name, beside: $0)] }
    return (ledger ?? []) + ReportFolder.files(reports: reports, campaign: name.description)
  }

  private func runOptions(
    _ name: CampaignName, _ environment: [String: String]
  ) throws -> RunOptions {
    let testTo = try delivery.testTo.map { text in
      try TestRun.number(text, region: arguments.region)
    }
    var deliveryOptions = try delivery.options(environment)
    deliveryOptions.logger = log.logger
    return RunOptions(
      campaign: name,
      ledgerPath: try ledger.path(environment), reports: reports,
      delivery: deliveryOptions, retrying: delivery.retried,
      limit: delivery.mostMessages, acceptsChanges: acceptChanges,
      pace: try delivery.pace(schedule), testTo: testTo)
  }

  private func check(_ plan: Plan) throws(CampaignError) {
    guard let expected = self.plan, expected.lowercased() != plan.fingerprint else { return }
    throw CampaignError(
      .unusable,
      "the plan is \(plan.fingerprint), and --plan says \(expected): contacts, template or options "
        + "changed since the preview; nothing was sent", hasHash: true)
  }

  private func confirm(_ run: Run) throws(CampaignError) {
    if yes { return }
    // Nothing can be sent.
    if run.plan.ready == 0, Console.hasTerminal { return }
    guard Console.hasTerminal else {
      throw CampaignError(.usage, "there is no terminal to ask on; add --yes to send")
    }
    let prospect = try run.prospect()
    // Whom the plan has, earlier runs have had.
    if prospect.messages == 0 { return }
    guard Console.confirms(try RunQuestion(run: run, prospect: prospect).words()) else {
      throw CampaignError(.stopped, "not confirmed; nothing was sent")
    }
  }
}
