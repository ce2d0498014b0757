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
  private var check: MessageCheck
  private var text: [UInt8] = []
  private var pass: JoinedPass?
  /// What is said of messages that are promised, and of whose requests nothing is known.
  var wordsForPromise = ""

  /// Without a ledger, whatever would be sent is `ready`.
  init(_ draft: Draft, ledger: Ledger? = nil, campaign: CampaignID? = nil) {
    self.draft = draft
    self.ledger = ledger
    self.campaign = campaign
    composer = draft.composer
    check = MessageCheck(draft)
  }

  typealias Body = (
    borrowing ReportRow, borrowing Contact, borrowing ContactBatch
  ) throws(CampaignError) -> Void

  /// Calls `body` for every row, in the order of the contacts.
  mutating func eachRow(_ body: Body) throws(CampaignError) {
    guard let ledger, let campaign else { return try eachPlannedRow(body) }
    let pass = JoinedPass(draft, ledger, campaign)
    self.pass = pass
    var row = ReportRow(row: 0, status: .pending)
    while let batch = try pass.next() {
      var texts = EntryTexts()
      let contacts = batch.contacts.contacts.span
      let entries = batch.known.entries.span
      for index in contacts.indices {
        let contact = contacts[index]
        row.reset(for: contact)
        let entry = entries[index]
        if let entry, entry.state != .released || check.passes(contact, in: batch.contacts) {
          row.fill(from: entry, in: batch.known.bytes.span, &texts)
          if entry.state == .intent { row.error.append(contentsOf: wordsForPromise.utf8) }
        } else {
          fill(&row, from: contact, in: batch.contacts)
        }
        try body(row, contact, batch.contacts)
      }
    }
  }

  /// How many keys of the campaign belong to no row, after the last one. The ledger may have to be waited
  /// for.
  func elsewhere() throws(CampaignError) -> Int { try pass?.elsewhere() ?? 0 }

  private mutating func eachPlannedRow(_ body: Body) throws(CampaignError) {
    let pass = draft.list.pass()
    var row = ReportRow(row: 0, status: .pending)
    while let batch = try draft.next(of: pass) {
      let contacts = batch.contacts.span
      for index in contacts.indices {
        let contact = contacts[index]
        row.reset(for: contact)
        fill(&row, from: contact, in: batch)
        try body(row, contact, batch)
      }
    }
  }

  /// Fills a row as the list has it.
  private mutating func fill(
    _ row: inout ReportRow, from contact: borrowing Contact, in batch: borrowing ContactBatch
  ) {
    switch contact.standing {
    case .invalid(let problem): row.fill(.invalid, words: batch.problem(problem).description)
    case .duplicate(let first): row.fill(.duplicate, words: "duplicate of row \(first)")
    case .suppressed: row.fill(.suppressed, words: "on a suppression list")
    case .recipient: compose(&row, contact, in: batch)
    }
  }

  private mutating func compose(
    _ row: inout ReportRow, _ contact: borrowing Contact, in batch: borrowing ContactBatch
  ) {
    do throws(MessageProblem) {
      let composed = try composer.compose(contact, in: batch, into: &text)
      row.status = ledger == nil ? .ready : .pending
      row.from = composed.sender
      row.segments = composed.segments.count
      row.encoding = composed.segments.encoding
      row.message.append(contentsOf: text)
    } catch {
      row.fill(.invalid, words: error.description)
    }
  }
}

extension ReportRow {
  fileprivate mutating func fill(_ status: Status, words: String) {
    self.status = status
    error.append(contentsOf: words.utf8)
  }

  /// The message is the one that was promised, whatever the row would make of it today.
  fileprivate mutating func fill(
    from entry: EntryBatch.Entry, in texts: Span<UInt8>, _ known: inout EntryTexts
  ) {
    known.read(entry, in: texts)
    status = Status(entry.state)
    from = known.from
    to = PhoneNumber(texts.extracting(entry.toNumber)) ?? to
    httpStatus = entry.httpStatus
    attempts = entry.attempts
    segments = entry.segments
    encoding = known.encoding
    sentAt = entry.at
    latency = entry.latency
    run = entry.run
    message.append(texts.extracting(entry.text))
    error.append(texts.extracting(entry.error))
  }
}

/// What most entries of a batch have in common, read once.
private struct EntryTexts {
  private(set) var from: PhoneNumber?
  private(set) var encoding: MessageEncoding?
  private var fromPlace: Range<Int>?
  private var encodingPlace: Range<Int>?

  mutating func read(_ entry: EntryBatch.Entry, in texts: Span<UInt8>) {
    if entry.fromNumber != fromPlace {
      fromPlace = entry.fromNumber
      from = PhoneNumber(texts.extracting(entry.fromNumber))
    }
    if entry.encoding != encodingPlace {
      encodingPlace = entry.encoding
      encoding = MessageEncoding(texts.extracting(entry.encoding))
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ text: Span<UInt8>) {
    if text.isEmpty { return }
    text.withUnsafeBufferPointer { append(contentsOf: $0) }
  }
}

extension MessageEncoding {
  /// One that the ledger keeps.
  fileprivate init?(_ text: Span<UInt8>) {
    for encoding in Self.allCases where text.holds(encoding.name) {
      self = encoding
      return
    }
    return nil
  }
}

extension Span<UInt8> {
  fileprivate func holds(_ name: StaticString) -> Bool {
    guard name.utf8CodeUnitCount == count else { return false }
    for index in indices where self[index] != name.utf8Start[index] { return false }
    return true
  }
}
