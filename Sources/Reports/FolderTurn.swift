import Glibc

/// The right to put files into a folder, together: the reports of two processes must not be mixed.
///
/// The kernel lets go of it when the process ends, however it ends.
final class FolderTurn {
  private let descriptor: Int32

  /// Waits for its turn, but not for ever: somebody who was stopped must not stop others. Where a folder
  /// cannot be locked, it is everybody's turn.
  ///
  /// - Parameter tries: 10 s altogether; what is done in a turn takes a few milliseconds.
  init(_ folder: String, tries: Int = 1_000) {
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    for _ in 0..<tries {
      guard flock(descriptor, LOCK_EX | LOCK_NB) != 0, [EWOULDBLOCK, EINTR].contains(errno) else {
        return
      }
      usleep(Self.pause)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// How long to wait between two tries, in microseconds.
  private static let pause: UInt32 = 10_000
}
