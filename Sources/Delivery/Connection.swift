import Glibc
import NIOCore

/// An open connection of one lane.
struct Connection: Sendable {
  let channel: any Channel
  let handler: NIOLoopBound<ExchangeHandler>
  let usesTLS: Bool
  /// Its descriptor, valid while the channel is active; asked for once, since the way there is long.
  let socket: CInt?

  /// Called on the event loop.
  init(channel: any Channel, handler: NIOLoopBound<ExchangeHandler>, usesTLS: Bool) {
    self.channel = channel
    self.handler = handler
    self.usesTLS = usesTLS
    let operations = channel.pipeline.syncOperations
    socket = try? operations.withUnsafeTransportIfAvailable(of: CInt.self) { $0 }
  }

  /// `POLLRDHUP` of poll(2), which Swift's Glibc lacks.
  private static let halfClosed: Int32 = 0x2000

  /// Whether it is open as far as is known without asking.
  var isOpen: Bool { handler.value.isReusable }

  /// Whether another request may be written. Asks the kernel, so that a connection which the other
  /// side has closed is noticed before a byte is written, and so is an answer that nobody asked for.
  /// Called on the event loop.
  var isUsable: Bool {
    guard isOpen, channel.isActive else { return false }
    guard let socket else { return true }
    var question = pollfd(
      fd: socket, events: Int16(truncatingIfNeeded: Self.halfClosed | POLLHUP | POLLERR | POLLIN),
      revents: 0)
    return poll(&question, 1, 0) == 0
  }

  /// As ``isUsable``, but TLS may have a word of its own to say at any time, such as the ticket of a
  /// session: what has come is read before it is told. Called on the event loop, and stays there.
  func isUsableOnceRead(on loop: any EventLoop) async -> Bool {
    for _ in 0..<Self.mostReadings {
      if isUsable { return true }
      guard usesTLS, isOpen, channel.isActive else { return false }
      // The loop reads before it comes to what is due later.
      try? await loop.scheduleTask(in: .microseconds(200)) {}.futureResult.get()
    }
    return isUsable
  }

  /// Whoever has more to say than these is no server that waits for a request.
  private static let mostReadings = 5

  /// Writes one request and waits for what comes of it. Called on the event loop by a task of its
  /// executor, and stays there.
  func exchange(
    _ request: ByteBuffer, deadline: NIODeadline, on executor: LoopExecutor
  ) async -> Attempt {
    // Not through `EventLoopFuture.get()`, which goes by way of another thread and back.
    await wait { waiting in
      handler.value.exchange(request, deadline: deadline) {
        executor.resume(waiting, returning: $0)
      }
    }
  }

  func close() {
    channel.close(promise: nil)
  }
}
