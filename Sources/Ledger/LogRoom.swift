import GRDB
import Glibc

/// Room in a ledger's log that is written in advance.
///
/// A log that grows by each commit has its size written with it. One that is written over is done with
/// sooner, and stays in memory; but a long one saves more where commits touch pages all over a large file.
enum LogRoom {
  /// How many pages a log has that is written over again and again: 8 MB.
  static let pages = 2_000

  /// How many bytes a page of SQLite takes in the log, with what stands before it.
  private static let frameLength = 24 + 4_096
  private static let length = 32 + pages * frameLength

  /// With fewer messages, writing it would cost more of the run than it saves.
  private static let fewest = 20_000
  /// The largest ledger that gains by it, in bytes after the run: with one of 191 MB (a million messages) the short log
  /// was better, with one of 575 MB the long one.
  private static let largest = 300_000_000
  private static let bytesPerMessage = 191

  /// Whether a run of this many messages gains by it.
  static func isWorthIt(messages: Int, ledger path: String) -> Bool {
    var facts = stat()
    guard messages >= fewest, stat(path, &facts) == 0 else { return false }
    let (growth, isTooLarge) = messages.multipliedReportingOverflow(by: bytesPerMessage)
    return !isTooLarge && growth <= largest - Int(facts.st_size)
  }

  /// Adds zeros to a log that has been begun, which SQLite takes for the end of it. All or none: a disk
  /// that is full is left as it was.
  ///
  /// The caller is in a transaction that writes, so that nobody else adds to the log.
  static func write(to path: String) {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    // SQLite has no locks on the log that closing it would drop.
    defer { close(file) }
    var facts = stat()
    guard fstat(file, &facts) == 0, facts.st_size > 0 else { return }
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    var end = Int(facts.st_size)
    while end < length {
      let count = pwrite(file, zeros, min(zeros.count, length - end), off_t(end))
      if count > 0 {
        end += count
      } else if count == 0 || errno != EINTR {
        ftruncate(file, facts.st_size)
        return
      }
    }
  }
}

extension Ledger {
  /// Makes the log ready for a run that has started and promises up to so many messages.
  ///
  /// It is about speed alone, so nothing is said where it cannot be done.
  package func makeRoomInLog(for messages: Int) {
    guard LogRoom.isWorthIt(messages: messages, ledger: path) else { return }
    try? commit { transaction in
      try transaction.database.execute(sql: "PRAGMA wal_autocheckpoint = \(LogRoom.pages)")
      LogRoom.write(to: Self.log(of: path))
    }
  }
}
