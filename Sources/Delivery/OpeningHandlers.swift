import NIOCore
import NIOHTTP1
import NIOTLS

/// Tells when a connection is ready for a request (TLS agreed on, where there is TLS), or why it is not,
/// and leaves.
final class OpeningHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let opening: Opening
  private let exchange: ExchangeHandler
  private let isReadyWhenActive: Bool

  init(_ opening: Opening, _ exchange: ExchangeHandler, isReadyWhenActive: Bool) {
    self.opening = opening
    self.exchange = exchange
    self.isReadyWhenActive = isReadyWhenActive
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if isReadyWhenActive, context.channel.isActive { succeed(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    if isReadyWhenActive { succeed(context) }
    context.fireChannelActive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case TLSUserEvent.handshakeCompleted(_) = event { succeed(context) }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    opening.fail(Fault(error).beforeConnecting)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    opening.fail(.noConnection(reason: "closed before it was ready"))
    context.fireChannelInactive()
  }

  private func succeed(_ context: ChannelHandlerContext) {
    opening.succeed(exchange)
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }
}

/// Ends a connection over which a proxy answers without end: its decoder would keep all of it.
final class HeadLimitHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private let opening: Opening
  private var length = 0

  init(_ opening: Opening) {
    self.opening = opening
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    length += unwrapInboundIn(data).readableBytes
    guard length <= WireHandler.longestHead else {
      opening.fail(.noConnection(reason: "the answer of the proxy has no end"))
      return context.close(promise: nil)
    }
    context.fireChannelRead(data)
  }
}

/// Notes when a proxy wants nothing of us, and what else it says, which its handler does not tell.
final class ProxyAnswerHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  private let opening: Opening

  init(_ opening: Opening) {
    self.opening = opening
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data), !(200..<300).contains(head.status.code) {
      let status = Int(head.status.code)
      opening.fail(
        [401, 403, 407].contains(status)
          ? .proxyRefused(status: status)
          : .noConnection(reason: "the proxy could not connect: it answered \(status)"))
    }
    context.fireChannelRead(data)
  }
}
