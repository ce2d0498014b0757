import CSQLite
import GRDB
import Glibc

/// The durable record of what was promised and what is known, in one SQLite file.
///
/// While it is open, and after a kill, the latest of it stands in a log beside the file (`-wal`). Whoever
/// opened the file without its log would take what stands there for never sent; ``lacking`` tells.
///
/// What is promised here is on the disk when ``commit(_:)`` returns (`synchronous = FULL`). Many
/// runs of different campaigns may share a file. Its methods block; call them where that does no
/// harm.
package final class Ledger: Sendable {
  /// As it was given: it may be a link to the file.
  package let path: String
  /// Campaigns with a run that has no end, when no log stood beside the file: what they did last is
  /// not known here. Nothing is to be written then, since the log could not be brought back after.
  package let lacking: [CampaignName]
  private let database: DatabaseQueue
  /// What was opened: the file, its log and the index of that, by device and inode.
  private let files: [(path: String, identity: FileIdentity)]

  /// How long another run's transaction is waited for, in seconds.
  private static let patience = 30.0

  /// Opens the ledger at `path`, which is made (0600) where there is none; its folder must be there.
  ///
  /// - Parameter settled: the campaign for which a missing log is no reason to refuse the file of an
  ///   older version.
  package init(path: String, settling settled: CampaignName? = nil) throws(LedgerError) {
    self.path = path
    try Self.makeFile(at: path)
    LeftIndex.remove(besides: FilePlace.target(of: path))
    let log = LogFile(path: Self.log(of: path))
    let hasLog = log.isThere
    let hasReadableLog = hasLog && log.tellsSomething
    do {
      try FirstLook(path: path, hasLog: hasLog, patience: Self.patience).check()
      // SQLite takes some names for something else than a file: `:memory:`, `file:…`.
      database = try DatabaseQueue(
        path: FilePlace.target(of: path), configuration: Self.configuration)
      try Self.check(database, at: path)
      lacking = try Self.prepare(database, at: path, hasLog: hasReadableLog, settled)
    } catch let error as LedgerError {
      throw error
    } catch {
      throw Self.opening(error, path: path)
    }
    let others = Self.files(of: path).dropFirst()
    files = ([path] + others).compactMap { path in FileIdentity(of: path).map { (path, $0) } }
    guard files.first?.path == path else { throw .gone(path: path) }
  }

  /// One durable transaction; what `body` throws undoes all of it.
  package func commit<Result>(
    _ body: (borrowing LedgerTransaction) throws -> Result
  ) throws(LedgerError) -> Result {
    // Of a log that is another one, whoever opens the ledger next would not know.
    guard files.allSatisfy(Self.isInPlace) else { throw .gone(path: path) }
    do {
      return try database.write { try body(LedgerTransaction(database: $0)) }
    } catch let error as LedgerError {
      throw error
    } catch {
      throw .cannotWrite(path: path, reason: Self.unwritable(error, path) ?? words(for: error))
    }
  }

  /// Whether its path still leads to the file that was opened.
  package var isInPlace: Bool { files.first.map(Self.isInPlace) ?? false }

  private static func isInPlace(_ file: (path: String, identity: FileIdentity)) -> Bool {
    FileIdentity(of: file.path) == file.identity
  }

  /// The files that a ledger is made of while it is open: itself, its log, and the index of that.
  package static func files(of path: String) -> [String] {
    let path = FilePlace.target(of: path)
    return ["", "-wal", "-shm"].map { path + $0 }
  }

  /// SQLite keeps the log beside the file itself, not beside a link to it.
  static func log(of path: String) -> String { "\(FilePlace.target(of: path))-wal" }

  /// Moves what stands in the log to the file, as far as nobody else is in the way: who reads an older
  /// state of the ledger has to have done first.
  ///
  /// - Returns: false while somebody is in the way, and some of it stands in the log alone.
  package func checkpoint() -> Bool {
    do {
      let log = try database.writeWithoutTransaction { try $0.checkpoint(.passive) }
      return log.checkpointedFrameCount >= log.walFrameCount
    } catch let error as DatabaseError {
      // To wait helps against nothing else; a ledger that cannot be written is told by what writes it.
      return error.resultCode != .SQLITE_BUSY
    } catch {
      return true
    }
  }

  /// Lets go of the file. If nobody else has it open, all of the ledger is in it then, and no log
  /// stands beside it. Nothing can be asked or written any more.
  ///
  /// What is not closed goes away as after a kill.
  package func close() {
    database.inDatabase { _ = csqlite_keep_log($0.sqliteConnection, 0) }
    try? database.close()
  }

  /// Lets go of the file as it stands, with its log beside it.
  package func leave() { try? database.close() }

  /// A look at the ledger as it stands.
  package func read<Result>(
    _ body: (borrowing LedgerView) throws -> Result
  ) throws(LedgerError) -> Result {
    do {
      return try database.read { try body(LedgerView(database: $0)) }
    } catch {
      throw .cannotRead(path: path, reason: words(for: error))
    }
  }
}

extension Ledger {
  /// How many pages the write-ahead log may have before they are moved to where they belong: 128 MB, unless
  /// ``makeRoomInLog(for:)`` finds less to be better.
  private static let logPages = 32_000

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    // Nothing here may change the file: it was looked at, but may be another one by now.
    configuration.prepareDatabase { database in
      // Whoever cannot go on goes away, and that must not move a log into a file that does not belong to it,
      // or take away the log by which a run without an end is known.
      _ = csqlite_keep_log(database.sqliteConnection, 1)
      // GRDB's own WAL setting would lower this to NORMAL, and a promise could be lost.
      try database.execute(sql: "PRAGMA synchronous = FULL")
      // Each message touches the keys in another place. What is changed again and again before it is
      // moved from the log is moved once.
      try database.execute(sql: "PRAGMA wal_autocheckpoint = \(logPages)")
    }
    return configuration
  }

  /// SQLite would create the file for everyone to read; its WAL takes over the file's mode.
  private static func makeFile(at path: String) throws(LedgerError) {
    // Closing a file drops all locks that this process has on it (fcntl(2)), so one that is there
    // already is left to SQLite.
    var facts = stat()
    if stat(path, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG {
      let isFolder = facts.st_mode & S_IFMT == S_IFDIR
      throw .cannotOpen(
        path: path, reason: isFolder ? "it is a folder" : "it is not a regular file")
    }
    if access(path, F_OK) == 0 { return }
    // SQLite would drop the log of a file that is gone, and with it what it knows.
    guard !LogFile(path: log(of: path)).isThere else { throw .logWithoutFile(path: path) }
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      let lacksFolder = "there is no such folder; make it, or name another --ledger"
      throw .cannotOpen(
        path: path, reason: errno == ENOENT ? lacksFolder : String(cString: strerror(errno)))
    }
    Glibc.close(file)
  }

  /// Refuses what is a file of another program or version after all: when it was looked at, somebody may
  /// have been changing it.
  private static func check(_ database: DatabaseQueue, at path: String) throws {
    guard let refusal = try database.read({ try FirstLook.refusal(of: path, $0) }) else { return }
    throw refusal
  }

  /// Has changes written to a log. SQLite waits for nobody there.
  private static func useLog(_ database: DatabaseQueue) throws {
    let end = ContinuousClock.now + .seconds(patience)
    while true {
      do {
        return try database.writeWithoutTransaction {
          try $0.execute(sql: "PRAGMA journal_mode = WAL")
        }
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end
      {
        usleep(10_000)
      }
    }
  }

  /// Makes the tables, or brings those of an older version up to date.
  /// - Returns: what ``lacking`` tells.
  private static func prepare(
    _ database: DatabaseQueue, at path: String, hasLog: Bool, _ settled: CampaignName?
  ) throws -> [CampaignName] {
    try useLog(database)
    let migrator = LedgerSchema.migrator
    let (version, isCurrent) = try database.read { database in
      (
        try migrator.completedMigrations(database).count,
        try migrator.hasCompletedMigrations(database)
      )
    }
    let open =
      version == 0 ? [] : try database.read { try LedgerView(database: $0).openCampaigns() }
    if isCurrent {
      let noted = try database.read { try LedgerView(database: $0).lackingCampaigns() }
      // Somebody may have begun a run, and so a log, since it was looked for.
      let log = LogFile(path: log(of: path))
      return noted + (hasLog || log.isThere && log.tellsSomething ? [] : open)
    }
    try checkOlder(open, at: path, hasLog: hasLog, settled)
    if !hasLog, !open.isEmpty {
      // From the first step on there is a log, which looks as if it were theirs.
      try database.write { try RunRecord.noteLacking(open, in: $0) }
    }
    try migrate(database, by: migrator, tries: migrator.migrations.count)
    return hasLog ? [] : open
  }

  /// Refuses a ledger of an older version whose log, or whose run, belongs to the tables as they are.
  ///
  /// - Parameter open: campaigns with a run that has no end.
  private static func checkOlder(
    _ open: [CampaignName], at path: String, hasLog: Bool, _ settled: CampaignName?
  ) throws(LedgerError) {
    if !hasLog, let name = open.first, !open.contains(where: { $0 == settled }) {
      throw .olderWithoutLog(path: path, campaign: name)
    }
    if let name = open.first(where: { CampaignLock.holder(of: $0, beside: path) != nil }) {
      throw .olderInUse(path: path, campaign: name)
    }
  }

  /// Other processes may be at it too: one that comes too late for a step goes on with the next.
  private static func migrate(
    _ database: DatabaseQueue, by migrator: DatabaseMigrator, tries: Int
  ) throws {
    do { try migrator.migrate(database) } catch {
      guard tries > 0 else { throw error }
      try migrate(database, by: migrator, tries: tries - 1)
    }
  }

  /// Why the file cannot be opened, which SQLite does not say: it, or the folder of its log, cannot be
  /// written. Nil when both can.
  private static func obstacle(at path: String) -> String? {
    let file = FilePlace.target(of: path)
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? "."
    guard access(file, W_OK) != 0 || access(folder, W_OK) != 0 else { return nil }
    return String(cString: strerror(errno))
  }

  /// What of the ledger cannot be written, which SQLite does not say.
  private static func unwritable(_ error: any Error, _ path: String) -> String? {
    guard (error as? DatabaseError)?.resultCode == .SQLITE_READONLY else { return nil }
    let file = files(of: path).first { access($0, F_OK) == 0 && access($0, W_OK) != 0 }
    return file.map { "\($0) is read-only for this user" }
  }

  private static func opening(_ error: any Error, path: String) -> LedgerError {
    let code = (error as? DatabaseError)?.resultCode
    if code == .SQLITE_NOTADB { return .notALedger(path: path) }
    let obstacle = code == .SQLITE_CANTOPEN ? obstacle(at: path) : nil
    return .cannotOpen(
      path: path, reason: obstacle ?? unwritable(error, path) ?? words(for: error))
  }
}
