import Dispatch
import Synchronization

/// A few batches on their way from the thread that reads to the one that asks for them, and at last how
/// reading ended.
///
/// Whoever had to wait is woken when the queue is half full, or half empty, so that there is more than
/// one batch to do: woken for each, the faster side would stop and start a thousand times a list.
package final class BatchQueue<Batch: Sendable, End: Sendable>: Sendable {
  private struct State {
    var batches: [Batch] = []
    var end: End?
    var isAbandoned = false
    var readerWaits = false
    var takerWaits = false
  }

  private enum Step<Result> {
    case done(Result, wakes: Bool)
    case wait
  }

  private let room: Int
  private let state = Mutex(State())
  private let readerMayGoOn = DispatchSemaphore(value: 0)
  private let takerMayGoOn = DispatchSemaphore(value: 0)

  /// - Parameter room: how many batches may wait, at least 1.
  package init(room: Int) {
    self.room = room
  }

  /// Waits for room. False if nobody wants more.
  package func put(_ batch: Batch) -> Bool {
    while true {
      let step: Step<Bool> = state.withLock { state in
        if state.isAbandoned { return .done(false, wakes: false) }
        guard state.batches.count < room else {
          state.readerWaits = true
          return .wait
        }
        state.batches.append(batch)
        return .done(true, wakes: state.batches.count * 2 >= room && state.takerWaits.take())
      }
      switch step {
      case .done(let isWanted, let wakes):
        if wakes { takerMayGoOn.signal() }
        return isWanted
      case .wait: readerMayGoOn.wait()
      }
    }
  }

  /// No more batches.
  package func end(_ end: End) {
    let wakes = state.withLock { state in
      state.end = end
      return state.takerWaits.take()
    }
    if wakes { takerMayGoOn.signal() }
  }

  /// Waits for the next batch; nil when there are no more.
  package func take() -> Batch? {
    while true {
      let step: Step<Batch?> = state.withLock { state in
        if !state.batches.isEmpty {
          let batch = state.batches.removeFirst()
          return .done(batch, wakes: state.batches.count * 2 <= room && state.readerWaits.take())
        }
        // The end stays: whoever asks again gets the same answer.
        if state.end != nil { return .done(nil, wakes: false) }
        state.takerWaits = true
        return .wait
      }
      switch step {
      case .done(let batch, let wakes):
        if wakes { readerMayGoOn.signal() }
        return batch
      case .wait: takerMayGoOn.wait()
      }
    }
  }

  /// Known once `take` returned nil.
  package var ending: End? { state.withLock { $0.end } }

  /// Lets the reading thread go.
  package func abandon() {
    let wakes = state.withLock { state in
      state.isAbandoned = true
      state.batches = []
      return state.readerWaits.take()
    }
    if wakes { readerMayGoOn.signal() }
  }
}

extension Bool {
  /// What it is; false from then on.
  fileprivate mutating func take() -> Bool {
    defer { self = false }
    return self
  }
}
