import GRDB

/// The changes that can be made to the ledger, inside of ``Ledger/commit(_:)``.
package struct LedgerTransaction: ~Copyable {
  let database: Database
  private let lease: RawStatement
  private let promise: RawStatement
  private let promiseLeased: RawStatement
  private let outcome: RawStatement
  private let lookup: KeyLookup

  init(database: Database) throws {
    let lease = try RawStatement(database, Self.lease)
    let promise = try RawStatement(database, Self.promise)
    let promiseLeased = try RawStatement(database, Self.promiseLeased)
    let outcome = try RawStatement(database, Self.outcome)
    let lookup = try KeyLookup(database)
    self.database = database
    self.lease = lease
    self.promise = promise
    self.promiseLeased = promiseLeased
    self.outcome = outcome
    self.lookup = lookup
  }

  private static let lease =
    "INSERT INTO entry (campaign, key, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"

  private static let insertion = """
    INSERT INTO promise (id, campaign, key, run, row, to_number, from_number, text, segments,
      encoding, attempts, at)
    """

  /// Nothing but the entry of a key can be promised, and only once.
  private static let promise = """
    \(insertion) SELECT id, campaign, key, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, ?10 FROM entry
    WHERE campaign = ?1 AND key = ?2 ON CONFLICT DO NOTHING
    """

  /// The same where the entry is known, since it was leased by this run: to look it up would cost most of
  /// what leasing saves.
  private static let promiseLeased = """
    \(insertion) VALUES (?11, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, ?10) ON CONFLICT DO NOTHING
    """

  private static let outcome = """
    INSERT INTO outcome (promise, state, at, http_status, error, latency)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    """

  /// Promises one message of `campaign`, if its key is free: new, or brought by an earlier run into
  /// ``EntryState/released``, or one of those that `repeats` names. Whoever promises one that is
  /// ``EntryState/unknown`` answers it with that again, unless it is sent now. One whose number is another
  /// by now is taken: nobody else would know whom the doubt is about.
  ///
  /// - Parameters:
  ///   - isRetry: Whether it is tried again by whoever answered it in this run. To all others it is
  ///     taken, since a promise has one who answers it.
  ///   - place: Of the last key that was known; moved on. A list is read in the order in which it was
  ///     promised, so the next key is most often that of the entry which follows: that one is looked at
  ///     first. What is promised does not depend on it.
  ///   - block: Of leases that were committed, or made in this transaction; its key may be among them.
  package func begin(
    _ intent: Intent, of campaign: CampaignID, run: Int, repeating repeats: Repeats,
    isRetry: Bool = false, after place: inout EntryPlace, leased block: LeaseBlock? = nil
  ) throws -> Begun {
    var found = try lookup.next(after: place, intent, in: campaign)
    if found == nil {
      let leased = block?.entry(
        ofRow: intent.row, key: intent.texts.span.extracting(intent.places.key), of: campaign)
      if let entry = try promise(intent, as: leased, of: campaign, run: run) {
        place.noteNew()
        return .begun(entry)
      }
      found = try lookup.find(intent, in: campaign)
    }
    guard let found else {
      guard let entry = try promiseUnleased(intent, of: campaign, run: run) else {
        return .taken(.unknown)
      }
      place.noteNew()
      return .begun(entry)
    }
    place.note(known: found.id)
    guard found.isFree(for: run, repeating: repeats, isRetry: isRetry) else {
      return .taken(found.state)
    }
    if try isDoubtOfAnother(found, intent) { return .taken(.unknown) }
    try renew(found.id, intent, run: run)
    return found.state == .unknown ? .doubted(found.id) : .begun(found.id)
  }

  /// Whether ``begin(_:of:run:repeating:isRetry:after:leased:)`` would promise a message; promises nothing.
  package func isFree(
    _ intent: Intent, of campaign: CampaignID, run: Int, repeating repeats: Repeats,
    isRetry: Bool = false, after place: inout EntryPlace
  ) throws -> Bool {
    let next = try lookup.next(after: place, intent, in: campaign)
    guard let found = try next ?? lookup.find(intent, in: campaign) else { return true }
    place.note(known: found.id)
    guard found.isFree(for: run, repeating: repeats, isRetry: isRetry) else { return false }
    return try !isDoubtOfAnother(found, intent)
  }

  /// The doubt is about another number, which would be lost: it has to be settled.
  private func isDoubtOfAnother(_ found: LastPromise, _ intent: Intent) throws -> Bool {
    guard found.state == .unknown else { return false }
    return try number(of: found.id) != intent.string(intent.places.toNumber)
  }

  /// Numbers the entries that the keys of a block will have, in the order of their list.
  package func number(_ keys: inout LeaseBlock, of campaign: CampaignID) throws {
    let next = try Int64.fetchOne(database, sql: "SELECT max(first + count) FROM block") ?? 1
    (keys.first, keys.campaign) = (next, campaign)
    try database.execute(
      sql: "UPDATE block SET count = count + ? WHERE first + count = ? AND campaign = ?",
      arguments: [keys.count, next, campaign.rawValue])
    if database.changesCount > 0 { return }
    try database.execute(
      sql: "INSERT INTO block (first, count, campaign) VALUES (?, ?, ?)",
      arguments: [next, keys.count, campaign.rawValue])
  }

  /// Leases keys of a block that was numbered; those that have an entry keep it. Nothing is promised by that,
  /// and a key that is never promised is as if it were not there. Any key can be promised, but those that
  /// were leased with their neighbours cost less.
  ///
  /// - Parameters:
  ///   - part: of the block, in the order of the ledger.
  ///   - campaign: the one that the block was numbered for.
  package func lease(
    _ keys: inout LeaseBlock, _ part: Range<Int>, of campaign: CampaignID
  ) throws {
    for position in part {
      let index = keys.index(at: position)
      let (place, entry) = (keys.place(of: index), keys.entry(of: index))
      let changes = try lease.run(over: keys.bytes) { texts in
        lease.bind(campaign.rawValue)
        lease.bind(place, of: texts)
        lease.bind(entry.rawValue)
      }
      if changes == 1 { keys.noteLeased(index) }
    }
  }

  /// Records what came of a promise. Only a promise can be answered: whatever has an outcome
  /// keeps it.
  package func finish(_ finding: Finding) throws {
    outcome.bind(finding.entry.rawValue)
    outcome.bind(finding.state.rawValue)
    outcome.bind(finding.at)
    outcome.bind(finding.httpStatus)
    outcome.bind(finding.error)
    outcome.bind(finding.latency)
    guard try outcome.run() == 1, !finding.isAttempt else { return }
    try database.execute(
      sql: "UPDATE promise SET attempts = attempts - 1 WHERE id = ?",
      arguments: [finding.entry.rawValue])
  }

  /// Nil if its key is not leased, or was promised before.
  private func promise(
    _ intent: Intent, as leased: EntryID? = nil, of campaign: CampaignID, run: Int
  ) throws -> EntryID? {
    let places = intent.places
    let promise = leased == nil ? self.promise : promiseLeased
    let changes = try promise.run(over: intent.texts) { texts in
      promise.bind(campaign.rawValue)
      promise.bind(places.key, of: texts)
      promise.bind(run)
      promise.bind(intent.row)
      promise.bind(places.toNumber, of: texts)
      promise.bind(places.fromNumber, of: texts)
      promise.bind(places.text, of: texts)
      promise.bind(intent.segments)
      promise.bind(places.encoding, of: texts)
      promise.bind(intent.at)
      if let leased { promise.bind(leased.rawValue) }
    }
    return changes == 1 ? EntryID(rawValue: database.lastInsertedRowID) : nil
  }

  private func promiseUnleased(
    _ intent: Intent, of campaign: CampaignID, run: Int
  ) throws -> EntryID? {
    var key = LeaseBlock()
    key.append(intent.texts.span.extracting(intent.places.key), row: intent.row)
    key.sort()
    try number(&key, of: campaign)
    try lease(&key, 0..<1, of: campaign)
    return try promise(intent, of: campaign, run: run)
  }

  /// The number that a promised message is for; nil when no message is promised.
  private func number(of entry: EntryID) throws -> String? {
    try String.fetchOne(
      database, sql: "SELECT to_number FROM promise WHERE id = ?", arguments: [entry.rawValue])
  }

  /// Promises a known key again, under this run and with the message as it is now.
  private func renew(_ entry: EntryID, _ intent: Intent, run: Int) throws {
    try database.cachedStatement(sql: "DELETE FROM outcome WHERE promise = ?")
      .execute(arguments: [entry.rawValue])
    let places = intent.places
    let statement = try database.cachedStatement(
      sql: """
        UPDATE promise SET attempts = CASE run WHEN ?1 THEN attempts + 1 ELSE 1 END,
          run = ?1, row = ?2, to_number = ?3, from_number = ?4, text = ?5, segments = ?6,
          encoding = ?7, at = ?8
        WHERE id = ?9
        """)
    try statement.execute(
      arguments: [
        run, intent.row, intent.string(places.toNumber), intent.string(places.fromNumber),
        intent.string(places.text), intent.segments, intent.string(places.encoding), intent.at,
        entry.rawValue,
      ])
  }
}
