import NIOCore

/// One side of a tunnel: what comes in here goes out on the other side, both on one event loop.
final class RelayHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Cleared when a side closes, so that the two do not keep each other alive.
  private var other: RelayHandler?
  private var context: ChannelHandlerContext?
  private var readIsDue = false

  private init() {}

  static func pair() -> (RelayHandler, RelayHandler) {
    let (one, two) = (RelayHandler(), RelayHandler())
    one.other = two
    two.other = one
    return (one, two)
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    other?.context?.write(data, promise: nil)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    other?.context?.flush()
  }

  /// Reads no faster than the other side writes.
  func read(context: ChannelHandlerContext) {
    if other?.context?.channel.isWritable ?? true { context.read() } else { readIsDue = true }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    guard context.channel.isWritable, let other, other.readIsDue else { return }
    other.readIsDue = false
    other.context?.read()
  }

  func channelInactive(context: ChannelHandlerContext) {
    let other = self.other
    self.other = nil
    other?.closeWhenWritten()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  /// An empty write completes when all that stand before it have.
  private func closeWhenWritten() {
    other = nil
    guard let context else { return }
    context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated()
      .whenComplete { _ in context.close(promise: nil) }
  }
}
