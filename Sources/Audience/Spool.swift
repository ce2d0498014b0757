import Glibc

/// A private copy of what can be read only once.
enum Spool {
  /// Copies all that comes from `source` to a file that has no name, so that it is gone on every
  /// exit, `kill -9` included.
  static func copy(
    _ source: FileDescriptor, path: String,
    watch: (ArraySlice<UInt8>) throws(ContactListError) -> Void
  ) throws(ContactListError) -> FileDescriptor {
    let folder = temporaryFolder
    let target = try create(in: folder)
    var buffer = [UInt8](repeating: 0, count: ContactFile.chunk)
    while true {
      let count = read(source.number, &buffer, ContactFile.chunk)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw .cannotRead(path: path, reason: systemWords(errno)) }
      if count == 0 { return target }
      try watch(buffer[..<count])
      try write(buffer[..<count], to: target, folder: folder)
    }
  }

  private static var temporaryFolder: String {
    guard let value = getenv("TMPDIR"), value.pointee != 0 else { return "/tmp" }
    return String(cString: value)
  }

  private static func create(in folder: String) throws(ContactListError) -> FileDescriptor {
    let number = open(folder, temporaryFile | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if number >= 0 { return FileDescriptor(number: number) }
    switch errno {
    case EOPNOTSUPP, EISDIR: return try createUnlinked(in: folder)
    case let code: throw .cannotSpool(folder: folder, reason: systemWords(code))
    }
  }

  /// `O_TMPFILE` (open(2)): a file that never had a name, and with `O_EXCL` never gets one.
  private static let temporaryFile: Int32 = 0o20_000_000 | O_DIRECTORY

  /// For file systems that cannot do that: a file that loses its name before the first byte is
  /// written. mkstemp creates with mode 0600.
  static func createUnlinked(
    in folder: String
  ) throws(ContactListError) -> FileDescriptor {
    var name = Array("\(folder)/volley-XXXXXX".utf8CString)
    let number = mkstemp(&name)
    guard number >= 0 else { throw .cannotSpool(folder: folder, reason: systemWords(errno)) }
    unlink(name)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    return FileDescriptor(number: number)
  }

  private static func write(
    _ bytes: ArraySlice<UInt8>, to target: FileDescriptor, folder: String
  ) throws(ContactListError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        Glibc.write(
          target.number, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw .cannotSpool(folder: folder, reason: systemWords(errno)) }
      written += count
    }
  }
}
