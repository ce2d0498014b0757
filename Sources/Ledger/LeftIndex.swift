import Glibc

/// The index of a ledger's log (`-shm`) that somebody left who may read the ledger and not write it: SQLite
/// makes one for them, and only who can write the ledger may remove it. It belongs to them, or is as
/// read-only as the ledger was for them, so that whoever writes the ledger later could not.
enum LeftIndex {
  /// Where SQLite keeps its locks, in any file of it: those that read, and those that write.
  private static let locks: (start: Int, length: Int) = (0x4000_0000, 512)

  /// Removes one that cannot be written, with an empty log, unless somebody has the ledger open.
  ///
  /// To be called while this process has it open nowhere: the end of this drops all locks on it.
  static func remove(besides ledger: String) {
    let (index, log) = (ledger + "-shm", ledger + "-wal")
    let isInTheWay = { (path: String) in access(path, F_OK) == 0 && access(path, W_OK) != 0 }
    guard isInTheWay(index) || isInTheWay(log) else { return }
    let file = open(ledger, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = locks.start
    lock.l_len = locks.length
    guard fcntl(file, F_SETLK, &lock) == 0 else { return }
    var facts = stat()
    let hasLog = stat(log, &facts) == 0
    // What stands in a log is moved to the ledger by who can write both.
    guard !hasLog || facts.st_size == 0 else { return }
    if hasLog { unlink(log) }
    unlink(index)
  }
}
