import Audience
import Delivery
import Reports

extension PreviewPage {
  /// What the page of a preview says besides its rows.
  package init(_ draft: Draft, _ plan: Plan, _ summary: Summary) {
    self.init(
      summary: summary, contacts: shownPath(draft.options.contacts), madeAt: wallClock())
    forcing = plan.forcing
    senders = plan.senders
    doubts = plan.doubts + draft.suppressionDoubts
    window = draft.windowInWords
    senderColumn = draft.options.audience.fromColumn
  }
}
