import NIOCore

/// Runs tasks on an event loop.
final class LoopExecutor: TaskExecutor {
  let loop: any EventLoop
  /// Whether a task that is resumed now goes on before `resume` returns.
  private let goesOnAtOnce: NIOLoopBoundBox<Bool>

  /// Called from anywhere.
  init(_ loop: any EventLoop) {
    self.loop = loop
    goesOnAtOnce = .makeBoxSendingValue(false, eventLoop: loop)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if loop.inEventLoop, goesOnAtOnce.value {
      goesOnAtOnce.value = false
      job.runSynchronously(on: asUnownedTaskExecutor())
    } else {
      loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }

  /// Resumes a task, which goes on up to where it waits next before this returns. Called on the event
  /// loop: by something that is no task, or by this one, which then does not even begin to wait.
  ///
  /// The loop reads all answers that are there before it runs what was put into its queue, so a lane
  /// would bring its answer to the desk only with the last of them, and the desk be idle until then.
  func resume<Value>(_ waiting: Waiting<Value>, returning value: sending Value) {
    goesOnAtOnce.value = true
    waiting.resume(returning: value)
    goesOnAtOnce.value = false
  }

  /// Resumes tasks one after the other, when the loop comes to it; each goes on up to where it waits
  /// next. A task of another executor comes in its turn there. Called from anywhere.
  func resumeLater<Value: Sendable>(_ all: [(waiting: Waiting<Value>, value: Value)]) {
    // To tell the loop of each would cost more than to run it.
    loop.execute { for (waiting, value) in all { self.resume(waiting, returning: value) } }
  }
}
