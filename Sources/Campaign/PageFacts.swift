import Audience
import Delivery
import Ledger
import Reports

extension Draft {
  /// The columns of the contacts that hold phone numbers.
  var numberColumns: Set<Int> {
    let from = options.audience.fromColumn.flatMap { list.header.index(of: $0) }
    return Set([list.toColumn, from].compactMap { $0 })
  }
}

extension PreviewPage {
  /// What the page of a preview says besides its rows.
  package init(_ draft: Draft, _ plan: Plan, _ summary: Summary) {
    let contacts = draft.options.contacts
    self.init(
      summary: summary, contacts: contacts == "-" ? "standard input" : contacts,
      madeAt: wallClock())
    forcing = plan.forcing
    doubts = plan.doubts
    senderColumn = draft.options.audience.fromColumn
  }
}

extension Reporting {
  /// The last runs of the campaign, as the ledger has them.
  func lastRuns() -> [RunRecord] {
    // A page without them is better than no reports.
    (try? ledger.read { try $0.runs(of: campaign, limit: RunFacts.mostShown) }) ?? []
  }
}

extension [RunRecord] {
  /// As a page tells of them. The one that is being reported has not ended in the ledger yet.
  func facts(_ summary: Summary) -> [RunFacts] {
    map { record in
      var run = RunFacts(
        number: record.number, startedAt: record.startedAt, endedAt: record.endedAt,
        exitCode: record.exitCode, stop: record.stop)
      if run.number == summary.run, run.endedAt == nil {
        (run.endedAt, run.exitCode, run.stop) =
          (summary.endedAt, summary.exitCode, summary.stopReason)
      }
      return run
    }
  }
}
