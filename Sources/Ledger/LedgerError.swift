import GRDB

/// Why the ledger at `path` cannot do what was asked. `reason`: in the words of the system or of SQLite.
package enum LedgerError: Error, Equatable, CustomStringConvertible {
  case cannotOpen(path: String, reason: String)
  /// The file is another program's, or no SQLite file at all.
  case notALedger(path: String)
  /// A newer version has changed its tables.
  case newerVersion(path: String)
  /// There is no file, or nothing in it, but a log that belongs to one.
  case logWithoutFile(path: String)
  /// A run of an older version has no end, and its log is not beside the file.
  case olderWithoutLog(path: String, campaign: CampaignName)
  /// An older version is at work with it.
  case olderInUse(path: String, campaign: CampaignName)
  /// The file at `path`, its log or the index of that is no longer the one that was opened.
  case gone(path: String)
  case cannotRead(path: String, reason: String)
  case cannotWrite(path: String, reason: String)

  package var description: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "the ledger \(path) cannot be opened: \(reason)"
    case .notALedger(let path):
      "\(path) is not a ledger of volley; name another file with --ledger"
    case .newerVersion(let path):
      "the ledger \(path) was written by a newer volley; use that one, or another --ledger"
    case .logWithoutFile(let path):
      "the ledger \(path) is missing or empty, but its log \(path)-wal is here: what stands in them "
        + "would be sent again. Bring the ledger here again; or move its log away to begin anew"
    case .olderWithoutLog(let path, let campaign):
      "the last run of \(campaign) has no end, and the log \(path)-wal of an older volley is not here: "
        + "what stands there would be sent again. Bring the ledger here again, together with its log; or "
        + "take it as it is with volley settle \(campaign) --unknown STATE, which is sent or failed, and "
        + "--ledger"
    case .olderInUse(let path, let campaign):
      "the ledger \(path) is in use by an older volley, which runs \(campaign); wait until it has ended"
    case .gone(let path):
      "the ledger \(path), or a file beside it, was moved or deleted while it was in use"
    case .cannotRead(let path, let reason):
      "the ledger \(path) cannot be read: \(reason)"
    case .cannotWrite(let path, let reason):
      "the ledger \(path) cannot be written: \(reason)"
    }
  }
}

/// SQLite's reasons, in words that say what to look at.
func words(for error: any Error) -> String {
  if error is RowDecodingError { return "it holds what volley never wrote" }
  guard let error = error as? DatabaseError else { return "\(error)" }
  switch error.resultCode {
  case .SQLITE_FULL: return "the disk is full"
  // The index of the log could not grow.
  case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
    return "the disk is full, or fails (\(error.extendedResultCode.rawValue))"
  case .SQLITE_READONLY: return "it is read-only"
  case .SQLITE_IOERR: return "the disk reported an error (\(error.extendedResultCode.rawValue))"
  case .SQLITE_BUSY: return "another program keeps it locked"
  case .SQLITE_CORRUPT: return "it is damaged"
  case .SQLITE_CANTOPEN: return "no such folder, or no permission"
  case .SQLITE_PERM: return "no permission"
  default: return error.message ?? "SQLite error \(error.resultCode.rawValue)"
  }
}
