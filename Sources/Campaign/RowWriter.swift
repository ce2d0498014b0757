import Audience
import Composing
import Ledger
import Reports

/// Joins the rows of the contacts with what the ledger knows of them.
struct RowWriter {
  private let draft: Draft
  private let ledger: Ledger?
  private let campaign: CampaignID?
  private var composer: Composer
  private var row = ReportRow(row: 0, status: .pending)
  private var text: [UInt8] = []
  /// Rows whose keys the ledger knows.
  private(set) var known = 0

  /// Without a ledger, whatever would be sent is `ready`.
  init(_ draft: Draft, ledger: Ledger? = nil, campaign: CampaignID? = nil) {
    self.draft = draft
    self.ledger = ledger
    self.campaign = campaign
    composer = draft.composer
  }

  typealias Body = (
    borrowing ReportRow, borrowing Contact, borrowing ContactBatch
  ) throws(CampaignError) -> Void

  /// Calls `body` for every row, in the order of the contacts.
  mutating func eachRow(
    _ body: Body
  ) throws(CampaignError) {
    guard let ledger, let campaign else { return try eachPlannedRow(body) }
    let pass = JoinedPass(draft, ledger, campaign)
    while let batch = try pass.next() {
      let contacts = batch.contacts.contacts.span
      let entries = batch.entries.span
      for index in contacts.indices {
        fill(contacts[index], in: batch.contacts, entry: entries[index])
        try body(row, contacts[index], batch.contacts)
      }
    }
  }

  private mutating func eachPlannedRow(
    _ body: Body
  ) throws(CampaignError) {
    let pass = try draft.pass()
    while let batch = try draft.next(of: pass) {
      let contacts = batch.contacts.span
      for index in contacts.indices {
        fill(contacts[index], in: batch, entry: nil)
        try body(row, contacts[index], batch)
      }
    }
  }

  private mutating func fill(
    _ contact: borrowing Contact, in batch: borrowing ContactBatch, entry: LedgerEntry?
  ) {
    row.reset(row: contact.row, status: .pending)
    row.to = contact.number
    if let entry {
      known += 1
      if entry.state != .released || isSendable(contact, in: batch) { return fill(from: entry) }
    }
    switch contact.standing {
    case .invalid(let problem):
      fill(.invalid, words: problem.description)
    case .duplicate(let first):
      fill(.duplicate, words: "duplicate of row \(first)")
    case .suppressed:
      fill(.suppressed, words: "on a suppression list")
    case .recipient:
      compose(contact, in: batch)
    }
  }

  /// Whether what was promised once, and surely not accepted, could be promised again.
  private mutating func isSendable(
    _ contact: borrowing Contact, in batch: borrowing ContactBatch
  ) -> Bool {
    guard case .recipient = contact.standing else { return false }
    return (try? composer.compose(contact, in: batch, into: &text)) != nil
  }

  private mutating func fill(_ status: Status, words: String) {
    row.status = status
    row.error.append(contentsOf: words.utf8)
  }

  private mutating func compose(_ contact: borrowing Contact, in batch: borrowing ContactBatch) {
    do throws(MessageProblem) {
      let composed = try composer.compose(contact, in: batch, into: &text)
      row.status = ledger == nil ? .ready : .pending
      row.from = composed.sender
      row.segments = composed.segments.count
      row.encoding = composed.segments.encoding
      row.message.append(contentsOf: text)
    } catch {
      fill(.invalid, words: error.description)
    }
  }

  /// The message is the one that was promised, whatever the row would make of it today.
  private mutating func fill(from entry: borrowing LedgerEntry) {
    row.status = Status(entry.state)
    row.from = PhoneNumber(entry.intent.fromNumber)
    row.to = PhoneNumber(entry.intent.toNumber) ?? row.to
    row.httpStatus = entry.httpStatus
    row.attempts = entry.attempts
    row.segments = entry.intent.segments
    row.encoding = MessageEncoding(rawValue: entry.intent.encoding)
    row.message.append(contentsOf: entry.intent.text.utf8)
    row.sentAt = entry.intent.at
    row.latency = entry.latency
    row.run = entry.run
    if let error = entry.error { row.error.append(contentsOf: error.utf8) }
  }
}

extension Status {
  /// How a row stands whose key the ledger knows.
  init(_ state: EntryState) {
    switch state {
    case .sent: self = .sent
    case .rejected: self = .rejected
    case .failed: self = .failed
    case .intent, .unknown: self = .unknown
    case .released: self = .pending
    }
  }
}

extension PhoneNumber {
  /// One that the ledger keeps: `+` and digits.
  init?(_ text: String) {
    var text = text
    let digits = text.withUTF8 { bytes -> UInt64? in
      guard (2...16).contains(bytes.count) else { return nil }
      var digits: UInt64 = 0
      for byte in bytes[1...] {
        guard byte &- 0x30 <= 9 else { return nil }
        digits = digits * 10 + UInt64(byte &- 0x30)
      }
      return digits
    }
    guard let digits else { return nil }
    self.init(digits: digits)
  }
}
