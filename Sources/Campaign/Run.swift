import Delivery
import Foundation
import Ledger
import Reports

/// One run of a campaign: everything between a plan and its reports.
package struct Run: Sendable {
  /// What the plan was made of.
  package let draft: Draft
  package let plan: Plan
  /// With the campaign that it took: a test has one of its own.
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
    if let name = ledger.lacking.first { throw refusal(toSendWithoutLogOf: name, ledger) }
    if options.testTo != nil { return try TestRun.take(options, in: ledger) }
    return (options, try takeLock(options))
  }

  private static func refusal(
    toSendWithoutLogOf name: CampaignName, _ ledger: Ledger
  ) -> CampaignError {
    CampaignError(.error, "\(words(forLogOf: name, lackingAt: ledger.path)); nothing was sent")
  }

  /// Lets go of the ledger, which is one whole file then; the last thing to do.
  package func close() { Self.close(ledger) }

  /// What earlier runs did, by state.
  package func entryCounts() throws(CampaignError) -> [EntryState: Int] {
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
    let (turns, passes) = turns(campaign, number, stop)
    let desk = makeDesk(campaign, number, passes, stop, flow, progress)
    let sender = Sender(
      options.delivery, dialer: dialer, desk: desk, stop: stop, flow: flow, progress: progress,
      recipients: plan.ready)
    await sender.run()
    var ending = await ending(of: desk, summary(number, started), stop.reason)
    var reporting = Reporting(draft, ledger, campaign, reports: options.reports)
    let isAtLimit = await desk.isAtLimit
    if isAtLimit || ending.isLeftByHours { reporting.turns = turns }
    report(&ending, reporting)
    end(campaign, number, ending)
    return ending
  }

  private func ending(of desk: Desk, _ summary: Summary, _ stop: StopReason?) async -> Ending {
    var ending = Ending(summary: summary, unwritten: await desk.unwritten)
    ending.stop = stop
    ending.summary.stopReason = stop?.description
    ending.summary.nextOpening = await desk.nextOpening.map { $0 * 1_000_000 }
    ending.isLeftByHours = await desk.hasLeft
    ending.isPastDeadline =
      ending.isLeftByHours && ending.summary.nextOpening == nil && options.pace.notAfter != nil
    return ending
  }

  private func report(_ ending: inout Ending, _ reporting: Reporting) {
    do {
      try reporting.write(&ending)
    } catch {
      ending.reportProblem = error.words
      reporting.count(&ending)
      ending.summary.exitCode = Int(ending.code.rawValue)
    }
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
    _ campaign: CampaignID, _ run: Int, _ passes: [Repeats], _ stop: StopSwitch, _ flow: Flow,
    _ progress: RunProgress
  ) -> Desk {
    let logger = options.delivery.logger
    let source = PlannedMessages(draft, testTo: options.testTo) { added in
      let first = added.first.map { "; the first: \($0.reason)" } ?? ""
      logger.warning(
        """
        of the entries added to --suppress since, \(added.count) cannot surely be matched, so whoever is \
        meant may get a message\(first)
        """)
    }
    return Desk(
      lanes: options.delivery.concurrency, ledger: ledger, lock: lock, campaign: campaign,
      run: run, passes: passes, limit: options.limit, source: source, pace: options.pace,
      stop: stop, flow: flow, progress: progress)
  }

  private func start(at moment: Int64) throws(CampaignError) -> (CampaignID, Int) {
    let run = NewRun(
      process: getpid(), startedAt: moment, plan: plan.fingerprint,
      definition: draft.definition, settings: Settings(draft, options).text)
    return try writing { transaction -> Result<(CampaignID, Int), CampaignError> in
      // Whoever settled one of them while this run opened the ledger has noted it since.
      if let name = try transaction.lackingCampaigns().first {
        return .failure(Self.refusal(toSendWithoutLogOf: name, ledger))
      }
      let campaign = try transaction.campaign(named: options.campaign, at: moment)
      return .success((campaign, try transaction.startRun(run, of: campaign)))
    }.get()
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
    // All else is in the file before: whoever loses the log must not find the end of a run without what it
    // did.
    _ = ledger.checkpoint()
    do throws(LedgerError) {
      try ledger.commit {
        try $0.endRun(
          number, of: campaign, at: ending.summary.endedAt ?? wallClock(),
          exitCode: Int(ending.code.rawValue),
          stop: ending.stop?.description)
      }
    } catch {
      // What it did is there.
      options.delivery.logger.warning(
        "the end of the run could not be recorded, so status will show it as killed: \(error)")
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

/// RFC 3339 in UTC, to the second.
func rfc3339(_ microseconds: Int64) -> String {
  Date(timeIntervalSince1970: Double(microseconds) / 1_000_000).formatted(.iso8601)
}
