/// A task that waits for one value.
///
/// Debug builds, which the tests run, check that it gets exactly one. What that costs, memory for each
/// time and a lock, shows in a profile of a send, so that release builds leave it out.
#if DEBUG
  typealias Waiting<Value> = CheckedContinuation<Value, Never>
#else
  typealias Waiting<Value> = UnsafeContinuation<Value, Never>
#endif

/// Waits until the task is resumed with a value. Stays where the caller's task runs.
@inline(__always)
nonisolated(nonsending)
  func wait<Value>(_ body: (Waiting<Value>) -> Void) async -> Value
{
  #if DEBUG
    await withCheckedContinuation(body)
  #else
    await withUnsafeContinuation(body)
  #endif
}
