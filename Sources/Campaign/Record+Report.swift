import Audience
import Delivery
import Glibc
import Ledger
import Reports

extension Record {
  /// Writes the reports of a campaign again, from its contacts and the ledger.
  ///
  /// - Parameters:
  ///   - contacts: where the contacts are now; nil: where they were.
  ///   - suppressions: the lists of suppressed numbers; none: those of the last run.
  ///   - reports: the folder; nil: the one of the last run.
  package static func report(
    _ name: CampaignName, in path: String, contacts: String?, suppressions: [String] = [],
    reports: String?
  ) throws(CampaignError) -> (Ending, folder: String) {
    let ledger = try Run.openLedger(path)
    defer { Run.close(ledger) }
    // What only the log knows would be reported as never sent.
    if ledger.lacking.contains(name) {
      throw CampaignError(
        .error, "\(Run.words(forLogOf: name, lackingAt: path)); no report was written")
    }
    for _ in 0..<Self.tries {
      let report = try reportOnce(name, ledger, contacts, suppressions, reports)
      if let report { return report }
      // The run that wrote newer ones has yet to take note of its end.
      usleep(Self.pause)
    }
    throw CampaignError(
      .held,
      "campaign \(name) went on while its reports were written, and newer ones are in place; "
        + "no other report was written")
  }

  /// Nil when newer reports are in place.
  private static func reportOnce(
    _ name: CampaignName, _ ledger: Ledger, _ contacts: String?, _ suppressions: [String],
    _ reports: String?
  ) throws(CampaignError) -> (Ending, folder: String)? {
    let folder =
      if let reports { reports } else { try lastRun(of: name, in: ledger).settings.reports }
    // What is known is looked at after what is there: so nothing newer can come between unseen.
    let before = PastReport(reports: folder, campaign: name.description)
    let (campaign, run, settings) = try lastRun(of: name, in: ledger)
    try checkInputs(of: settings, contacts: contacts, suppressions: suppressions, name)
    let draft = try Draft(settings.options(contacts: contacts, suppressions: suppressions))
    try Reporting.check(draft.options, reports: folder, campaign: name.description)
    var ending = Ending(summary: Summary(draft, of: run, settings, campaign: name))
    ending.isOpen = run.endedAt == nil
    ending.holder = CampaignLock.holder(of: name, beside: ledger.path)
    var reporting = Reporting(draft, ledger, campaign, reports: folder)
    reporting.expectedPlan = contacts == nil ? nil : run.plan
    let isInPlace = try reporting.write(&ending) {
      isOutdated(run, of: name, in: ledger, beside: before, reports: folder)
    }
    return isInPlace
      ? (ending, ReportFolder.path(reports: folder, campaign: name.description)) : nil
  }

  /// How often reports are begun that somebody else's overtake, and how long to wait between, in
  /// microseconds.
  private static let tries = 3
  private static let pause: UInt32 = 200_000

  /// Whether a run wrote its own reports after these were begun, which know more; or has written them, and
  /// is about to note its end.
  static func isOutdated(
    _ run: RunRecord, of name: CampaignName, in ledger: Ledger, beside before: PastReport?,
    reports: String
  ) -> Bool {
    let present = PastReport(reports: reports, campaign: name.description)
    guard before == present else { return true }
    guard let present, present.isOfEnd, run.endedAt == nil, present.run == run.number else {
      return false
    }
    return present.isOf(runStartedAt: run.startedAt)
      && CampaignLock.holder(of: name, beside: ledger.path) != nil
  }

  /// Refuses what cannot be read again.
  private static func checkInputs(
    of settings: Settings, contacts: String?, suppressions: [String], _ name: CampaignName
  ) throws(CampaignError) {
    if contacts == nil, PlanOptions.isPipe(settings.contacts) {
      throw CampaignError(
        .usage,
        "the contacts of \(name) came through standard input or a pipe; name a file that holds them "
          + "with --contacts")
    }
    if suppressions.isEmpty, let gone = settings.suppressions.first(where: isGone) {
      throw CampaignError(
        .usage,
        "a suppression list of \(name) "
          + (PlanOptions.isPipe(gone)
            ? "came through standard input or a pipe" : "is no longer at \(gone)")
          + "; name each list with --suppress, or /dev/null for none")
    }
  }

  private static func isGone(_ path: String) -> Bool {
    PlanOptions.isPipe(path) || access(path, F_OK) != 0 && errno == ENOENT
  }

  private static func lastRun(
    of name: CampaignName, in ledger: Ledger
  ) throws(CampaignError) -> (CampaignID, RunRecord, settings: Settings) {
    let found = try Run.reading(ledger) { view -> (CampaignID, RunRecord)? in
      guard let id = try view.campaign(named: name), let run = try view.lastRun(of: id) else {
        return nil
      }
      return (id, run)
    }
    guard let (campaign, run) = found else {
      throw unknown(name, ledger.path)
    }
    guard let settings = Settings(run.settings) else {
      throw CampaignError(.error, "the ledger has no usable options of campaign \(name)")
    }
    return (campaign, run, settings)
  }
}

extension Summary {
  /// What the ledger knows of a run, before the rows are counted.
  fileprivate init(_ draft: Draft, of run: RunRecord, _ settings: Settings, campaign: CampaignName)
  {
    self.init(draft, campaign: campaign.description)
    self.run = run.number
    plan = run.plan
    startedAt = run.startedAt
    endedAt = run.endedAt
    exitCode = run.exitCode
    stopReason = run.stop
    testTo = settings.testTo.flatMap { PhoneNumber($0.utf8.span) }
  }
}
