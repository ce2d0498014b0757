import Dispatch
import Glibc
import Synchronization

/// Has the disk write a file down while the file grows, so that there is little to wait for in the end.
///
/// To begin with the writing would not do: disks, and those of virtual machines most of all, take what they
/// are given into a memory of their own, and are asked for all of it at the end.
final class Flusher: Sendable {
  private struct State {
    var isUnderWay = false
    /// The first one; Linux tells of each once.
    var problem: Int32?
  }

  private let descriptor: Int32
  private let queue = DispatchQueue(label: "volley.flush")
  private let state = Mutex(State())

  /// - Parameter descriptor: open until ``finish()`` has returned.
  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Begins with what was written so far, unless the disk is at it still.
  func start() {
    let isFirst = state.withLock { state in
      defer { state.isUnderWay = true }
      return !state.isUnderWay
    }
    if isFirst { queue.async { self.flush(by: fdatasync) } }
  }

  /// Waits until everything is on the disk.
  ///
  /// - Returns: the error number of what went wrong at any time; nil: nothing did.
  func finish() -> Int32? {
    queue.sync { flush(by: fsync) }
    return state.withLock { $0.problem }
  }

  /// Waits for what was begun.
  func stop() { queue.sync {} }

  private func flush(by sync: (Int32) -> Int32) {
    var problem: Int32?
    repeat { problem = sync(descriptor) == 0 ? nil : errno } while problem == EINTR
    state.withLock { state in
      state.isUnderWay = false
      state.problem = state.problem ?? problem
    }
  }
}
