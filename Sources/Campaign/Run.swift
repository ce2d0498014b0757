import Audience
import Composing
import Delivery
import Foundation
import Ledger
import Reports

/// What a run needs besides its plan.
package struct RunOptions: Sendable {
  package var campaign: CampaignName
  package var ledgerPath: String
  package var reports: String
  package var delivery: DeliveryOptions
  /// States that are to be tried once more.
  package var retrying: Set<EntryState>
  /// The most messages of this run; nil: all.
  package var limit: Int?
  /// Go on although template or senders are others than before.
  package var acceptsChanges: Bool
  package var pace: PaceOptions
  /// Where a test sends all its messages; nil: each goes to its recipient.
  package var testTo: PhoneNumber?

  package init(
    campaign: CampaignName, ledgerPath: String, reports: String, delivery: DeliveryOptions,
    retrying: Set<EntryState> = [], limit: Int? = nil, acceptsChanges: Bool = false,
    pace: PaceOptions = PaceOptions(), testTo: PhoneNumber? = nil
  ) {
    self.campaign = campaign
    self.ledgerPath = ledgerPath
    self.reports = reports
    self.delivery = delivery
    self.retrying = retrying
    self.limit = limit
    self.acceptsChanges = acceptsChanges
    self.pace = pace
    self.testTo = testTo
  }
}

/// One run of a campaign: everything between a plan and its reports.
package struct Run: Sendable {
  package let draft: Draft
  package let plan: Plan
  package let options: RunOptions
  private let dialer: Dialer
  let ledger: Ledger
  let lock: CampaignLock

  /// Takes the campaign, and refuses one that became another. A test takes a campaign of its own.
  package init(_ draft: Draft, _ plan: Plan, _ options: RunOptions) throws(CampaignError) {
    self.draft = draft
    self.plan = plan
    if let number = options.testTo { try TestRun.check(plan, draft, number) }
    do { try OpenFiles.allow(lanes: options.delivery.concurrency) } catch {
      throw CampaignError(.usage, "\(error)")
    }
    do { dialer = try Dialer(options.delivery) } catch {
      throw CampaignError(.usage, "--ca-file \(error)")
    }
    ledger = try Self.openLedger(options.ledgerPath, or: "; nothing was sent")
    do throws(CampaignError) {
      (self.options, lock) = try Self.take(options, in: ledger)
    } catch {
      Self.close(ledger)
      throw error
    }
    do throws(CampaignError) {
      if options.testTo == nil { try refuseAnotherCampaign() }
      try Reporting.check(
        draft.options, reports: self.options.reports, campaign: self.options.campaign.description)
    } catch {
      close()
      throw error
    }
  }

  private static func take(
    _ options: RunOptions, in ledger: Ledger
  ) throws(CampaignError) -> (RunOptions, CampaignLock) {
    if let name = ledger.lacking.first {
      throw CampaignError(
        .error, "\(words(forLogOf: name, lackingAt: ledger.path)); nothing was sent")
    }
    if options.testTo != nil { return try TestRun.take(options, in: ledger) }
    return (options, try takeLock(options))
  }

  /// Lets go of the ledger, which is one whole file then; the last thing to do.
  package func close() { Self.close(ledger) }

  /// What earlier runs did, by state.
  package func known() throws(CampaignError) -> [EntryState: Int] {
    try reading { view in
      guard let campaign = try view.campaign(named: options.campaign) else { return [:] }
      return try view.counts(of: campaign)
    }
  }

  /// Sends what is to be sent, writes the reports, and says how it went.
  package func send(stop: StopSwitch, progress: RunProgress) async throws(CampaignError) -> Ending {
    try checkReports()
    let started = wallClock()
    let (campaign, number) = try start(at: started)
    ledger.makeRoomInLog(for: min(plan.ready, options.limit ?? .max))
    await noteStart(stop)
    let flow = Flow(adapts: options.pace.rate == nil)
    let desk = makeDesk(campaign, number, stop, flow, progress)
    let sender = Sender(
      options.delivery, dialer: dialer, desk: desk, stop: stop, flow: flow, progress: progress,
      recipients: plan.ready)
    await sender.run()
    var ending = Ending(summary: summary(number, started), unwritten: await desk.unwritten)
    ending.stop = stop.reason
    ending.summary.nextOpening = await desk.nextOpening.map { $0 * 1_000_000 }
    ending.summary.stopReason = stop.reason?.description
    var reporting = Reporting(draft, ledger, campaign, reports: options.reports)
    ending.isLeftByHours = await desk.hasLeft
    if options.limit != nil || ending.isLeftByHours, !options.retrying.isEmpty {
      reporting.repeating = (Set(options.retrying.map(Status.init)), number)
    }
    do {
      try reporting.write(&ending)
    } catch {
      ending.reportProblem = error.words
      reporting.count(&ending)
      ending.summary.exitCode = Int(ending.code.rawValue)
    }
    end(campaign, number, ending)
    return ending
  }

  /// That they cannot be written is better known before the first message.
  private func checkReports() throws(CampaignError) {
    do {
      try ReportFolder.check(reports: options.reports, campaign: options.campaign.description)
    } catch {
      throw CampaignError(.stopped, "\(error); nothing was sent. Another --reports would do")
    }
  }

  private func makeDesk(
    _ campaign: CampaignID, _ run: Int, _ stop: StopSwitch, _ flow: Flow,
    _ progress: RunProgress
  ) -> Desk {
    let logger = options.delivery.logger
    let source = PlannedMessages(draft, testTo: options.testTo) { added in
      let first = added.first.map { "; the first: \($0.reason)" } ?? ""
      logger.warning(
        """
        of the entries added to --suppress since, \(added.count) cannot be understood, so whoever is \
        meant may get a message\(first)
        """)
    }
    return Desk(
      lanes: options.delivery.concurrency, ledger: ledger, campaign: campaign, run: run,
      repeating: options.retrying, limit: options.limit, source: source, pace: options.pace,
      stop: stop, flow: flow, progress: progress)
  }

  private func start(at moment: Int64) throws(CampaignError) -> (CampaignID, Int) {
    let run = NewRun(
      process: getpid(), startedAt: moment, plan: plan.fingerprint,
      definition: draft.definition, settings: Settings(draft, options).text)
    return try writing { transaction in
      let campaign = try transaction.campaign(named: options.campaign, at: moment)
      return (campaign, try transaction.startRun(run, of: campaign))
    }
  }

  /// From here on the file itself says that there is more, should its log get lost. Somebody who reads
  /// the ledger, such as a report, keeps that from the file, and is waited for.
  private func noteStart(_ stop: StopSwitch) async {
    let logger = options.delivery.logger
    let (start, seconds) = (Instant.now, Self.patience.components.seconds)
    if ledger.checkpoint() { return }
    logger.notice("another process is reading the ledger; waiting for it, up to \(seconds) s")
    while !stop.isStopped, !ledger.checkpoint() {
      guard start.duration(to: .now) < Self.patience else {
        return logger.warning(
          """
          another process has been reading the ledger for \(seconds) s, and the run begins all the \
          same: keep the ledger and its log (-wal) together, or what was sent may be sent again
          """)
      }
      await stop.sleep(for: .milliseconds(20))
    }
  }

  private static let patience = Duration.seconds(30)

  private func end(_ campaign: CampaignID, _ number: Int, _ ending: Ending) {
    // A ledger that cannot be written has ended the run already, or lost nothing but this note.
    _ = try? ledger.commit {
      try $0.endRun(
        number, of: campaign, at: ending.summary.endedAt ?? wallClock(),
        exitCode: Int(ending.code.rawValue),
        stop: ending.stop?.description)
    }
  }

  private func summary(_ run: Int, _ started: Int64) -> Summary {
    var summary = Summary(draft, campaign: options.campaign.description)
    summary.run = run
    summary.plan = plan.fingerprint
    summary.startedAt = started
    summary.testTo = options.testTo
    return summary
  }
}

extension Run {
  /// - Parameter consequence: What a ledger that cannot be opened means for whoever wanted it.
  static func openLedger(
    _ path: String, or consequence: String = "", settling name: CampaignName? = nil
  ) throws(CampaignError) -> Ledger {
    do {
      let ledger = try Ledger(path: path, settling: name)
      noteKilled(in: ledger)
      return ledger
    } catch {
      switch error {
      case .notALedger, .newerVersion, .olderWithoutLog, .olderInUse, .logWithoutFile:
        throw CampaignError(.error, error.description)
      default: throw CampaignError(.stopped, error.description + consequence)
      }
    }
  }

  /// Closes the ledger, unless a run has no end yet. The log goes when nobody has the ledger open any
  /// more, and without it such a run looks as if its log were lost.
  static func close(_ ledger: Ledger) {
    noteKilled(in: ledger)
    let open = try? ledger.read { try $0.openCampaigns() }
    if let open, open.allSatisfy(ledger.lacking.contains) { return ledger.close() }
    // Kept for the rest of the process, since going away would close it too.
    _ = Unmanaged.passRetained(ledger)
  }

  /// All that killed runs did is known here. A run that goes on holds its campaign.
  private static func noteKilled(in ledger: Ledger) {
    guard ledger.lacking.isEmpty else { return }
    let names = (try? ledger.read { try $0.openCampaigns() }) ?? []
    let killed = names.filter { CampaignLock.holder(of: $0, beside: ledger.path) == nil }
    if killed.isEmpty { return }
    _ = try? ledger.commit { transaction in
      for name in killed {
        try transaction.noteKilled(transaction.campaign(named: name, at: wallClock()))
      }
    }
  }

  static func words(forLogOf name: CampaignName, lackingAt path: String) -> String {
    "the last run of \(name) has no end, and the log \(path)-wal is not here: what stands there would "
      + "be sent again. Bring the ledger here again, together with its log; or take it as it is "
      + "with volley settle \(name) --unknown sent|failed --ledger \(ShellText.quoted(path))"
  }

  static func takeLock(_ options: RunOptions) throws(CampaignError) -> CampaignLock {
    do {
      return try CampaignLock(
        of: options.campaign, beside: options.ledgerPath, now: rfc3339(wallClock()))
    } catch {
      switch error {
      case .held(let holder):
        throw CampaignError(
          .held,
          "campaign \(options.campaign) is being run by process \(holder.process) since "
            + "\(holder.since); nothing was sent by this one")
      case .cannotLock(let path, let reason):
        throw CampaignError(.stopped, "cannot lock \(path): \(reason); nothing was sent")
      }
    }
  }

  func reading<Result>(
    _ body: (borrowing LedgerView) throws -> Result
  ) throws(CampaignError) -> Result {
    try Self.reading(ledger, body)
  }

  static func reading<Result>(
    _ ledger: Ledger, _ body: (borrowing LedgerView) throws -> Result
  ) throws(CampaignError) -> Result {
    do { return try ledger.read(body) } catch {
      throw CampaignError(.stopped, error.description)
    }
  }

  private func writing<Result>(
    _ body: (borrowing LedgerTransaction) throws -> Result
  ) throws(CampaignError) -> Result {
    do { return try ledger.commit(body) } catch {
      throw CampaignError(.stopped, "\(error.description); nothing was sent")
    }
  }
}

/// RFC 3339 in UTC, to the second.
func rfc3339(_ microseconds: Int64) -> String {
  Date(timeIntervalSince1970: Double(microseconds) / 1_000_000).formatted(.iso8601)
}

/// How a run ended.
package struct Ending: Sendable {
  package var summary: Summary
  package var stop: StopReason?
  /// Outcomes that the ledger could not take.
  package var unwritten: [Finding]
  /// Messages of the campaign whose contacts are not in the list, as far as the reports tell.
  package var elsewhere = 0
  /// Messages that were to be tried again, and that a limit or the hour kept from it.
  package var left = 0
  package var isLeftByHours = false
  /// Why the reports could not be written, in words.
  package var reportProblem: String?
  /// The run that is told of goes on, or was killed: when and how it ends is not known.
  package var isOpen = false
  /// Who is at it.
  package var holder: LockHolder?

  init(summary: Summary, unwritten: [Finding] = []) {
    self.summary = summary
    self.unwritten = unwritten
  }

  package var code: ExitCode {
    switch stop {
    case .interrupted(let signal):
      switch signal {
      case SIGHUP: return .hungUp
      case SIGINT: return .interrupted
      default: return .terminated
      }
    case .some: return .stopped
    case nil: break
    }
    if !unwritten.isEmpty || reportProblem != nil { return .stopped }
    return summary.testTo == nil ? codeOfCounts : codeOfTest
  }

  private var codeOfCounts: ExitCode {
    let counts = summary.counts
    if counts[.pending] + left > 0 { return .later }
    if counts[.unknown] > 0 { return .someUnknown }
    return counts[.invalid] + counts[.rejected] + counts[.failed] > 0 ? .someNotSent : .success
  }

  /// A test is about its own messages only: the other rows are not left for later.
  private var codeOfTest: ExitCode {
    let counts = summary.counts
    if counts[.unknown] > 0 { return .someUnknown }
    let bad = counts[.rejected] + counts[.failed]
    // Because of the hour, nothing was tried.
    if counts[.sent] + bad == 0 { return .later }
    return bad == 0 ? .success : .someNotSent
  }
}

extension Summary {
  init(_ draft: Draft, campaign: String) {
    self.init(version: Volley.version, campaign: campaign, contacts: draft.options.contacts)
    fileEncoding = draft.list.encoding.description
    delimiter = String(Unicode.Scalar(draft.list.delimiter))
    pricePerSegment = draft.options.price
  }

  /// What a plan says of its contacts.
  package init(_ draft: Draft, plan: Plan, campaign: String) {
    self.init(draft, campaign: campaign)
    counts = plan.counts
    segments = plan.segments
    warnings = plan.warnings
    self.plan = plan.fingerprint
  }
}

package enum Volley {
  package static let version = "0.1.0"
}
