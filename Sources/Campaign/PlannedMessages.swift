import Audience
import Composing
import Delivery

/// The messages of a plan, made again one after another while they are sent, so that memory does
/// not grow with their number.
final class PlannedMessages: MessageSource {
  private let draft: Draft
  private let testTo: PhoneNumber?
  private var pass: ContactPass
  private var composer: Composer
  private var batch: ContactBatch?
  private var position = 0
  private var text: [UInt8] = []

  /// - Parameter testTo: where all messages go; nil: each to its recipient.
  init(_ draft: Draft, testTo: PhoneNumber? = nil) throws(ContactListError) {
    self.draft = draft
    self.testTo = testTo
    composer = draft.composer
    pass = try draft.list.pass()
  }

  func restart() throws {
    pass = try draft.list.pass()
    batch = nil
    position = 0
  }

  func next() throws -> Message? {
    try draft.list.suppressions.refresh()
    while true {
      guard let batch, position < batch.contacts.count else {
        try draft.list.checkUnchanged()
        batch = try pass.next()
        position = 0
        guard batch != nil else { return nil }
        continue
      }
      let contact = batch.contacts[position]
      position += 1
      if let message = message(for: contact, in: batch) { return message }
    }
  }

  private func message(for contact: Contact, in batch: borrowing ContactBatch) -> Message? {
    guard case .recipient = contact.standing, let number = contact.number,
      !isSuppressed(number), testTo.map(isSuppressed) != true,
      let composed = try? composer.compose(contact, in: batch, into: &text)
    else { return nil }
    return Message(
      key: batch.key(of: contact), row: contact.row, to: testTo ?? number,
      from: composed.sender, text: text, segments: composed.segments.count,
      encoding: composed.segments.encoding, zone: contact.zone)
  }

  private func isSuppressed(_ number: PhoneNumber) -> Bool {
    draft.list.suppressions.contains(number)
  }
}
