import Audience
import Composing
import Delivery
import Ledger

/// The messages of a plan, made again one after another while they are sent, so that memory does
/// not grow with their number. Of a part of them, the contacts are read ahead.
final class PlannedMessages: MessageSource {
  private let draft: Draft
  private let testTo: PhoneNumber?
  private let onBadEntries: (Suppressions.Added) -> Void
  private var pass: ContactPass
  private var composer: Composer
  /// Those that were read, from the one whose messages are made now.
  private var batches: [ContactBatch] = []
  /// Where the next message stands in the first batch.
  private var position = 0
  /// How many batches were looked at for their keys.
  private var seen = 0
  /// The last row that was looked at in any pass, so that a new one adds no key a second time.
  private var lastSeen = 0
  /// How many bytes all batches take.
  private var byteCount = 0
  /// Why no more could be read; told when the messages have come to it.
  private var failure: ContactListError?
  /// When the list was last seen to be unchanged.
  private var checked = Instant.now
  private var text: [UInt8] = []
  private var key: [UInt8] = []

  /// A message is made in a fraction of what it takes to look at a file.
  private static let checkInterval = Duration.milliseconds(100)

  /// How much is read ahead, in bytes.
  private static let room = 16 << 20

  /// - Parameters:
  ///   - testTo: where all messages go; nil: each to its recipient.
  ///   - onBadEntries: called for what is added to a suppression list and is no number.
  init(
    _ draft: Draft, testTo: PhoneNumber? = nil,
    onBadEntries: @escaping (Suppressions.Added) -> Void = { _ in }
  ) {
    self.draft = draft
    self.onBadEntries = onBadEntries
    self.testTo = testTo
    composer = draft.composer
    pass = draft.list.pass()
  }

  func restart() {
    pass = draft.list.pass()
    batches = []
    (position, seen, byteCount, failure) = (0, 0, 0, nil)
  }

  func next() throws -> Message? {
    while true {
      guard let batch = batches.first else {
        if let failure { throw failure }
        guard try read() else { return nil }
        continue
      }
      guard position < batch.contacts.count else {
        try draft.list.checkUnchanged()
        removeFirst()
        continue
      }
      let contact = batch.contacts[position]
      position += 1
      if let message = message(for: contact, in: batch) { return message }
    }
  }

  /// Whoever was suppressed since gets none, and nobody gets one of a list that is another by now.
  func isWanted(_ message: Message, at now: Instant) throws -> Bool {
    if checked.duration(to: now) >= Self.checkInterval {
      try draft.list.checkUnchanged()
      checked = now
    }
    try draft.list.suppressions.refresh().map(onBadEntries)
    return !isSuppressed(message.to)
  }

  func lookAhead(from row: Int, for keys: inout LeaseBlock) -> LookAhead {
    if failure != nil { return .end }
    if seen == batches.count {
      guard byteCount < Self.room else { return .full }
      do throws(ContactListError) {
        guard try read() else { return .end }
      } catch {
        failure = error
        return .end
      }
    }
    let batch = batches[seen]
    seen += 1
    let start = max(row, lastSeen + 1)
    for contact in batch.contacts where contact.row >= start && contact.standing == .recipient {
      key.removeAll(keepingCapacity: true)
      batch.appendKey(of: contact, to: &key)
      keys.append(key.span, row: contact.row)
    }
    lastSeen = max(lastSeen, batch.contacts.last?.row ?? 0)
    return .through(row: lastSeen)
  }

  /// False after the last batch.
  private func read() throws(ContactListError) -> Bool {
    try draft.list.checkUnchanged()
    guard let batch = try pass.next() else { return false }
    batches.append(batch)
    byteCount += batch.byteCount
    return true
  }

  private func removeFirst() {
    byteCount -= batches.removeFirst().byteCount
    position = 0
    seen = max(0, seen - 1)
  }

  private func message(for contact: Contact, in batch: borrowing ContactBatch) -> Message? {
    guard case .recipient = contact.standing, let number = contact.number,
      !isSuppressed(number), testTo.map(isSuppressed) != true,
      let composed = try? composer.compose(contact, in: batch, into: &text)
    else { return nil }
    return Message(
      key: batch.key(of: contact), row: contact.row, to: testTo ?? number,
      from: composed.sender, text: text, segments: composed.segments.count,
      encoding: composed.segments.encoding, zone: batch.zone(of: contact))
  }

  private func isSuppressed(_ number: PhoneNumber) -> Bool {
    draft.list.suppressions.contains(number)
  }
}
