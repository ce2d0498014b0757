import Audience
import Delivery
import Ledger

/// What a run needs besides its plan.
package struct RunOptions: Sendable {
  package var campaign: CampaignName
  /// The path of the ledger, which is made where there is none.
  package var ledgerPath: String
  /// The folder in which each campaign has one for its reports.
  package var reports: String
  package var delivery: DeliveryOptions
  /// States of keys that are to be tried once more, as `--retry` names them.
  package var retrying: Set<EntryState>
  /// The most messages of this run; nil: all.
  package var limit: Int?
  /// Go on although template or senders are others than before.
  package var acceptsChanges: Bool
  package var pace: PaceOptions
  /// Where a test sends all its messages; nil: each goes to its recipient.
  package var testTo: PhoneNumber?

  /// Whether the time of `--not-after` is over.
  package var isPastDeadline: Bool { pace.notAfter.map { $0 <= wallClock() / 1_000_000 } ?? false }

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
