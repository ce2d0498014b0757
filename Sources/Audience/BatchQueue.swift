import Dispatch
import Synchronization

/// A few batches on their way from the thread that reads to the one that asks for them.
final class BatchQueue: Sendable {
  private struct State {
    var batches: [ContactBatch] = []
    var end: Result<String, ContactListError>?
    var isAbandoned = false
  }

  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)
  /// Starts at 0 and is raised, since a semaphore must not be lower than at its start when it goes.
  private let room = DispatchSemaphore(value: 0)

  /// - Parameter room: how many batches may wait.
  init(room: Int) {
    for _ in 0..<room { self.room.signal() }
  }

  /// Waits for room. False if nobody wants more.
  func put(_ batch: ContactBatch) -> Bool {
    room.wait()
    let isWanted = state.withLock { state in
      if !state.isAbandoned { state.batches.append(batch) }
      return !state.isAbandoned
    }
    arrivals.signal()
    return isWanted
  }

  /// No more batches: the fingerprint of what was read, or why reading stopped.
  func end(_ result: Result<String, ContactListError>) {
    state.withLock { $0.end = result }
    arrivals.signal()
  }

  /// Waits for the next batch; nil when there are no more.
  func take() -> ContactBatch? {
    arrivals.wait()
    let batch = state.withLock { state in
      state.batches.isEmpty ? nil : state.batches.removeFirst()
    }
    if batch == nil {
      // The end stays: whoever asks again gets the same answer.
      arrivals.signal()
    } else {
      room.signal()
    }
    return batch
  }

  /// Known once `take` returned nil.
  var ending: Result<String, ContactListError>? { state.withLock { $0.end } }

  /// Lets the reading thread go.
  func abandon() {
    state.withLock { state in
      state.isAbandoned = true
      state.batches = []
    }
    room.signal()
  }
}
