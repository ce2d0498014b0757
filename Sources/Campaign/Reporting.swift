import Audience
import Delivery
import Ledger
import Reports

/// Writes the reports of a campaign: the contacts are read again and joined with the ledger, so that
/// what is reported is what is durably known.
struct Reporting {
  private let draft: Draft
  let ledger: Ledger
  let campaign: CampaignID
  private let reports: String
  /// What a run that a limit or the hour ended was to try again, and may not have come to.
  var turns: RetryTurns?
  /// The plan of the last run, whose list may be one of which the ledger knows nobody; nil: any may be.
  var expectedPlan: String?

  init(_ draft: Draft, _ ledger: Ledger, _ campaign: CampaignID, reports: String) {
    self.draft = draft
    self.ledger = ledger
    self.campaign = campaign
    self.reports = reports
  }

  /// Refuses reports that would replace what they are made of.
  static func check(
    _ options: PlanOptions, reports: String, campaign: String
  ) throws(CampaignError) {
    let files = ReportFolder.files(reports: reports, campaign: campaign)
    for input in options.inputs where files.contains(where: { FilePlace.isSame($0, input) }) {
      throw CampaignError(
        .usage,
        "\(input) is read, and the reports of \(campaign) would replace it: move it elsewhere, or "
          + "copy it")
    }
  }

  /// Counts the rows for a summary when reports cannot be written: the counts of what is durably known,
  /// or none.
  func count(_ ending: inout Ending) {
    var summary = ending.summary
    summary.counts = StatusCounts()
    summary.segments = SegmentTotals()
    summary.warnings = 0
    ending.summary = summary
    var writer = RowWriter(draft, ledger: ledger, campaign: campaign)
    do {
      try writer.eachRow { row, contact, _ in summary.count(row, of: contact) }
      ending.summary = summary
    } catch {
      // Half of the counts would be wrong ones.
    }
  }

  /// Writes and counts in one go; what was counted is put in its place at the end.
  ///
  /// - Parameter isOutdated: asked before anything is replaced.
  /// - Returns: whether the reports are in place; outdated ones are not.
  @discardableResult
  func write(
    _ ending: inout Ending, unless isOutdated: () -> Bool = { false }
  ) throws(CampaignError) -> Bool {
    do {
      return try writeAll(&ending, unless: isOutdated)
    } catch {
      let failure = error as? CampaignError ?? CampaignError(.stopped, "\(error)")
      if failure.code == .usage { throw failure }
      throw CampaignError(
        failure.code,
        "\(failure.words). What was sent is in the ledger: volley report \(ending.summary.campaign) "
          + "--ledger \(ShellText.quoted(ledger.path)) writes the reports again; --reports puts them "
          + "elsewhere")
    }
  }

  private func writeAll(_ ending: inout Ending, unless isOutdated: () -> Bool) throws -> Bool {
    if !ending.isOpen { ending.summary.endedAt = ending.summary.endedAt ?? wallClock() }
    var folder = try ReportFolder.start(
      reports: reports, header: draft.list.header, summary: ending.summary,
      numberColumns: draft.numberColumns,
      delimiter: draft.options.rejectsDelimiter)
    let runs = lastRuns()
    let workingAt = ending.isOpen && ending.holder != nil ? wallClock() : nil
    var rows = RowWriter(draft, ledger: ledger, campaign: campaign)
    rows.wordsForPromise =
      workingAt == nil ? NewRun.interrupted : "its answer has yet to come"
    ending.left = try write(&rows, to: &folder, &ending.summary)
    ending.commonReason = folder.commonReason
    if !ending.isOpen {
      ending.summary.exitCode = ending.summary.exitCode ?? Int(ending.code.rawValue)
    }
    ending.elsewhere = try rows.elsewhere()
    if let expectedPlan { try checkStrangers(ending, expectedPlan) }
    return try folder.commit(
      ending.summary, runs: runs.facts(ending.summary, workingAt: workingAt), unless: isOutdated)
  }

  /// Refuses a list of which the ledger knows nobody, while it knows others.
  private func checkStrangers(_ ending: Ending, _ plan: String) throws(CampaignError) {
    let counts = ending.summary.counts
    let known = [Status.sent, .rejected, .failed, .unknown].reduce(0) { $0 + counts[$1] }
    guard ending.elsewhere > 0, known == 0 else { return }
    let plans = [false, true].map { draft.fingerprint(tellsLocalTime: $0) }
    guard !plans.contains(plan) else { return }
    throw CampaignError(
      .usage,
      "\(draft.options.contacts): the ledger knows nobody of these contacts, and "
        + "\(ending.elsewhere) of campaign \(ending.summary.campaign); name the list of that; no report "
        + "was written")
  }

  /// - Returns: how many messages are left to be tried again.
  private func write(
    _ rows: inout RowWriter, to folder: inout ReportFolder, _ summary: inout Summary
  ) throws(CampaignError) -> Int {
    var check = MessageCheck(draft)
    var left = 0
    try rows.eachRow { (row, contact, batch) throws(CampaignError) in
      summary.count(row, of: contact)
      if isLeft(row, contact), check.passes(contact, in: batch) { left += 1 }
      do throws(FileProblem) {
        try folder.append(row, contact: contact, in: batch)
      } catch {
        throw CampaignError(.stopped, error.description)
      }
    }
    return left
  }

  /// The last runs of the campaign, as the ledger has them.
  private func lastRuns() -> [RunRecord] {
    // A page without them is better than no reports.
    (try? ledger.read { try $0.runs(of: campaign, limit: RunFacts.mostShown) }) ?? []
  }

  private func isLeft(_ row: borrowing ReportRow, _ contact: borrowing Contact) -> Bool {
    guard let turns, let last = row.lastTry else { return false }
    return turns.isLeft(
      row.status, triedIn: last, isSameNumber: row.to == contact.number,
      isKeptDoubt: row.isKeptDoubt)
  }
}

extension Summary {
  fileprivate mutating func count(_ row: borrowing ReportRow, of contact: borrowing Contact) {
    counts.count(row.status)
    if row.status == .sent, let encoding = row.encoding, let segments = row.segments {
      self.segments.count(encoding, segments: segments)
    }
    // As a plan counts them: of those that have a message.
    if contact.outsideKnownRanges, contact.standing == .recipient, row.status != .invalid {
      warnings += 1
    }
  }
}
