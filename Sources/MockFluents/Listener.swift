import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The listening socket, which can be closed and opened again on the same port.
final class Listener: Sendable {
  private let group: MultiThreadedEventLoopGroup
  private let host: String
  private let api: MockAPI
  private let tls: NIOSSLContext?
  private let channel = Mutex<(any Channel)?>(nil)

  init(group: MultiThreadedEventLoopGroup, host: String, api: MockAPI, tls: NIOSSLContext?) {
    _ = Self.firstDecoder
    self.group = group
    self.host = host
    self.api = api
    self.tls = tls
  }

  /// Made once, before there are connections. Swift's runtime (6.3, Linux) can read through nil in
  /// `swift_checkMetadataState` when several threads are at one moment the first to make a decoder.
  private static let firstDecoder: Void =
    withExtendedLifetime(ByteToMessageHandler(HTTPRequestDecoder())) {}

  /// Listens on `port`, or a free one for 0, and returns which it is.
  func open(port: Int) async throws(MockError) -> Int {
    do {
      let opened = try await bootstrap().bind(host: host, port: port).get()
      channel.withLock { $0 = opened }
      return opened.localAddress?.port ?? port
    } catch {
      let reason =
        (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
      throw .cannotListen(host: host, port: port, reason: reason)
    }
  }

  /// Refuses connections from now on; those that are open stay.
  func close() async {
    try? await startClosing()?.get()
  }

  private func startClosing() -> EventLoopFuture<Void>? {
    channel.withLock { channel in
      defer { channel = nil }
      return channel?.close()
    }
  }

  private func bootstrap() -> ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 4096)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { [self] channel in
        channel.eventLoop.makeCompletedFuture { try accept(channel) }
      }
  }

  private func accept(_ channel: any Channel) throws {
    let (number, fault) = api.opened()
    channel.closeFuture.whenComplete { [api] _ in api.closed() }
    let wire = WireHandler()
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(wire)
    if let fault {
      let handler = ConnectionFaultHandler(fault, wire) { [self] in startClosing() }
      return try pipeline.addHandler(handler)
    }
    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
    try pipeline.addHandler(RequestHandler(api: api, wire: wire, number: number))
  }
}
