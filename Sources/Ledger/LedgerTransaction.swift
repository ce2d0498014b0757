import GRDB

/// The changes that can be made to the ledger, inside of ``Ledger/commit(_:)``.
package struct LedgerTransaction: ~Copyable {
  let database: Database
  private let lease: RawStatement
  private let promise: RawStatement
  private let promiseLeased: RawStatement
  private let outcome: RawStatement
  private let lookup: RawStatement
  private let following: RawStatement

  init(database: Database) throws {
    let lease = try RawStatement(database, Self.lease)
    let promise = try RawStatement(database, Self.promise)
    let promiseLeased = try RawStatement(database, Self.promiseLeased)
    let outcome = try RawStatement(database, Self.outcome)
    let lookup = try RawStatement(database, Self.lookup)
    let following = try RawStatement(database, Self.following)
    self.database = database
    self.lease = lease
    self.promise = promise
    self.promiseLeased = promiseLeased
    self.outcome = outcome
    self.lookup = lookup
    self.following = following
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

  private static let columns = """
    SELECT id, run, ifnull(state, 0), campaign, key FROM promise LEFT JOIN outcome ON promise = id
    """

  private static let lookup =
    columns + " WHERE id = (SELECT id FROM entry WHERE campaign = ? AND key = ?)"

  private static let following = columns + " WHERE id > ? ORDER BY id LIMIT 1"

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
    var found = try known(after: place, intent, in: campaign)
    if found == nil {
      let leased = block?.entry(
        ofRow: intent.row, key: intent.texts.span.extracting(intent.places.key), of: campaign)
      if let entry = try promise(intent, as: leased, of: campaign, run: run) {
        place.noteNew()
        return .begun(entry)
      }
      found = try known(intent, in: campaign)
    }
    guard let found else {
      guard let entry = try promiseUnleased(intent, of: campaign, run: run) else {
        return .taken(.unknown)
      }
      place.noteNew()
      return .begun(entry)
    }
    place.note(known: found.id)
    let isAnswered = isRetry && found.run == run
    guard
      isAnswered
        ? found.state == .released || found.state == .unknown
        : isFree(found, run: run, repeating: repeats)
    else { return .taken(found.state) }
    if try isDoubtOfAnother(found, intent) { return .taken(.unknown) }
    try renew(found.id, intent, run: run)
    return found.state == .unknown ? .doubted(found.id) : .begun(found.id)
  }

  /// Whether ``begin(_:of:run:repeating:isRetry:after:leased:)`` would promise a message; promises nothing.
  package func isFree(
    _ intent: Intent, of campaign: CampaignID, run: Int, repeating repeats: Repeats,
    after place: inout EntryPlace
  ) throws -> Bool {
    let next = try known(after: place, intent, in: campaign)
    guard let found = try next ?? known(intent, in: campaign) else { return true }
    place.note(known: found.id)
    guard isFree(found, run: run, repeating: repeats) else { return false }
    return try !isDoubtOfAnother(found, intent)
  }

  private func isFree(_ found: Known, run: Int, repeating repeats: Repeats) -> Bool {
    guard found.run < run else { return false }
    return found.state == .released
      || found.run < repeats.before && repeats.states.contains(found.state)
  }

  /// The doubt is about another number, which would be lost: it has to be settled.
  private func isDoubtOfAnother(_ found: Known, _ intent: Intent) throws -> Bool {
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

  /// The campaign of that name, made now where there is none.
  package func campaign(named name: CampaignName, at: Int64) throws -> CampaignID {
    try database.execute(
      sql: "INSERT OR IGNORE INTO campaign (name, created_at) VALUES (?, ?)",
      arguments: [name.description, at])
    let id = try Int64.fetchOne(
      database, sql: "SELECT id FROM campaign WHERE name = ?", arguments: [name.description])
    return CampaignID(rawValue: id ?? 0)
  }

  /// Opens the next run of a campaign. Promises that an earlier run left without an outcome
  /// become ``EntryState/unknown``: their requests may have been written.
  ///
  /// The caller holds the campaign's lock, so that no other run can be in the middle of one.
  package func startRun(_ run: NewRun, of campaign: CampaignID) throws -> Int {
    try doubt(campaign)
    let last = try Int.fetchOne(
      database, sql: "SELECT max(number) FROM run WHERE campaign = ?",
      arguments: [campaign.rawValue])
    let number = (last ?? 0) + 1
    try database.execute(
      sql: """
        INSERT INTO run (campaign, number, process, started_at, plan, definition, settings)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        campaign.rawValue, number, run.process, run.startedAt, run.plan, run.definition,
        run.settings,
      ])
    return number
  }

  /// Notes the end of a run: when it was, in microseconds since 1970, with which exit code, and why early, in words.
  package func endRun(
    _ number: Int, of campaign: CampaignID, at: Int64, exitCode: Int, stop: String?
  ) throws {
    try database.execute(
      sql: """
        UPDATE run SET ended_at = ?, exit_code = ?, stop = ? WHERE campaign = ? AND number = ?
        """,
      arguments: [at, exitCode, stop, campaign.rawValue, number])
  }

  /// Notes that nothing more will come of the runs of a campaign that have no end: they were killed,
  /// and all that they did is known here.
  ///
  /// The caller knows that no run of the campaign is going on.
  ///
  /// - Parameter isSettled: the same is said of runs whose log is missing.
  package func noteKilled(_ campaign: CampaignID, isSettled: Bool = false) throws {
    try database.execute(
      sql: """
        UPDATE run SET stop = ? WHERE campaign = ? AND ended_at IS NULL AND (stop IS NULL OR stop = ?)
        """,
      arguments: [RunRecord.killed, campaign.rawValue, isSettled ? RunRecord.lacking : nil])
  }

  /// Notes of campaigns whose log is missing that it is: from now on another log may stand there, which
  /// looks as if it were theirs.
  package func noteLacking(_ campaigns: [CampaignName]) throws {
    try RunRecord.noteLacking(campaigns, in: database)
  }

  /// The campaigns of which that was noted, by this process or by another one.
  package func lackingCampaigns() throws -> [CampaignName] {
    try LedgerView(database: database).lackingCampaigns()
  }

  /// Records what a person found out about keys in doubt.
  ///
  /// - Parameters:
  ///   - numbers: E.164 of those it is about; nil: all of them.
  ///   - note: who says so, which the reports show: the API did not.
  /// - Returns: how many entries were settled, and which of the numbers they had.
  package func settle(
    unknownOf campaign: CampaignID, as state: EntryState, numbers: [String]?, note: String
  ) throws -> (count: Int, numbers: Set<String>) {
    try doubt(campaign)
    let list = numbers.map { "[\($0.map { "\"\($0)\"" }.joined(separator: ","))]" }
    let found =
      numbers == nil
      ? []
      : try String.fetchSet(
        database,
        sql: """
          SELECT to_number FROM \(LedgerSchema.promises) AND state = \(EntryState.unknown.rawValue)
            AND to_number IN (SELECT value FROM json_each(?2))
          """,
        arguments: [campaign.rawValue, list])
    try database.execute(
      sql: """
        UPDATE outcome SET state = ?, error = ? WHERE state = \(EntryState.unknown.rawValue) AND EXISTS
          (SELECT 1 FROM promise WHERE id = outcome.promise AND campaign = ?
            AND (? IS NULL OR to_number IN (SELECT value FROM json_each(?))))
        """,
      arguments: [state.rawValue, note, campaign.rawValue, list, list])
    return (database.changesCount, found)
  }

  /// Whatever was promised and has no outcome may have been accepted.
  private func doubt(_ campaign: CampaignID) throws {
    try database.execute(
      sql: """
        INSERT INTO outcome (promise, state, at, error)
        SELECT id, \(EntryState.unknown.rawValue), promise.at, ?2 FROM \(LedgerSchema.promises) AND state IS NULL
        """,
      arguments: [campaign.rawValue, NewRun.interrupted])
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

  /// What a key has come to, and the run that promised it last.
  private typealias Known = (id: EntryID, run: Int, state: EntryState)

  private func known(_ intent: Intent, in campaign: CampaignID) throws -> Known? {
    lookup.bind(campaign.rawValue)
    lookup.bind(Array(intent.texts[intent.places.key]))
    guard try lookup.step() else { return nil }
    defer { lookup.reset() }
    return facts(of: lookup)
  }

  /// The entry that follows `place`, if it has the same key.
  private func known(
    after place: EntryPlace, _ intent: Intent, in campaign: CampaignID
  ) throws -> Known? {
    guard let last = place.last else { return nil }
    following.bind(last)
    guard try following.step() else { return nil }
    defer { following.reset() }
    guard following.integer(3) == Int(campaign.rawValue),
      following.holds(intent.texts.span.extracting(intent.places.key), in: 4)
    else { return nil }
    return facts(of: following)
  }

  private func facts(of row: RawStatement) -> Known {
    (
      EntryID(rawValue: Int64(row.integer(0))), row.integer(1),
      EntryState(rawValue: row.integer(2)) ?? .unknown
    )
  }
}

extension RunRecord {
  /// In the tables of any version.
  static func noteLacking(_ campaigns: [CampaignName], in database: Database) throws {
    for name in campaigns {
      try database.execute(
        sql: """
          UPDATE run SET stop = ? WHERE ended_at IS NULL AND stop IS NULL
            AND campaign = (SELECT id FROM campaign WHERE name = ?)
          """,
        arguments: [lacking, name.description])
    }
  }
}
