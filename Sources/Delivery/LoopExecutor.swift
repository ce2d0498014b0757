import NIOCore

/// Runs tasks on an event loop.
final class LoopExecutor: TaskExecutor {
  let loop: any EventLoop
  /// Whether a task that is resumed now goes on before `resume` returns.
  private let goesOnAtOnce: NIOLoopBoundBox<Bool>
  /// Whether a task runs that goes on so.
  private let isAhead: NIOLoopBoundBox<Bool>

  /// Called from anywhere.
  init(_ loop: any EventLoop) {
    self.loop = loop
    goesOnAtOnce = .makeBoxSendingValue(false, eventLoop: loop)
    isAhead = .makeBoxSendingValue(false, eventLoop: loop)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if loop.inEventLoop, goesOnAtOnce.value {
      goesOnAtOnce.value = false
      isAhead.value = true
      job.runSynchronously(on: asUnownedTaskExecutor())
      isAhead.value = false
    } else {
      loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }

  /// Resumes a task, which goes on up to where it waits next before this returns. Called on the event
  /// loop: by something that is no task, or by this one, which then does not even begin to wait.
  ///
  /// The loop reads all answers that are there before it runs what was put into its queue, so a lane
  /// would bring its answer to the desk only with the last of them, and the desk be idle until then.
  func resume<Value>(
    _ continuation: CheckedContinuation<Value, Never>, returning value: sending Value
  ) {
    goesOnAtOnce.value = true
    continuation.resume(returning: value)
    goesOnAtOnce.value = false
  }

  /// Comes back to a task in its turn, if it went on at once and did not wait since: whoever resumed it
  /// may not be at the end of what it does. Called by a task on the event loop.
  func catchUp() async {
    guard isAhead.value else { return }
    await withCheckedContinuation { continuation in loop.execute { continuation.resume() } }
  }
}
