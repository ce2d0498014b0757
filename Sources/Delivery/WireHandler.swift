import NIOCore
import NIOHTTP1

/// What stands between the socket and the decoder of answers: writes whole requests as bytes, for which
/// the decoder has no use, and hands plain answers to the ``ExchangeHandler`` past it.
///
/// Confined to its event loop.
final class WireHandler: ChannelInboundHandler, ChannelOutboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let decoder: HTTPResponseDecoder
  private var context: ChannelHandlerContext?
  /// Whether the decoder knows of the request that was written last, and so reads its answer to the end.
  private var isDecoding = false

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
    isDecoding = false
    context.writeAndFlush(wrapOutboundOut(request), promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if !isDecoding, let exchanges, exchanges.isWaiting {
      let bytes = unwrapInboundIn(data)
      if let answer = PlainSuccess(bytes.readableBytesSpan) {
        return exchanges.takeAnswer(Answer(answer, in: bytes))
      }
      decoder.write(data: Self.kind)
      isDecoding = true
    }
    context.fireChannelRead(data)
  }
}

extension Answer {
  fileprivate init(_ success: PlainSuccess, in bytes: ByteBuffer) {
    let start = bytes.readerIndex + success.body.lowerBound
    self.init(
      status: success.status,
      body: success.body.isEmpty ? [] : bytes.getBytes(at: start, length: success.body.count) ?? [])
  }
}
