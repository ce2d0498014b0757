import Ledger

/// What a run will try, before anybody confirms it.
package struct Prospect: Sendable, Equatable {
  /// Messages that may leave, if the hours and nothing else keep them.
  package var messages = 0
  /// Those of them that may have been accepted by the API before.
  package var inDoubt = 0
}

extension Run {
  /// By the same look at every row as the run's own, where earlier runs brought some to an end.
  package func prospect() throws(CampaignError) -> Prospect {
    let census = try censusOfNext()
    // With a limit, new ones go first.
    let limit = options.limit ?? .max
    return Prospect(
      messages: min(census.messages, limit),
      inDoubt: min(census.inDoubt, max(0, limit - (census.messages - census.inDoubt))))
  }

  private func censusOfNext() throws(CampaignError) -> RetryTurns.Census {
    guard options.testTo == nil, try known().contains(where: { $0 != .released && $1 > 0 }),
      let (campaign, last) = try reading({ view in
        try view.campaign(named: options.campaign).map { ($0, try view.lastRun(of: $0)?.number) }
      })
    else { return RetryTurns.Census(new: plan.ready) }
    return try census(try turns(campaign, (last ?? 0) + 1), campaign)
  }
}
