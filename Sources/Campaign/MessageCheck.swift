import Audience
import Composing

/// Whether a row has a message, whatever became of an earlier one.
struct MessageCheck {
  private var composer: Composer
  private var text: [UInt8] = []

  init(_ draft: Draft) { composer = draft.composer }

  mutating func passes(_ contact: borrowing Contact, in batch: borrowing ContactBatch) -> Bool {
    guard case .recipient = contact.standing else { return false }
    return (try? composer.compose(contact, in: batch, into: &text)) != nil
  }
}
