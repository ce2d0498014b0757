import Audience
import Composing
import Liquid
import Reports

/// What would be sent, after every row was looked at and before anything leaves.
package struct Plan: Sendable {
  /// Rows that suffer the same, and why, in words.
  package struct Trouble: Sendable, Equatable {
    package var reason: String
    package var count = 0
    /// The first five of them; the header is row 1.
    package var rows: [ContactPlace] = []
    /// Whether there may be more of them than `count`.
    var isAtLeast = false

    static let shownRows = 5

    mutating func note(row: ContactPlace) {
      count += 1
      if rows.count < Self.shownRows { rows.append(row) }
    }

    /// `row 19`, `rows 4, 5 on line 7`, `312 rows (4, 5, 9, 12, 20 …)`
    package var rowsInWords: String {
      let list = rows.map(\.description).joined(separator: ", ")
      if count > rows.count || isAtLeast {
        return (isAtLeast ? "at least " : "") + "\(count) row\(count == 1 ? "" : "s") (\(list) …)"
      }
      return count == 1 ? "row \(list)" : "rows \(list)"
    }

    /// `row 19 has`, `rows 4, 5 have`
    var rowsHave: String { "\(rowsInWords) \(count == 1 ? "has" : "have")" }
  }

  static let shownSamples = 3
  /// More different senders, characters or reasons than these are not told apart: each row of a
  /// million could have another one.
  private static let mostKept = 10_000

  /// One for each row: `ready`, `invalid`, `duplicate` or `suppressed`.
  package var counts = StatusCounts()
  /// Those of the messages that would be sent.
  package var segments = SegmentTotals()
  /// Segments that `--smart-quotes plain` would save; nil with that option.
  package var savedIfPlain: Int?
  /// Numbers outside the known ranges.
  private var outsideKnownRanges = Trouble(reason: "")
  /// Messages to numbers outside the known ranges.
  package var warnings: Int { outsideKnownRanges.count }
  /// What may be wrong with messages that are sent all the same, a sentence each.
  package var doubts: [String] { rangeDoubts + draftDoubts + partDoubts + values.warnings }
  /// As ``Draft/fingerprint(tellsLocalTime:)`` has it; empty until all rows were looked at.
  package var fingerprint = ""
  /// What a segment costs; nil when no option names it.
  package var price: Price?
  /// The messages that are worth a look, up to three.
  package var samples: [Sample] { looks.chosen }
  /// The message of most units; nil without messages.
  package var longestMessage: Sample? { looks.longestMessage }
  /// The message of most segments, and of these of most units; nil without messages.
  package var mostExpensive: Sample? { looks.mostExpensive }
  /// Why rows are invalid, the most frequent first.
  package var troubles: [Trouble] {
    trouble.sorted.map {
      Trouble(reason: $0.key, count: $0.count, rows: $0.rows, isAtLeast: $0.isAtLeast)
    }
  }
  /// How many different reasons these are, or at least so many.
  package var reasons: (count: Int, isAtLeast: Bool) { (trouble.different, trouble.isCut) }
  /// Rows that are left out, since an earlier one has their number or key.
  package var duplicates = Trouble(reason: "the number or key of an earlier row")
  /// Rows that are left out, since a list has their number.
  package var suppressed = Trouble(reason: "on a suppression list")
  /// Characters that force UCS-2, by the messages they do it to.
  package private(set) var forcing = Tally<Unicode.Scalar>(most: mostKept)
  /// Numbers that messages are sent from, by these messages.
  package var senders: Tally<PhoneNumber> { tally.all }

  private var looks = PlanSamples()
  private var trouble = Tally<String>(most: mostKept, shownRows: Trouble.shownRows)
  private var tally = SenderTally(mostKept: mostKept)
  fileprivate var draftDoubts: [String] = []
  /// Whether the template itself has tags of HTML.
  fileprivate var hasTags = false
  private var numberParts: [NumberPart] = []
  /// For each of them, the rows whose numbers lack it.
  private var lackingParts: [Trouble] = []
  /// For each of them, how many rows have letters there that are no country.
  private var otherLetters: [Int] = []
  private var values: ValueDoubts
  /// Whether messages tell a time in the zone of this machine.
  package fileprivate(set) var tellsLocalTime = false
  private var plain: [UInt8] = []
  private var scratch: [UInt8] = []

  /// What all segments cost; nil without a price.
  package var cost: Price? { price?.times(segments.total) }
  /// Messages that would be sent.
  package var ready: Int { counts[.ready] }

  init(price: Price?, plainQuotes: Bool, region: String?) {
    self.price = price
    values = ValueDoubts(region: region)
    if plainQuotes { segments.savedByPlainQuotes = 0 } else { savedIfPlain = 0 }
  }

  private var rangeDoubts: [String] {
    guard warnings > 0 else { return [] }
    return [
      "\(warnings) \(warnings == 1 ? "number" : "numbers") outside the known ranges of the country, in "
        + outsideKnownRanges.rowsInWords
    ]
  }

  private var partDoubts: [String] {
    numberParts.indices.compactMap { index in
      let (part, lacking) = (numberParts[index], lackingParts[index])
      // A column of other letters has some that happen to be countries.
      guard lacking.count > otherLetters[index] else { return nil }
      return
        "\(lacking.rowsHave) another \(part.isCountry ? "country" : "code") in column \(part.name) "
        + "than the number that gets the message: numbers are read from one column alone, "
        + "so write whole numbers there, such as +12025550123"
    }
  }

  /// Looks for codes of numbers in the columns beside them.
  fileprivate mutating func watch(_ parts: [NumberPart]) {
    numberParts = parts
    lackingParts = parts.map { Trouble(reason: $0.name) }
    otherLetters = parts.map { _ in 0 }
  }

  fileprivate mutating func noteLackingParts(
    of contact: borrowing Contact, in batch: borrowing ContactBatch
  ) {
    for (index, part) in numberParts.enumerated() {
      switch part.verdict(on: contact, in: batch) {
      case .nothing: break
      case .otherCode: lackingParts[index].note(row: contact.place)
      case .noCountry: otherLetters[index] += 1
      }
    }
  }

  mutating func noteDuplicate(row: ContactPlace) {
    counts.count(.duplicate)
    duplicates.note(row: row)
  }

  mutating func noteSuppressed(row: ContactPlace) {
    counts.count(.suppressed)
    suppressed.note(row: row)
  }

  mutating func noteInvalid(row: ContactPlace, reason: String) {
    counts.count(.invalid)
    trouble.note(reason, row: row)
  }

  mutating func noteReady(
    _ contact: borrowing Contact, _ composed: Composer.Composed, _ text: [UInt8]
  ) {
    counts.count(.ready)
    if contact.outsideKnownRanges { outsideKnownRanges.note(row: contact.place) }
    segments.count(composed.segments.encoding, segments: composed.segments.count)
    if let before = composed.segmentsBeforePlainQuotes {
      segments.savedByPlainQuotes =
        (segments.savedByPlainQuotes ?? 0) + before.count - composed.segments.count
    }
    looks.note(contact, composed, text)
    tally.count(composed.sender)
    if let number = contact.number { values.note(number) }
    if !composed.notes.isEmpty { note(composed.notes, row: contact.place) }
    let findings = GarbledText.findings(in: text, of: composed.segments)
    if !findings.isEmpty { note(findings, row: contact.place) }
    if composed.segments.encoding == .ucs2 {
      noteForcing(text)
      noteSaving(text, composed.segments)
    }
  }

  private mutating func note(_ notes: RenderNotes, row: ContactPlace) {
    values.note(notes, row: row)
    if notes.contains(.localTime) { tellsLocalTime = true }
  }

  private mutating func note(_ findings: GarbledText.Findings, row: ContactPlace) {
    if findings.contains(.characters) { values.noteGarbled(row: row) }
    if findings.contains(.tags), !hasTags { values.noteTagged(row: row) }
  }

  private mutating func noteForcing(_ text: [UInt8]) {
    var search = ForcingCharacter.Search()
    var seen: Set<Unicode.Scalar> = []
    while let character = search.next(in: text.span) {
      if seen.insert(character.scalar).inserted { forcing.note(character.scalar) }
    }
  }

  /// What would be made plain is never GSM-7, so that other messages have nothing to save.
  private mutating func noteSaving(_ text: [UInt8], _ segments: Segments) {
    guard let saved = savedIfPlain, Typography.firstSign(in: text.span) != nil else { return }
    plain.removeAll(keepingCapacity: true)
    plain += text
    Typography.makePlain(&plain, scratch: &scratch)
    savedIfPlain = saved + segments.count - Segments(of: plain.span).count
  }
}

extension Draft {
  /// Looks at every row.
  package func plan() throws(CampaignError) -> Plan {
    var plan = Plan(
      price: options.price, plainQuotes: options.plainQuotes, region: options.audience.region)
    plan.hasTags = hasTags
    plan.watch(
      NumberPart.all(
        of: list.header.names, beside: list.toColumn, region: options.audience.region))
    var composer = composer
    var text: [UInt8] = []
    try eachBatch { batch in
      let contacts = batch.contacts.span
      for index in contacts.indices {
        plan.look(at: contacts[index], in: batch, &composer, &text)
      }
    }
    // With --from-column, only the rows name them.
    plan.draftDoubts =
      templateDoubts + ownNumberDoubts(senders + plan.senders.sorted.map(\.key))
    plan.fingerprint = fingerprint(tellsLocalTime: plan.tellsLocalTime)
    return plan
  }

  /// Reads the contacts once more, from the first row.
  func eachBatch(
    _ body: (borrowing ContactBatch) throws(CampaignError) -> Void
  ) throws(CampaignError) {
    let pass = list.pass()
    while let batch = try next(of: pass) { try body(batch) }
  }

  func next(of pass: ContactPass) throws(CampaignError) -> ContactBatch? {
    do { return try pass.next() } catch { throw CampaignError(error) }
  }
}

extension Plan {
  fileprivate mutating func look(
    at contact: borrowing Contact, in batch: borrowing ContactBatch, _ composer: inout Composer,
    _ text: inout [UInt8]
  ) {
    switch contact.standing {
    case .invalid(let problem):
      noteInvalid(row: contact.place, reason: batch.problem(problem).reason)
    case .duplicate: noteDuplicate(row: contact.place)
    case .suppressed: noteSuppressed(row: contact.place)
    case .recipient:
      do throws(MessageProblem) {
        noteReady(contact, try composer.compose(contact, in: batch, into: &text), text)
        if !numberParts.isEmpty { noteLackingParts(of: contact, in: batch) }
      } catch {
        noteInvalid(row: contact.place, reason: error.description)
      }
    }
  }
}

/// Messages by their sender. Most campaigns have one, and looking that up for each message shows in a
/// profile: messages in a row from the same sender are counted together.
private struct SenderTally: Sendable {
  private var noted: Tally<PhoneNumber>
  private var last = PhoneNumber(digits: 0)
  private var inARow = 0

  init(mostKept: Int) {
    noted = Tally(most: mostKept)
  }

  var all: Tally<PhoneNumber> {
    var all = self
    all.keep()
    return all.noted
  }

  mutating func count(_ sender: PhoneNumber) {
    if sender.digits != last.digits {
      keep()
      last = sender
    }
    inARow += 1
  }

  private mutating func keep() {
    if inARow > 0 { noted.note(last, times: inARow) }
    inARow = 0
  }
}
