import Glibc

/// The bytes of a list, readable at any place again and again. What cannot be read twice (standard
/// input, a pipe, a process substitution) is first copied to a private temporary file.
final class ContactFile: Sendable {
  let path: String
  /// Where the list begins: elsewhere than 0 if standard input was read from before.
  private let start: Int
  let descriptor: FileDescriptor
  /// It came from a pipe, and cannot change any more.
  let isCopy: Bool
  private let identity: Identity

  /// The bytes of the whole file.
  var size: Int { Int(identity.size) }

  /// How much is read at once.
  static let chunk = 256 * 1024

  /// - Parameters:
  ///   - path: `-` is standard input.
  ///   - watch: sees each chunk while it is copied, and ends the copying by throwing. Not called
  ///     for a file that needs no copy.
  init(
    path: String, watch: (ArraySlice<UInt8>) throws(ContactListError) -> Void = { _ in }
  ) throws(ContactListError) {
    self.path = path
    let source = try Self.open(path)
    let status = try Self.status(of: source, path: path)
    if status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path: path) }
    isCopy = status.st_mode & S_IFMT != S_IFREG
    if isCopy {
      descriptor = try Spool.copy(source, path: path, watch: watch)
      start = 0
      identity = Identity(try Self.status(of: descriptor, path: path))
    } else {
      descriptor = source
      start = path == "-" ? max(0, lseek(source.number, 0, SEEK_CUR)) : 0
      identity = Identity(status)
    }
  }

  /// Fills `buffer` from `offset` on; shorter only at the end of the file.
  func read(at offset: Int, into buffer: inout [UInt8]) throws(ContactListError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = buffer.withUnsafeMutableBytes { bytes in
        pread(
          descriptor.number, bytes.baseAddress.map { $0 + filled }, bytes.count - filled,
          off_t(start + offset + filled))
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw .cannotRead(path: path, reason: systemWords(errno)) }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Throws if the file was written to. Another may have taken its place: what was opened stays readable.
  func checkUnwritten() throws(ContactListError) {
    guard !isCopy else { return }
    var now = stat()
    let held = fstat(descriptor.number, &now) == 0 && Identity(now) == identity
    guard held else { throw .changed(path: path) }
  }

  /// Throws if the file was written to, or another took its place.
  func checkUnchanged() throws(ContactListError) {
    try checkUnwritten()
    guard !isCopy, path != "-" else { return }
    var now = stat()
    guard stat(path, &now) == 0, Identity(now) == identity else { throw .changed(path: path) }
  }

  private static func open(_ path: String) throws(ContactListError) -> FileDescriptor {
    guard !path.utf8.contains(0) else {
      throw .cannotOpen(path: path, reason: systemWords(ENOENT))
    }
    let number = path == "-" ? fcntl(0, F_DUPFD_CLOEXEC, 3) : Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw .cannotOpen(path: path, reason: systemWords(errno)) }
    return FileDescriptor(number: number)
  }

  private static func status(
    of descriptor: FileDescriptor, path: String
  ) throws(ContactListError) -> stat {
    var status = stat()
    guard fstat(descriptor.number, &status) == 0 else {
      throw .cannotRead(path: path, reason: systemWords(errno))
    }
    return status
  }

  /// What a file that was written to does not keep.
  struct Identity: Equatable {
    let device: dev_t
    let inode: ino_t
    let size: off_t
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
      device = status.st_dev
      inode = status.st_ino
      size = status.st_size
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }
}

/// Closes its descriptor when nobody holds it any more.
final class FileDescriptor: Sendable {
  let number: Int32

  init(number: Int32) {
    self.number = number
  }

  deinit { close(number) }
}
