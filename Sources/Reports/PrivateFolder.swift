import Glibc

/// Folders for files that hold personal data.
package enum PrivateFolder {
  /// Makes a folder and those above it that are missing, durably, for their owner alone (0700). One that
  /// is there stays as it is.
  package static func create(_ path: String) throws(FileProblem) {
    if mkdir(path, 0o700) != 0 {
      switch errno {
      case EEXIST: return
      case ENOENT where path.contains("/"):
        try create(AtomicFile.folder(of: path))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
          throw FileProblem(cannot: "create", path, code: errno)
        }
      case let code: throw FileProblem(cannot: "create", path, code: code)
      }
    }
    // What is put into it later would be gone with its name.
    do { try AtomicFile.syncFolder(of: path) } catch {
      // What may not be read cannot be synced, though it may be written to.
      guard error.code == EACCES else { throw error }
    }
  }
}
