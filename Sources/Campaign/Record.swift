import Delivery
import Ledger

/// What the ledger knows of a campaign: asked, settled, and reported again.
package struct Record: Sendable {
  package let name: CampaignName
  /// How many keys are in each state; a state of none is not in it.
  package let counts: [EntryState: Int]
  /// Nil when there was none.
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

  /// The ledger at `path` knows no campaign of that name.
  package static func unknown(_ name: CampaignName, _ path: String) -> CampaignError {
    CampaignError(.usage, "the ledger \(path) knows no campaign \(name); see volley status")
  }
}
