import Audience
import Delivery
import Glibc
import Ledger
import Reports

/// What the ledger knows of a campaign: asked, settled, and reported again.
package struct Record: Sendable {
  package let name: CampaignName
  package let counts: [EntryState: Int]
  package let lastRun: RunRecord?
  /// The run that is going on at this moment.
  package let holder: LockHolder?
  /// What is known may lack the latest, and why, in words.
  package let lack: String?
  /// The number that all messages of a test went to; nil for all others.
  package var testTo: String? { lastRun.flatMap { Settings($0.settings)?.testTo } }

  /// The records of all campaigns in the ledger at `path`, or of the one that is named.
  package static func all(
    in path: String, named name: CampaignName? = nil
  ) throws(CampaignError) -> [Record] {
    let ledger = try Run.openLedger(path)
    defer { Run.close(ledger) }
    return try Run.reading(ledger) { view in
      try view.campaigns().filter { name == nil || $0 == name }.compactMap { name in
        guard let id = try view.campaign(named: name) else { return nil }
        return Record(
          name: name, counts: try view.counts(of: id), lastRun: try view.lastRun(of: id),
          holder: CampaignLock.holder(of: name, beside: path),
          lack: ledger.lacking.contains(name) ? Run.words(forLogOf: name, lackingAt: path) : nil)
      }
    }
  }

  /// What a person may find out elsewhere about a message in doubt.
  package enum Verdict: String, CaseIterable, Sendable {
    case sent, failed

    fileprivate var state: EntryState { self == .sent ? .sent : .failed }
    fileprivate var note: String { "settled by hand: \(self == .sent ? "sent" : "not sent")" }
  }

  /// Records what a person found out about messages in doubt.
  ///
  /// - Parameter numbers: E.164 of those it is about; nil: all of the campaign.
  /// - Returns: how many were settled, and the numbers with no message in doubt.
  package static func settle(
    _ name: CampaignName, in path: String, as verdict: Verdict, numbers: [String]?
  ) throws(CampaignError) -> (count: Int, others: [String]) {
    let ledger = try Run.openLedger(path, settling: name)
    defer { Run.close(ledger) }
    guard let campaign = try Run.reading(ledger, { try $0.campaign(named: name) }) else {
      throw unknown(name, path)
    }
    let lock: CampaignLock
    do { lock = try CampaignLock(of: name, beside: path, now: rfc3339(wallClock())) } catch {
      switch error {
      case .held:
        throw CampaignError(.held, "campaign \(name) is running; settle it when that has ended")
      case .cannotLock(let path, let reason):
        throw CampaignError(.stopped, "cannot lock \(path): \(reason); nothing was settled")
      }
    }
    defer { withExtendedLifetime(lock) {} }
    do throws(LedgerError) {
      return try ledger.commit { transaction in
        try transaction.noteKilled(campaign, isSettled: true)
        try transaction.noteLacking(ledger.lacking.filter { $0 != name })
        let settled = try transaction.settle(
          unknownOf: campaign, as: verdict.state, numbers: numbers, note: verdict.note)
        return (settled.count, numbers?.filter { !settled.numbers.contains($0) } ?? [])
      }
    } catch {
      throw CampaignError(.stopped, error.description)
    }
  }

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
      ending.holder = CampaignLock.holder(of: name, beside: path)
      var reporting = Reporting(draft, ledger, campaign, reports: folder)
      reporting.refusesStrangers = contacts != nil
      let isInPlace = try reporting.write(&ending) {
        isOutdated(run, of: name, in: ledger, beside: before, reports: folder)
      }
      if isInPlace {
        return (ending, ReportFolder.path(reports: folder, campaign: name.description))
      }
      // The run that wrote newer ones has yet to take note of its end.
      usleep(Self.pause)
    }
    throw CampaignError(
      .held,
      "campaign \(name) went on while its reports were written, and newer ones are in place; "
        + "no other report was written")
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
    if contacts == nil, isPipe(settings.contacts) {
      throw CampaignError(
        .usage,
        "the contacts of \(name) came through standard input or a pipe; name a file that holds them "
          + "with --contacts")
    }
    if suppressions.isEmpty, let gone = settings.suppressions.first(where: isGone) {
      throw CampaignError(
        .usage,
        "a suppression list of \(name) "
          + (isPipe(gone) ? "came through standard input or a pipe" : "is no longer at \(gone)")
          + "; name each list with --suppress, or /dev/null for none")
    }
  }

  /// What was read there cannot be read again.
  private static func isPipe(_ path: String) -> Bool {
    path == "-" || ["/dev/stdin", "/dev/fd/", "/proc/"].contains(where: path.hasPrefix)
  }

  private static func isGone(_ path: String) -> Bool {
    isPipe(path) || access(path, F_OK) != 0 && errno == ENOENT
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

  /// The ledger at `path` knows no campaign of that name.
  package static func unknown(_ name: CampaignName, _ path: String) -> CampaignError {
    CampaignError(.usage, "the ledger \(path) knows no campaign \(name); see volley status")
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
