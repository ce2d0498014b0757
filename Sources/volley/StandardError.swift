import Dispatch
import Glibc
import Synchronization

/// Standard error, written on a thread of its own: who stops reading it, with Ctrl-S or in a pager, holds up
/// neither messages nor signals.
final class StandardError: Sendable {
  static let shared = StandardError(to: STDERR_FILENO, mostWaiting: 16 << 20)

  private struct State {
    /// Bytes that nobody has read yet.
    var waiting = 0
    var missing = 0
  }

  private let queue = DispatchQueue(label: "volley.notes")
  private let state = Mutex(State())

  private let file: Int32
  private let mostWaiting: Int

  /// - Parameter mostWaiting: The bytes that may wait for their reader.
  init(to file: Int32, mostWaiting: Int) {
    self.file = file
    self.mostWaiting = mostWaiting
  }

  /// Writes a text behind all others.
  ///
  /// - Parameter mayBeMissing: Whether it is left out, and counted, where too much waits already.
  func write(_ text: String, mayBeMissing: Bool = false) {
    let bytes = Array(text.utf8)
    let isTaken = state.withLock { state in
      if mayBeMissing, state.waiting >= mostWaiting {
        state.missing += 1
        return false
      }
      state.waiting += bytes.count
      return true
    }
    guard isTaken else { return }
    queue.async { [self] in
      _ = Console.write(bytes, to: file)
      state.withLock { $0.waiting -= bytes.count }
    }
  }

  /// Whether all was written.
  var isRead: Bool { state.withLock { $0.waiting == 0 } }

  /// How many texts were left out since this was last asked; none before there is room for that to be said.
  func takeMissing() -> Int {
    state.withLock { state in
      guard state.waiting < mostWaiting else { return 0 }
      defer { state.missing = 0 }
      return state.missing
    }
  }

  /// Waits until all was written, but no longer than until then.
  func flush(until time: DispatchTime = .distantFuture) {
    // Then no thread is needed, of which there may be none.
    if isRead { return }
    let written = DispatchSemaphore(value: 0)
    queue.async { written.signal() }
    _ = written.wait(timeout: time)
  }
}
