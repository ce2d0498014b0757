import NIOCore
import NIOPosix
import Synchronization

/// Takes any connection, and says the same to whatever comes over it.
final class PlainListener: Sendable {
  private let bytes = Mutex(0)
  let port: Int

  /// How many bytes have come.
  var heard: Int { bytes.withLock { $0 } }

  private init(port: Int) {
    self.port = port
  }

  /// - Parameter accepted: called for each connection.
  static func with(
    host: String = "127.0.0.1", answer: String = "", accepted: @escaping @Sendable () -> Void = {},
    isolation: isolated (any Actor)? = #isolation,
    _ body: (PlainListener) async throws -> Void
  ) async throws {
    let heard = Handover<PlainListener>()
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        accepted()
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            Talker(answer) { count in
              heard.value?.bytes.withLock { $0 += count }
            })
        }
      }
      .bind(host: host, port: 0).get()
    let listener = PlainListener(port: server.localAddress?.port ?? 0)
    heard.value = listener
    do { try await body(listener) } catch {
      try await server.close()
      throw error
    }
    try await server.close()
  }

  private final class Talker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String
    private let hear: (Int) -> Void

    init(_ answer: String, hear: @escaping (Int) -> Void) {
      self.answer = answer
      self.hear = hear
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      hear(unwrapInboundIn(data).readableBytes)
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }
  }
}

/// A value that is known only after the closure that wants it was made.
final class Handover<Value: Sendable>: Sendable {
  private let kept = Mutex<Value?>(nil)

  var value: Value? {
    get { kept.withLock { $0 } }
    set { kept.withLock { $0 = newValue } }
  }
}
