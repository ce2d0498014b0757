import NIOCore

/// Sits next to the socket, beneath TLS, for what TLS would soften.
final class WireHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private var context: ChannelHandlerContext?

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// RST in place of FIN (`SO_LINGER` of 0 seconds).
  func reset() {
    guard let context else { return }
    let options = context.channel as? any SocketOptionProvider
    // On the channel's own event loop the option is set when this call returns.
    _ = options?.setSoLinger(NIOLinger(l_onoff: 1, l_linger: 0))
    context.close(promise: nil)
  }
}

/// A connection that misbehaves before any request.
final class ConnectionFaultHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let fault: ConnectionFault
  private let wire: WireHandler
  private let closeListener: () -> EventLoopFuture<Void>?

  init(
    _ fault: ConnectionFault, _ wire: WireHandler,
    closeListener: @escaping () -> EventLoopFuture<Void>?
  ) {
    self.fault = fault
    self.wire = wire
    self.closeListener = closeListener
  }

  func channelActive(context: ChannelHandlerContext) {
    switch fault {
    case .close: context.close(promise: nil)
    case .reset: wire.reset()
    case .refuse: refuse(context)
    case .silence: break
    }
  }

  /// The listener first: a client that has seen the reset is refused from then on.
  private func refuse(_ context: ChannelHandlerContext) {
    let closed = closeListener() ?? context.eventLoop.makeSucceededVoidFuture()
    closed.hop(to: context.eventLoop).assumeIsolated().whenComplete { _ in self.wire.reset() }
  }

  /// Read and forgotten, so that the client's end of the connection is noticed.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
