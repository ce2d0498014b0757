import Synchronization

/// Ends a run from anywhere: the first reason counts, and whoever sleeps wakes up.
package final class StopSwitch: Sendable {
  private struct State {
    var reason: StopReason?
    var sleepers: [Int: Task<Void, Never>] = [:]
    var next = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// The first reason that was given; nil while the run goes on.
  package var reason: StopReason? { state.withLock { $0.reason } }
  /// Whether the run is to end.
  package var isStopped: Bool { state.withLock { $0.reason != nil } }

  /// Stops, for the first reason that is given.
  package func stop(_ reason: StopReason) {
    let sleepers = state.withLock { state in
      guard state.reason == nil else { return [Task<Void, Never>]() }
      state.reason = reason
      defer { state.sleepers = [:] }
      return Array(state.sleepers.values)
    }
    for sleeper in sleepers { sleeper.cancel() }
  }

  /// Sleeps for `duration`, or until the run is stopped.
  package func sleep(for duration: Duration) async {
    let (sleeper, id) = state.withLock { state in
      let sleeper = Task<Void, Never> { try? await Task.sleep(for: duration) }
      let id = state.next
      state.next += 1
      if state.reason == nil { state.sleepers[id] = sleeper } else { sleeper.cancel() }
      return (sleeper, id)
    }
    await sleeper.value
    state.withLock { _ = $0.sleepers.removeValue(forKey: id) }
  }
}
