import Dispatch
import Synchronization

/// Waits for asynchronous work where only a blocking call fits. Not for cooperative threads.
func blocking(_ work: @escaping @Sendable () async throws -> Void) throws {
  let done = DispatchSemaphore(value: 0)
  let failure = Failure()
  Task {
    do { try await work() } catch { failure.error.withLock { $0 = error } }
    done.signal()
  }
  done.wait()
  if let error = failure.error.withLock({ $0 }) { throw error }
}

private final class Failure: Sendable {
  let error = Mutex<(any Error)?>(nil)
}
