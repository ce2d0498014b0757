import Dispatch
import Synchronization

/// A few batches on their way from the thread that reads to the one that asks for them, and at last how
/// reading ended.
package final class BatchQueue<Batch: Sendable, End: Sendable>: Sendable {
  private struct State {
    var batches: [Batch] = []
    var end: End?
    var isAbandoned = false
  }

  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)
  /// Starts at 0 and is raised, since a semaphore must not be lower than at its start when it goes.
  private let room = DispatchSemaphore(value: 0)

  /// - Parameter room: how many batches may wait.
  package init(room: Int) {
    for _ in 0..<room { self.room.signal() }
  }

  /// Waits for room. False if nobody wants more.
  package func put(_ batch: Batch) -> Bool {
    room.wait()
    let isWanted = state.withLock { state in
      if !state.isAbandoned { state.batches.append(batch) }
      return !state.isAbandoned
    }
    arrivals.signal()
    return isWanted
  }

  /// No more batches.
  package func end(_ end: End) {
    state.withLock { $0.end = end }
    arrivals.signal()
  }

  /// Waits for the next batch; nil when there are no more.
  package func take() -> Batch? {
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
  package var ending: End? { state.withLock { $0.end } }

  /// Lets the reading thread go.
  package func abandon() {
    state.withLock { state in
      state.isAbandoned = true
      state.batches = []
    }
    room.signal()
  }
}
