import Synchronization

/// Ends a run from anywhere: the first reason counts, whoever sleeps wakes up, and whoever wants to know is
/// told.
package final class StopSwitch: Sendable {
  private struct State {
    var reason: StopReason?
    var listeners: [Int: @Sendable () -> Void] = [:]
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
    let listeners = state.withLock { state in
      guard state.reason == nil else { return [@Sendable () -> Void]() }
      state.reason = reason
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    for listener in listeners { listener() }
  }

  /// Calls `listener` once the run is stopped, at once if it is, unless what is returned is given to
  /// ``forget(_:)`` before.
  package func whenStopped(_ listener: @escaping @Sendable () -> Void) -> Int {
    let (id, isStopped) = state.withLock { state in
      let id = state.next
      state.next += 1
      if state.reason == nil { state.listeners[id] = listener }
      return (id, state.reason != nil)
    }
    if isStopped { listener() }
    return id
  }

  /// The listener of that number is not called any more.
  package func forget(_ id: Int) {
    state.withLock { _ = $0.listeners.removeValue(forKey: id) }
  }

  /// Sleeps for `duration`, or until the run is stopped.
  package func sleep(for duration: Duration) async {
    let sleeper = Task<Void, Never> { try? await Task.sleep(for: duration) }
    let id = whenStopped { sleeper.cancel() }
    await sleeper.value
    forget(id)
  }
}
