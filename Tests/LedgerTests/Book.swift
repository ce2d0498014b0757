import GRDB
import Synchronization
import Testing

@testable import Ledger

/// One run of one campaign of a ledger, in the few words that the rules need: entries go by their keys.
struct Book {
  let ledger: Ledger
  let campaign: CampaignID
  let run: Int
  private let entries: Entries

  init(_ ledger: Ledger, name: String = "spring") throws {
    guard let name = CampaignName(name) else { throw BookError.noName }
    self.ledger = ledger
    (campaign, run) = try ledger.commit { transaction in
      let campaign = try transaction.campaign(named: name, at: 1)
      return (campaign, try transaction.startRun(.example, of: campaign))
    }
    entries = Entries()
  }

  private init(_ book: Book, run: Int) {
    (ledger, campaign, entries) = (book.ledger, book.campaign, book.entries)
    self.run = run
  }

  /// The same campaign in the run after this one.
  func nextRun() throws -> Book {
    let campaign = campaign
    let next = try ledger.commit { try $0.startRun(.example, of: campaign) }
    return Book(self, run: next)
  }

  /// - Returns: nil when it could be promised, else the state it is in.
  @discardableResult
  func begin(
    _ key: String, to: String? = nil, row: Int = 2, text: String = "Hi",
    repeating: Set<EntryState> = [], before: Int? = nil, isRetry: Bool = false,
    leased block: LeaseBlock? = nil
  ) throws -> EntryState? {
    let intent = Intent.example(key, to: to, row: row, text: text)
    let begun = try entries.withPlace { place in
      try ledger.commit { transaction in
        try transaction.begin(
          intent, of: campaign, run: run,
          repeating: Repeats(repeating, before: before ?? run), isRetry: isRetry, after: &place,
          leased: block)
      }
    }
    switch begun {
    case .begun(let entry):
      entries.note(entry, as: key)
      return nil
    case .doubted(let entry):
      entries.note(entry, as: key, isDoubted: true)
      return nil
    case .taken(let state): return state
    }
  }

  /// Whether a key could be promised; it is not.
  func isFree(
    _ key: String, to: String? = nil, repeating: Set<EntryState> = [], before: Int? = nil
  ) throws -> Bool {
    try entries.withPlace { place in
      try ledger.commit { transaction in
        try transaction.isFree(
          Intent.example(key, to: to, row: 2, text: "Hi"), of: campaign, run: run,
          repeating: Repeats(repeating, before: before ?? run), after: &place)
      }
    }
  }

  /// Leases keys, the first of row 2 and each of the next, in as many transactions as there are parts.
  func lease(_ keys: [String], parts: Int = 1) throws -> LeaseBlock {
    var block = LeaseBlock(keys)
    try ledger.commit { try $0.number(&block, of: campaign) }
    for part in 0..<parts {
      let positions = keys.count * part / parts..<keys.count * (part + 1) / parts
      try ledger.commit { try $0.lease(&block, positions, of: campaign) }
    }
    return block
  }

  /// The entry that `key` was promised as.
  func id(_ key: String) throws -> EntryID {
    guard let entry = entries.entry(key) else { throw BookError.neverPromised }
    return entry
  }

  /// Whether it was in doubt when it was promised last.
  func isDoubted(_ key: String) -> Bool { entries.isDoubted(key) }

  func finish(_ finding: Finding) throws {
    try ledger.commit { try $0.finish(finding) }
  }

  func finish(_ key: String, _ state: EntryState) throws {
    try finish(Finding(entry: id(key), state: state, at: 20))
  }

  /// Promises `key` and records its outcome.
  func record(_ key: String, _ state: EntryState) throws {
    try begin(key)
    try finish(key, state)
  }

  func settle(
    as state: EntryState, numbers: [String]? = nil, note: String = "settled"
  ) throws -> Int {
    try ledger.commit {
      try $0.settle(unknownOf: campaign, as: state, numbers: numbers, note: note).count
    }
  }

  func entry(_ key: String) throws -> KnownEntry? {
    try ledger.knownEntries(of: [key], in: campaign)[0]
  }

  func state(_ key: String) throws -> EntryState? { try entry(key)?.state }

  func counts() throws -> [EntryState: Int] { try ledger.read { try $0.counts(of: campaign) } }

  /// How many keys were promised, besides those that are known.
  func count(besides known: Int = 0, released: Int = 0) throws -> Int {
    try ledger.read { try $0.count(of: campaign, besides: known, released: released) }
  }

  func numbers() throws -> Set<String> { try ledger.read { try $0.numbers(of: campaign) } }

  func knows(_ key: String) throws -> Bool { try ledger.read { try $0.knows(key, in: campaign) } }

  func lastRun() throws -> RunRecord? { try ledger.read { try $0.lastRun(of: campaign) } }
}

enum BookError: Error { case noName, changedMind, neverPromised }

/// What was promised under which key, and the place of the last one that was known.
private final class Entries: Sendable {
  private let known = Mutex<[String: EntryID]>([:])
  private let place = Mutex(EntryPlace())

  private let doubted = Mutex<Set<String>>([])

  func note(_ entry: EntryID, as key: String, isDoubted: Bool = false) {
    known.withLock { $0[key] = entry }
    doubted.withLock { if isDoubted { $0.insert(key) } else { $0.remove(key) } }
  }

  func isDoubted(_ key: String) -> Bool { doubted.withLock { $0.contains(key) } }

  func entry(_ key: String) -> EntryID? { known.withLock { $0[key] } }

  func withPlace<Result: Sendable>(_ body: (inout EntryPlace) throws -> Result) rethrows -> Result {
    try place.withLock { place in
      var current = place
      defer { place = current }
      return try body(&current)
    }
  }
}

extension LeaseBlock {
  /// Of rows from 2 on, ready to be leased.
  init(_ keys: [String]) {
    self.init()
    for (index, key) in keys.enumerated() { append(Array(key.utf8).span, row: 2 + index) }
    sort()
  }
}

extension NewRun {
  static let example = NewRun(
    process: 4711, startedAt: 7, plan: "fingerprint", definition: "{}", settings: "[]")
}

extension Intent {
  /// From texts of their own.
  init(
    key: String, row: Int, toNumber: String, fromNumber: String, text: String, segments: Int,
    encoding: String, at: Int64
  ) {
    var texts: [UInt8] = []
    func place(_ text: String) -> Range<Int> {
      texts += text.utf8
      return texts.count - text.utf8.count..<texts.count
    }
    var places = TextPlaces()
    places.key = place(key)
    places.toNumber = place(toNumber)
    places.fromNumber = place(fromNumber)
    places.text = place(text)
    places.encoding = place(encoding)
    self.init(row: row, segments: segments, at: at, texts: texts, places: places)
  }

  var key: String { string(places.key) }
  var toNumber: String { string(places.toNumber) }
  var fromNumber: String { string(places.fromNumber) }
  var text: String { string(places.text) }
  var encoding: String { string(places.encoding) }

  /// A promise whose number is its key.
  static func example(
    _ key: String, to: String? = nil, row: Int = 2, text: String = "Hi",
    from: String = "+12025550199",
    encoding: String = "GSM-7"
  ) -> Intent {
    Intent(
      key: key, row: row, toNumber: to ?? key, fromNumber: from, text: text, segments: 1,
      encoding: encoding, at: 10)
  }
}

/// One key of a campaign as it stands in the ledger.
struct KnownEntry: Equatable {
  var intent: Intent
  var state: EntryState
  var run = 1
  var attempts = 1
  var httpStatus: Int?
  var error = ""
  var latency: Int64?
}

extension Ledger {
  func knownEntries(of keys: [String], in campaign: CampaignID) throws -> [KnownEntry?] {
    var place = EntryPlace()
    return try knownEntries(of: keys, in: campaign, from: &place)
  }

  func knownEntries(
    of keys: [String], in campaign: CampaignID, from place: inout EntryPlace
  ) throws -> [KnownEntry?] {
    try read { ledger in
      let batch = try ledger.entries(count: keys.count, in: campaign, from: &place) {
        $1.append(contentsOf: keys[$0].utf8)
      }
      #expect(batch.entries.count == keys.count)
      return try zip(keys, batch.entries).map { key, entry in
        guard let entry else { return nil }
        // Not read for reports, which have the row of the list.
        let row = try Int.fetchOne(
          ledger.database, sql: "SELECT row FROM promise WHERE campaign = ? AND key = ?",
          arguments: [campaign.rawValue, key])
        return KnownEntry(key, row ?? 0, entry, in: batch)
      }
    }
  }
}

extension KnownEntry {
  fileprivate init(_ key: String, _ row: Int, _ entry: EntryBatch.Entry, in batch: EntryBatch) {
    let text = { (place: Range<Int>) in String(decoding: batch.bytes[place], as: UTF8.self) }
    self.init(
      intent: Intent(
        key: key, row: row, toNumber: text(entry.toNumber), fromNumber: text(entry.fromNumber),
        text: text(entry.text), segments: entry.segments, encoding: text(entry.encoding),
        at: entry.at),
      state: entry.state, run: entry.run, attempts: entry.attempts, httpStatus: entry.httpStatus,
      error: text(entry.error), latency: entry.latency)
  }
}
