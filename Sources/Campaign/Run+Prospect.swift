import Ledger

/// What a run will try, before anybody confirms it.
package struct Prospect: Sendable, Equatable {
  /// Messages that may leave, if the hours and nothing else keep them.
  package var messages = 0
  /// Those of them that may have been accepted by the API before.
  package var inDoubt = 0
}

extension Run {
  /// What the run will try, by the same look at every row as its own, where earlier runs brought some to an end.
  package func prospect() throws(CampaignError) -> Prospect {
    let limit = options.limit ?? .max
    guard options.testTo == nil, try entryCounts().contains(where: { $0 != .released && $1 > 0 }),
      let (campaign, last) = try reading({ view in
        try view.campaign(named: options.campaign).map { ($0, try view.lastRun(of: $0)?.number) }
      })
    else { return Prospect(messages: min(plan.ready, limit)) }
    let turns = try turns(campaign, (last ?? 0) + 1)
    return Prospect(of: try census(turns, campaign), turns, options)
  }
}

extension Prospect {
  init(of census: RetryTurns.Census, _ turns: RetryTurns, _ options: RunOptions) {
    let limit = options.limit ?? .max
    messages = min(census.messages, limit)
    // Who sleeps leaves a turn to others.
    inDoubt =
      options.pace.hasZones ? min(census.inDoubt, limit) : turns.doubts(census, among: limit)
  }
}
