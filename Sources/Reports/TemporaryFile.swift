import Glibc

/// The file that an ``AtomicFile`` writes until it is complete. It is removed with its owner.
///
/// A process that was killed cannot remove its own. Each is locked by its writer, so whoever writes the
/// same report later knows the left ones, however old, and removes them.
final class TemporaryFile: Sendable {
  private let path: String
  private let descriptor: Int32
  private let flusher: Flusher

  /// Creates it beside `target`, hidden.
  ///
  /// - Parameter mode: who may read it; its owner alone, if nothing else is said.
  init(for target: String, mode: mode_t = 0o600) throws(FileProblem) {
    try Self.checkReplaceable(target)
    let folder = AtomicFile.folder(of: target)
    let name = target.split(separator: "/").last.map(String.init) ?? target
    Self.removeLeftBehind(by: name, in: folder)
    for _ in 0..<100 {
      let path = "\(folder)/\(Self.prefix(for: name))\(Self.randomLetters())\(Self.suffix)"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
      guard descriptor >= 0 || errno == EEXIST else {
        throw FileProblem(cannot: "write", target, code: errno)
      }
      guard descriptor >= 0 else { continue }
      switch Self.lock(descriptor) {
      case 0:
        self.path = path
        self.descriptor = descriptor
        flusher = Flusher(descriptor)
        return
      case EEXIST: close(descriptor)
      case let code:
        unlink(path)
        close(descriptor)
        throw FileProblem(cannot: "write", target, code: code)
      }
    }
    throw FileProblem(cannot: "write", target, code: EEXIST)
  }

  deinit {
    // After the rename there is nothing of this name, and no other process makes it.
    unlink(path)
    flusher.stop()
    close(descriptor)
  }

  /// - Parameter position: Nil: at the end of what was written so far.
  func write(
    _ bytes: Span<UInt8>, at position: Int? = nil, for target: String
  ) throws(FileProblem) {
    var written = 0
    while written < bytes.count {
      let count = bytes.extracting(written...).withUnsafeBytes {
        if let position {
          pwrite(descriptor, $0.baseAddress, $0.count, position + written)
        } else {
          Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw FileProblem(cannot: "write", target, code: errno)
      }
    }
  }

  /// Lets the disk begin with what was written so far.
  func startSync() { flusher.start() }

  func sync(for target: String) throws(FileProblem) {
    if let code = flusher.finish() { throw FileProblem(cannot: "write", target, code: code) }
  }

  func rename(to target: String) throws(FileProblem) {
    guard Glibc.rename(path, target) == 0 else {
      throw FileProblem(cannot: "write", target, code: errno)
    }
  }

  // MARK: - Names and locks

  private static let suffix = ".volley-partial"
  /// Only the start of a long name: with all of it, the file would have a longer one than there can be.
  private static func prefix(for name: String) -> String {
    ".\(String(decoding: name.utf8.prefix(200), as: UTF8.self))."
  }
  private static func randomLetters() -> String { String(UInt64.random(in: 0 ... .max), radix: 36) }

  /// A rename would replace a device such as `/dev/null`, and fails late on a folder.
  private static func checkReplaceable(_ target: String) throws(FileProblem) {
    var status = stat()
    guard stat(target, &status) == 0 else { return }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw FileProblem(cannot: "write", target, code: EISDIR)
    default: throw FileProblem(cannot: "write", target, because: "it is not a regular file")
    }
  }

  /// Locks a new file.
  ///
  /// - Returns: an error number; EEXIST when another process took it for a left one before that.
  private static func lock(_ descriptor: Int32) -> Int32 {
    // File systems without locks are fine: there, nobody can take a file for a left one.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { return EEXIST }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return errno }
    return status.st_nlink > 0 ? 0 : EEXIST
  }

  private static func removeLeftBehind(by name: String, in folder: String) {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let found = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if found.hasPrefix(prefix(for: name)), found.hasSuffix(suffix) {
        removeIfUnlocked("\(folder)/\(found)")
      }
    }
  }

  private static func removeIfUnlocked(_ path: String) {
    let descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
    close(descriptor)
  }
}
