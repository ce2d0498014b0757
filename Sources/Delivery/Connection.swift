import Glibc
import NIOCore

/// An open connection of one lane.
struct Connection: Sendable {
  let channel: any Channel
  let handler: NIOLoopBound<ExchangeHandler>
  let usesTLS: Bool
  /// Its descriptor, valid while the channel is active; asked for once, since the way there is long.
  private let socket: CInt?

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
  /// side has closed is noticed before a byte is written. Called on the event loop.
  var isUsable: Bool {
    guard isOpen, channel.isActive else { return false }
    guard let socket else { return true }
    // TLS may have a word of its own to say at any time; HTTP has none between two requests.
    let ends = Self.halfClosed | POLLHUP | POLLERR
    var question = pollfd(
      fd: socket, events: Int16(truncatingIfNeeded: usesTLS ? ends : ends | POLLIN), revents: 0)
    return poll(&question, 1, 0) == 0
  }

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
