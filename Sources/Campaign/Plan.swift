import Audience
import Composing
import Reports

/// What would be sent, after every row was looked at and before anything leaves.
package struct Plan: Sendable {
  /// A message as it will arrive.
  package struct Sample: Sendable, Equatable {
    package var row: Int
    package var to: PhoneNumber
    package var from: PhoneNumber
    package var text: String
    package var segments: Segments
  }

  /// Rows that suffer the same.
  package struct Trouble: Sendable, Equatable {
    package var reason: String
    package var count: Int
    /// The first few.
    package var rows: [Int]

    static let shownRows = 5
  }

  package var counts = StatusCounts()
  package var segments = SegmentTotals()
  /// Numbers outside the known ranges.
  package var warnings = 0
  package var fingerprint = ""
  package var price: Price?
  /// The first message, the longest one, and the first that needs UCS-2.
  package var samples: [Sample] { Self.distinct([first, longest, firstUCS2]) }
  package var first: Sample?
  package var longest: Sample?
  package var firstUCS2: Sample?
  /// The most frequent first.
  package var troubles: [Trouble] { Self.sorted(Array(trouble.values)) }
  /// Characters that force UCS-2, and the messages they do it to; the most frequent first.
  package var forcing: [(character: Unicode.Scalar, messages: Int)] {
    forcingCharacters.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { ($0.key, $0.value) }
  }

  private var trouble: [String: Trouble] = [:]
  private var forcingCharacters: [Unicode.Scalar: Int] = [:]

  /// Of all segments; nil without a price.
  package var cost: Price? { price?.times(segments.total) }
  /// Messages that would be sent.
  package var ready: Int { counts[.ready] }

  init(price: Price?) {
    self.price = price
  }

  mutating func note(_ status: Status) {
    counts.count(status)
  }

  mutating func noteInvalid(row: Int, reason: String) {
    counts.count(.invalid)
    var known = trouble[reason] ?? Trouble(reason: reason, count: 0, rows: [])
    known.count += 1
    if known.rows.count < Trouble.shownRows { known.rows.append(row) }
    // A reason that names values could be another one for every row of a million.
    if trouble.count < 1_000 || known.count > 1 { trouble[reason] = known }
  }

  mutating func noteReady(_ contact: Contact, _ composed: Composer.Composed, _ text: [UInt8]) {
    counts.count(.ready)
    if contact.outsideKnownRanges { warnings += 1 }
    segments.count(composed.segments.encoding, segments: composed.segments.count)
    if let before = composed.segmentsBeforePlainQuotes {
      segments.savedByPlainQuotes =
        (segments.savedByPlainQuotes ?? 0) + before.count - composed.segments.count
    }
    noteSample(contact, composed, text)
    if composed.segments.encoding == .ucs2 { noteForcing(text) }
  }

  private mutating func noteSample(
    _ contact: Contact, _ composed: Composer.Composed, _ text: [UInt8]
  ) {
    let needed =
      first == nil || composed.segments.isLonger(than: longest?.segments)
      || (composed.segments.encoding == .ucs2 && firstUCS2 == nil)
    guard needed, let number = contact.number else { return }
    let sample = Sample(
      row: contact.row, to: number, from: composed.sender,
      text: String(decoding: text, as: UTF8.self), segments: composed.segments)
    if first == nil { first = sample }
    if sample.segments.isLonger(than: longest?.segments) { longest = sample }
    if sample.segments.encoding == .ucs2, firstUCS2 == nil { firstUCS2 = sample }
  }

  private mutating func noteForcing(_ text: [UInt8]) {
    var search = ForcingCharacter.Search()
    var seen: Set<Unicode.Scalar> = []
    while let character = search.next(in: text.span) {
      guard seen.insert(character.scalar).inserted else { continue }
      if forcingCharacters.count < 10_000 || forcingCharacters[character.scalar] != nil {
        forcingCharacters[character.scalar, default: 0] += 1
      }
    }
  }

  private static func distinct(_ samples: [Sample?]) -> [Sample] {
    samples.reduce(into: []) { kept, sample in
      if let sample, !kept.contains(where: { $0.row == sample.row }) { kept.append(sample) }
    }
  }

  private static func sorted(_ troubles: [Trouble]) -> [Trouble] {
    troubles.sorted { ($1.count, $0.rows.first ?? 0) < ($0.count, $1.rows.first ?? 0) }
  }
}

extension Segments {
  /// More segments, or as many and more units.
  func isLonger(than other: Segments?) -> Bool {
    guard let other else { return true }
    return (count, units) > (other.count, other.units)
  }
}

extension Draft {
  /// Looks at every row.
  package func plan() throws(CampaignError) -> Plan {
    var plan = Plan(price: options.price)
    if options.plainQuotes { plan.segments.savedByPlainQuotes = 0 }
    var composer = composer
    var text: [UInt8] = []
    try eachBatch { batch in
      for contact in batch.contacts { plan.look(at: contact, in: batch, &composer, &text) }
    }
    plan.fingerprint = fingerprint
    return plan
  }

  /// Reads the contacts once more, from the first row.
  func eachBatch(
    _ body: (borrowing ContactBatch) throws(CampaignError) -> Void
  ) throws(CampaignError) {
    let pass: ContactPass
    do { pass = try list.pass() } catch { throw CampaignError(error) }
    while true {
      let batch: ContactBatch?
      do { batch = try pass.next() } catch { throw CampaignError(error) }
      guard let batch else { return }
      try body(batch)
    }
  }
}

extension Plan {
  fileprivate mutating func look(
    at contact: Contact, in batch: borrowing ContactBatch, _ composer: inout Composer,
    _ text: inout [UInt8]
  ) {
    switch contact.standing {
    case .invalid(let problem): noteInvalid(row: contact.row, reason: problem.reason)
    case .duplicate: note(.duplicate)
    case .suppressed: note(.suppressed)
    case .recipient:
      do throws(MessageProblem) {
        noteReady(contact, try composer.compose(contact, in: batch, into: &text), text)
      } catch {
        noteInvalid(row: contact.row, reason: error.description)
      }
    }
  }
}
