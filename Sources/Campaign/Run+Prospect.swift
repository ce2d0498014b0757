import Audience
import Composing
import Ledger

/// What a run will try, before anybody confirms it.
package struct Prospect: Sendable, Equatable {
  /// Messages that may leave, if the hours and nothing else keep them.
  package var messages = 0
  /// Those of them that may have been accepted by the API before.
  package var inDoubt = 0
}

extension Run {
  /// Told by the ledger's answer for each message of the plan, where earlier runs brought some to an end.
  package func prospect() throws(CampaignError) -> Prospect {
    var prospect = Prospect(messages: plan.ready)
    if options.testTo == nil, try known().contains(where: { $0 != .released && $1 > 0 }) {
      prospect = try lookUpProspect()
    }
    // With a limit, new ones go first.
    let limit = options.limit ?? .max
    let new = prospect.messages - prospect.inDoubt
    prospect.inDoubt = min(prospect.inDoubt, max(0, limit - new))
    prospect.messages = min(prospect.messages, limit)
    return prospect
  }

  private func lookUpProspect() throws(CampaignError) -> Prospect {
    let messages = PlannedMessages(draft)
    // A fault of the contacts is none of the ledger.
    return try reading { view -> Result<Prospect, CampaignError> in
      guard let campaign = try view.campaign(named: options.campaign) else {
        return .success(Prospect(messages: plan.ready))
      }
      var prospect = Prospect()
      var place = EntryPlace()
      while true {
        let keys: [String]
        do { keys = try messages.keys(atMost: 1_000) } catch let error as ContactListError {
          return .failure(CampaignError(error))
        }
        if keys.isEmpty { return .success(prospect) }
        let known = try view.entries(count: keys.count, in: campaign, from: &place) { index, key in
          key.append(contentsOf: keys[index].utf8)
        }
        for entry in known.entries { prospect.add(entry?.state, retrying: options.retrying) }
      }
    }.get()
  }
}

extension Prospect {
  /// - Parameter state: what a message has come to; nil: it is new.
  fileprivate mutating func add(_ state: EntryState?, retrying states: Set<EntryState>) {
    let isFree = state.map { $0 == .released || states.contains($0) } ?? true
    if isFree { messages += 1 }
    if isFree, state == .unknown { inDoubt += 1 }
  }
}

extension PlannedMessages {
  fileprivate func keys(atMost count: Int) throws -> [String] {
    var keys: [String] = []
    while keys.count < count, let message = try next() { keys.append(message.key) }
    return keys
  }
}
