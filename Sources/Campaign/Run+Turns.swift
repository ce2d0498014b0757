import Delivery
import Ledger
import Reports

extension Run {
  /// Whose turn it is in this run, and the passes through the plan that it takes. Where that cannot be told,
  /// the run is stopped.
  func turns(
    _ campaign: CampaignID, _ number: Int, _ stop: StopSwitch
  ) -> (RetryTurns?, [Repeats]) {
    do throws(CampaignError) {
      let turns = try turns(campaign, number)
      let census =
        options.retrying.isEmpty ? RetryTurns.Census() : try census(turns, campaign, stop)
      return (turns, turns.passes(census))
    } catch {
      stop.stop(.contacts(error.words))
      return (nil, [Repeats([], before: 0)])
    }
  }

  func turns(_ campaign: CampaignID, _ number: Int) throws(CampaignError) -> RetryTurns {
    let states = options.retrying
    let records =
      states.isEmpty ? [] : try reading { try $0.runs(of: campaign).filter { $0.number < number } }
    let earlier = records.map { record in
      RetryTurns.Round.Earlier(
        number: record.number, retried: Settings(record.settings)?.retried,
        code: record.exitCode.flatMap { ExitCode(rawValue: Int32($0)) })
    }
    return RetryTurns(
      states, run: number, round: RetryTurns.Round(number, of: states, after: earlier))
  }

  /// Looks at every row: in which order they are tried again depends on all of them.
  func census(
    _ turns: RetryTurns, _ campaign: CampaignID, _ stop: StopSwitch = StopSwitch()
  ) throws(CampaignError) -> RetryTurns.Census {
    var census = RetryTurns.Census()
    var check = MessageCheck(draft)
    var rows = RowWriter(draft, ledger: ledger, campaign: campaign)
    try rows.eachRow { (row, contact, batch) throws(CampaignError) in
      if stop.isStopped { throw CampaignError(.stopped, "the run is to stop") }
      if row.status == .pending { census.new += 1 }
      guard let last = row.lastTry,
        turns.names(
          row.status, triedIn: last, isSameNumber: row.to == contact.number,
          isKeptDoubt: row.isKeptDoubt),
        check.passes(contact, in: batch)
      else { return }
      census.tries[last, default: 0] += 1
      if row.status == .unknown { census.doubts[last, default: 0] += 1 }
    }
    return census
  }
}
