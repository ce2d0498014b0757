import Glibc

/// Who holds a campaign.
package struct LockHolder: Sendable, Equatable {
  /// The id of its process; 0 where the lock's file does not say it.
  package var process: Int32
  /// When it took the lock, as it wrote that: RFC 3339, UTC; `an unknown time` where the file does not say it.
  package var since: String
}

/// The right to run a campaign, held through a kernel lock on a file beside the ledger.
///
/// The kernel lets go of it when the process ends, however it ends; there is no time-out. The file
/// stays, since removing it would let two processes hold locks on two files of one name; when somebody else
/// removed it, ``isInPlace`` tells.
package final class CampaignLock: Sendable {
  /// Its file.
  package let path: String
  private let descriptor: Int32
  /// Of the file that is locked, whatever its path leads to by now.
  private let identity: FileIdentity?

  /// Takes the lock at once or not at all.
  ///
  /// - Throws: ``CampaignLockError/held(by:)`` when another run holds it.
  package init(
    of campaign: CampaignName, beside ledger: String, now: String
  ) throws(CampaignLockError) {
    let path = Self.path(of: campaign, beside: ledger)
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw .cannotLock(path: path, reason: String(cString: strerror(errno)))
    }
    var request = Self.wholeFile
    guard fcntl(file, Self.setLock, &request) == 0 else {
      let reason = errno
      let holder = Self.holder(in: file)
      close(file)
      if reason == EAGAIN || reason == EACCES { throw .held(by: holder) }
      throw .cannotLock(path: path, reason: String(cString: strerror(reason)))
    }
    (self.path, descriptor, identity) = (path, file, FileIdentity(of: file))
    Self.write("\(getpid()) \(now)\n", to: file)
  }

  deinit {
    close(descriptor)
  }

  /// Whether its path still leads to the file that is locked; others can lock another one there.
  package var isInPlace: Bool { FileIdentity(of: path) == identity }

  /// Who holds the campaign at this moment; asking takes no lock, so it disturbs no run.
  package static func holder(of campaign: CampaignName, beside ledger: String) -> LockHolder? {
    let file = open(path(of: campaign, beside: ledger), O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var question = wholeFile
    guard fcntl(file, getLock, &question) == 0, question.l_type != F_UNLCK else { return nil }
    return holder(in: file)
  }

  /// The file whose lock a run of the campaign holds.
  package static func path(of campaign: CampaignName, beside ledger: String) -> String {
    // A link to a ledger leads to the same campaigns.
    "\(FilePlace.target(of: ledger)).\(campaign).lock"
  }

  /// Locks of an open file description (fcntl(2)): they can be asked about without being taken.
  private static let getLock: Int32 = 36  // F_OFD_GETLK
  private static let setLock: Int32 = 37  // F_OFD_SETLK

  private static var wholeFile: flock {
    var range = flock()
    range.l_type = Int16(F_WRLCK)
    range.l_whence = Int16(SEEK_SET)
    return range
  }

  /// The words in the file are for people; only the kernel's lock decides.
  private static func write(_ text: String, to file: Int32) {
    guard ftruncate(file, 0) == 0 else { return }
    _ = text.withCString { pwrite(file, $0, strlen($0), 0) }
  }

  private static func holder(in file: Int32) -> LockHolder {
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = pread(file, &bytes, bytes.count, 0)
    let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace)
    return LockHolder(
      process: words.first.flatMap { Int32($0) } ?? 0,
      since: words.dropFirst().first.map(String.init) ?? "an unknown time")
  }
}

/// Why a campaign cannot be run now: somebody else does, or the lock's file at `path` cannot be used, for the system's
/// reason.
package enum CampaignLockError: Error, Equatable {
  case held(by: LockHolder)
  case cannotLock(path: String, reason: String)
}
