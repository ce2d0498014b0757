import Audience
import Reports

extension Summary {
  init(_ draft: Draft, campaign: String) {
    self.init(version: Volley.version, campaign: campaign, contacts: draft.options.contacts)
    fileEncoding = draft.list.encoding.description
    delimiter = String(Unicode.Scalar(draft.list.delimiter))
    pricePerSegment = draft.options.price
  }

  /// What a plan says of its contacts.
  package init(_ draft: Draft, plan: Plan, campaign: String) {
    self.init(draft, campaign: campaign)
    counts = plan.counts
    segments = plan.segments
    warnings = plan.warnings
    self.plan = plan.fingerprint
  }
}
