import NIOCore
import NIOHTTP1

/// What stands between the socket and the decoder of answers: writes whole requests as bytes, for which
/// the decoder has no use, and hands plain successes to the ``ExchangeHandler`` past it.
///
/// Confined to its event loop.
final class WireHandler: ChannelInboundHandler, ChannelOutboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let decoder: HTTPResponseDecoder
  private var context: ChannelHandlerContext?
  /// Whether the decoder knows of the request that was written last.
  private var isTold = false
  /// Something came of which only the decoder knows where it ended. It may have kept the beginning of
  /// more, so it reads whatever comes over this connection from then on.
  private var needsDecoder = false

  /// Who waits for answers; sets itself, and leaves before the pipeline does.
  var exchanges: ExchangeHandler?

  init(decoder: HTTPResponseDecoder) {
    self.decoder = decoder
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
  }

  /// All that the decoder wants to know of a request: what kind it is.
  private static let kind = HTTPClientRequestPart.head(
    HTTPRequestHead(version: .http1_1, method: .POST, uri: "/"))

  /// Writes and flushes a request.
  func write(_ request: ByteBuffer, promise: EventLoopPromise<Void>) {
    guard let context else { return promise.fail(ChannelError.ioOnClosedChannel) }
    isTold = false
    context.writeAndFlush(wrapOutboundOut(request), promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if let exchanges, exchanges.isWaiting {
      if !isTold {
        let bytes = unwrapInboundIn(data)
        let plain = needsDecoder ? nil : PlainAnswer(bytes.readableBytesSpan)
        if let plain, plain.isSuccess { return exchanges.takeAnswer(Answer(plain, in: bytes)) }
        needsDecoder = plain == nil
        decoder.write(data: Self.kind)
        isTold = true
      }
    } else {
      needsDecoder = true
    }
    context.fireChannelRead(data)
  }
}

extension Answer {
  fileprivate init(_ plain: PlainAnswer, in bytes: ByteBuffer) {
    let start = bytes.readerIndex + plain.body.lowerBound
    self.init(
      status: plain.status,
      body: plain.body.isEmpty ? [] : bytes.getBytes(at: start, length: plain.body.count) ?? [])
  }
}
