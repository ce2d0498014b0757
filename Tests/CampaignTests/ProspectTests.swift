import Delivery
import Ledger
import Testing

@testable import Campaign

@Suite("What a run will try")
struct ProspectTests {
  /// Of three in doubt, and then three that were rejected since.
  private func prospect(limit: Int?, hasZones: Bool = false) throws -> Prospect {
    let delivery = try DeliveryOptions(
      endpoint: Endpoint("http://127.0.0.1:1"), token: "token", agent: "test")
    let campaign = try #require(CampaignName("spring"))
    var options = RunOptions(
      campaign: campaign, ledgerPath: "", reports: "", delivery: delivery, limit: limit)
    options.pace.hasZones = hasZones
    let turns = RetryTurns(
      [.rejected, .unknown], run: 3, round: RetryTurns.Round(first: 3, firstOfDoubts: 3))
    let census = RetryTurns.Census(new: 2, tries: [1: 3, 2: 3], doubts: [1: 3])
    return Prospect(of: census, turns, options)
  }

  @Test("tells of those who may get a second message by whose turn it is")
  func turns() throws {
    #expect(try prospect(limit: nil) == Prospect(messages: 8, inDoubt: 3))
    #expect(try prospect(limit: 2) == Prospect(messages: 2, inDoubt: 0))
    #expect(try prospect(limit: 4) == Prospect(messages: 4, inDoubt: 2))
    #expect(try prospect(limit: 6) == Prospect(messages: 6, inDoubt: 3))
  }

  /// Those whose hours are over leave their turns to others.
  @Test("tells of all whom a limit lets have one, where each has hours of their own")
  func zones() throws {
    #expect(try prospect(limit: 2, hasZones: true) == Prospect(messages: 2, inDoubt: 2))
    #expect(try prospect(limit: nil, hasZones: true) == Prospect(messages: 8, inDoubt: 3))
  }
}
