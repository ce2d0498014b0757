import GRDB
import Glibc

/// A look at a file that leaves it, its log and its journal as they are: it may be another program's, or a
/// newer version's. To open it in earnest, and even to close it again, would move its log into it, or undo
/// what its journal says.
struct FirstLook {
  let path: String
  /// Whether something stood in the log beside the file, before the look.
  let hasLog: Bool
  /// How long whoever keeps the file locked is waited for, in seconds.
  let patience: Double

  private var target: String { FilePlace.target(of: path) }

  /// Throws why the file is not to be opened.
  func check() throws {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return }
    switch facts.st_size {
    // A log is begun after its file. SQLite would drop this one, and with it what it knows.
    case 0 where hasLog: throw LedgerError.logWithoutFile(path: path)
    case 0: return
    case ..<Self.headLength: throw LedgerError.notALedger(path: path)
    default: if isBlank, hasJournal { return }
    }
    do {
      try look(into: "file:\(encoded(target))?immutable=1")
    } catch let error as DatabaseError where error.resultCode != .SQLITE_NOTADB {
      // Somebody is changing it, perhaps; who opens it in earnest waits for that, or is told.
    }
    if hasLog { try look(into: target) }
  }

  /// A file that was begun when the machine stopped is of zeros, and SQLite undoes that by its journal.
  private var isBlank: Bool {
    let file = open(target, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    var head = [UInt8](repeating: 1, count: Self.headLength)
    return pread(file, &head, head.count, 0) == head.count && head.allSatisfy { $0 == 0 }
  }

  private var hasJournal: Bool {
    var facts = stat()
    return stat("\(target)-journal", &facts) == 0 && facts.st_size > 0
  }

  /// The bytes of the head with which every SQLite file begins.
  private static let headLength = 100

  private func look(into name: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(patience)
    let database = try DatabaseQueue(path: name, configuration: configuration)
    if let refusal = try database.read({ try Self.refusal(of: path, $0) }) { throw refusal }
  }

  /// Why the file is none for this program; nil: it is.
  static func refusal(of path: String, _ database: Database) throws -> LedgerError? {
    guard try isOurs(database) else { return .notALedger(path: path) }
    return try LedgerSchema.migrator.hasBeenSuperseded(database) ? .newerVersion(path: path) : nil
  }

  private static func isOurs(_ database: Database) throws -> Bool {
    let mark = try Int.fetchOne(database, sql: "PRAGMA application_id")
    guard mark == 0 else { return mark == LedgerSchema.applicationID }
    guard try Int.fetchOne(database, sql: "PRAGMA user_version") == 0 else { return false }
    // The migrator's own table comes first; a kill may have left it alone.
    let tables = try Int.fetchOne(
      database, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name != 'grdb_migrations'")
    return tables == 0
  }

  /// A path as a part of a URI.
  private func encoded(_ path: String) -> String {
    path.utf8.reduce(into: "") { uri, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."):
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        uri += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
  }
}
