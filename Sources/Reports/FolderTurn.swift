import Glibc

/// The right to put files into a folder, together: the reports of two processes must not be mixed.
///
/// The kernel lets go of it when the process ends, however it ends.
final class FolderTurn {
  private let descriptor: Int32

  /// Waits for its turn, but not for ever: somebody who was stopped must not stop others. Where a folder
  /// cannot be locked, it is everybody's turn.
  init(_ folder: String) {
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    for _ in 0..<Self.tries {
      guard flock(descriptor, LOCK_EX | LOCK_NB) != 0, [EWOULDBLOCK, EINTR].contains(errno) else {
        return
      }
      usleep(Self.pause)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// 10 s altogether; what is done in a turn takes a few milliseconds.
  private static let tries = 1_000
  /// In microseconds.
  private static let pause: UInt32 = 10_000
}
