import Delivery
import Reports

extension PreviewPage {
  /// What the page of a preview says besides its rows.
  package init(_ draft: Draft, _ plan: Plan, _ summary: Summary) {
    let contacts = draft.options.contacts
    self.init(
      summary: summary, contacts: contacts == "-" ? "standard input" : contacts,
      madeAt: wallClock())
    forcing = plan.forcing
    senders = plan.senders
    doubts = plan.doubts + draft.suppressionDoubts
    window = draft.windowInWords
    senderColumn = draft.options.audience.fromColumn
  }
}
