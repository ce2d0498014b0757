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
  /// How many bytes of the answer came before its head was whole.
  private var headLength = 0
  /// Whether there is more than what the decoder has got.
  private(set) var holdsMore = false

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

  /// How many bytes a head may have, with all interim answers before it. The decoder counts what it understands, and
  /// keeps white space without end.
  static let longestHead = 256 * 1024

  /// All that the decoder wants to know of a request: what kind it is.
  private static let kind = HTTPClientRequestPart.head(
    HTTPRequestHead(version: .http1_1, method: .POST, uri: "/"))

  /// Writes and flushes a request.
  func write(_ request: ByteBuffer, promise: EventLoopPromise<Void>) {
    guard let context else { return promise.fail(ChannelError.ioOnClosedChannel) }
    isTold = false
    headLength = 0
    context.writeAndFlush(wrapOutboundOut(request), promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // HTTP/1.1 knows an answer by its turn alone: what nobody asked for would pass for the answer to the
    // next request, or for the beginning of it.
    guard let exchanges, exchanges.hasExchange else {
      exchanges?.endReuse()
      return context.close(promise: nil)
    }
    let bytes = unwrapInboundIn(data)
    if exchanges.isWaiting {
      if !isTold {
        if let plain = PlainAnswer(bytes.readableBytesSpan), plain.isSuccess {
          return exchanges.takeAnswer(Answer(plain, in: bytes))
        }
        decoder.write(data: Self.kind)
        isTold = true
      }
      headLength += bytes.readableBytes
      guard headLength <= Self.longestHead else {
        return context.fireErrorCaught(HTTPParserError.headerOverflow)
      }
    }
    forward(bytes, in: context)
  }

  /// Gives the decoder the last byte by itself: an answer that ends before it is followed by something that
  /// nobody asked for, and the decoder would keep that.
  private func forward(_ bytes: ByteBuffer, in context: ChannelHandlerContext) {
    var last = bytes
    if bytes.readableBytes > 1, let most = last.readSlice(length: bytes.readableBytes - 1) {
      holdsMore = true
      context.fireChannelRead(wrapInboundOut(most))
      holdsMore = false
      guard exchanges?.hasExchange == true else { return }
    }
    context.fireChannelRead(wrapInboundOut(last))
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
