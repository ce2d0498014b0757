import Audience
import Glibc

/// A file that appears under its name whole, or not at all.
///
/// The bytes go to a temporary file in the same folder, readable by its owner alone (0600), since
/// reports hold personal data. `commit` syncs it, renames it and syncs the folder; a file that goes
/// away without `commit` leaves nothing behind.
package struct AtomicFile: ~Copyable {
  /// What is gathered before it is written.
  private static let bufferSize = 256 * 1024

  /// What is written before the disk is asked to begin.
  private static let syncSize = 16 << 20

  /// Where the file appears.
  package let path: String
  private let temporary: TemporaryFile
  private var buffer = WriteBuffer(capacity: bufferSize)
  private var written = 0
  /// Up to where the disk was asked to begin.
  private var syncStarted = 0

  /// Starts to write a file whose folder exists. What stands at `path` stays until `commit`.
  ///
  /// - Parameter isPublic: others may read it too; for what holds no personal data.
  package init(path: String, isPublic: Bool = false) throws(FileProblem) {
    self.path = path
    temporary = try TemporaryFile(for: path, mode: isPublic ? 0o644 : 0o600)
  }

  /// The file that a path which somebody named leads to: a link stays, and what it leads to is replaced.
  ///
  /// - Throws: when that is whatever a process has open, such as `/dev/stdout`: it would be taken from
  ///   those that write to it.
  package static func named(_ path: String) throws(FileProblem) -> String {
    var place = path
    var links = 0
    while links < 40, let next = try linked(place) {
      guard !next.hasPrefix("/proc/"), folder(of: place) != "/dev/fd" else {
        throw FileProblem(cannot: "write", path, because: "it is no file of its own; name one")
      }
      place = next
      links += 1
    }
    return place
  }

  /// Where a link leads; nil for anything else.
  private static func linked(_ path: String) throws(FileProblem) -> String? {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = target.count
    let count = readlink(path, &target, length)
    guard count > 0 else { return nil }
    let bytes = target.prefix(count).map(UInt8.init(bitPattern:))
    guard let name = String(validating: bytes, as: UTF8.self) else {
      throw FileProblem(
        cannot: "write", path, because: "it leads to a name that is not UTF-8; name another file")
    }
    return name.hasPrefix("/") ? name : "\(folder(of: path))/\(name)"
  }

  /// Appends the bytes that `fill` puts into an empty array.
  package mutating func append(_ fill: (inout [UInt8]) -> Void) throws(FileProblem) {
    var bytes: [UInt8] = []
    fill(&bytes)
    try makeRoom(for: bytes.count)
    buffer.append(bytes)
  }

  /// Appends the next row of a report.
  package mutating func append(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch,
    as format: inout some RowFormat
  ) throws(FileProblem) {
    try makeRoom(for: format.longest(row, contact: contact, in: batch))
    buffer.append(row, contact: contact, in: batch, as: &format)
  }

  /// Replaces the first bytes of the file by as many others.
  mutating func rewriteStart(_ bytes: [UInt8]) throws(FileProblem) {
    try flush()
    try temporary.write(bytes.span, at: 0, for: path)
  }

  /// Puts the file in place, durably.
  package consuming func commit() throws(FileProblem) {
    try sync()
    try publish()
    try Self.syncFolder(of: path)
  }

  /// Writes everything that was appended and waits for the disk.
  mutating func sync() throws(FileProblem) {
    try flush()
    try temporary.sync(for: path)
  }

  /// Renames the file into place; it must have been synced, and the folder is to be synced after.
  mutating func publish() throws(FileProblem) { try temporary.rename(to: path) }

  private mutating func makeRoom(for length: Int) throws(FileProblem) {
    if buffer.freeCapacity < length { try flush(before: length) }
  }

  /// - Parameter length: Of what is appended next.
  private mutating func flush(before length: Int = 0) throws(FileProblem) {
    try buffer.withSpan { (bytes) throws(FileProblem) in try temporary.write(bytes, for: path) }
    written += buffer.count
    buffer.empty(for: length)
    if written - syncStarted >= Self.syncSize {
      temporary.startSync()
      syncStarted = written
    }
  }

  /// Makes the renames in the folder of `path` durable.
  static func syncFolder(of path: String) throws(FileProblem) {
    let folder = folder(of: path)
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileProblem(cannot: "open", folder, code: errno) }
    defer { close(descriptor) }
    // Some network file systems cannot sync a folder, and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw FileProblem(cannot: "sync", folder, code: errno)
    }
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
