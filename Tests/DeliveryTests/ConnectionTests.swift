import Glibc
import MockFluents
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Testing

@testable import Delivery

@Suite("An open connection", .timeLimit(.minutes(1)))
struct ConnectionTests {
  @Test("is known as closed before its event loop has heard of it")
  func closed() async throws {
    let server = try await MockServer.start()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let watcher = Watcher(on: group.next())
    let seen = try await watcher.watch(server)
    #expect(seen == [true, false])
    try await group.shutdownGracefully()
  }

  @Test("with TLS is usable once the words of TLS itself are read")
  func tickets() async throws {
    try await Certificate.with { certificate in
      var configuration = MockConfiguration()
      configuration.tls = certificate.files
      let authority = certificate.files.certificate
      try await MockServer.withServer(configuration) { server in
        let seen = try await watching { try await $0.read(server.port, authority, waits: false) }
        #expect(seen == [true, true])
      }
    }
  }

  @Test("with TLS is none when an answer came before there was a request")
  func unasked() async throws {
    try await Certificate.with { certificate in
      let group = MultiThreadedEventLoopGroup.singleton
      let server = try await Self.hasty(certificate.files, on: group)
      let port = try #require(server.localAddress?.port)
      let authority = certificate.files.certificate
      let seen = try await watching { try await $0.read(port, authority, waits: true) }
      #expect(seen == [false, false])
      try await server.close()
    }
  }

  private func watching(
    _ body: @Sendable (Watcher) async throws -> [Bool]
  ) async throws -> [Bool] {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let seen = try await body(Watcher(on: group.next()))
    try await group.shutdownGracefully()
    return seen
  }

  /// A server that answers as soon as TLS stands. TLS 1.2 has nothing more to say then.
  private static func hasty(
    _ files: TLSFiles, on group: any EventLoopGroup
  ) async throws -> any Channel {
    let chain = try NIOSSLCertificate.fromPEMFile(files.certificate).map {
      NIOSSLCertificateSource.certificate($0)
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain,
      privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem)))
    configuration.maximumTLSVersion = .tlsv12
    let context = try NIOSSLContext(configuration: configuration)
    return try await ServerBootstrap(group: group)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers(
            NIOSSLServerHandler(context: context), Hasty())
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  private final class Hasty: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      guard case TLSUserEvent.handshakeCompleted(_) = event else { return }
      let answer = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok"
      context.writeAndFlush(NIOAny(ByteBuffer(string: answer)), promise: nil)
    }
  }

  /// Looks at a connection from within its event loop.
  private actor Watcher {
    private let loop: any EventLoop

    init(on loop: any EventLoop) {
      self.loop = loop
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
      loop.executor.asUnownedSerialExecutor()
    }

    /// Whether it is usable before and after the server ends. The loop is held up meanwhile, so that
    /// only the kernel can know.
    func watch(_ server: MockServer) async throws -> [Bool] {
      let endpoint = try Endpoint("http://127.0.0.1:\(server.port)")
      let dialer = try Dialer(endpoint: endpoint, proxy: nil, caFile: nil)
      let connection = try await dialer.connect(on: loop, deadline: .now() + .seconds(30))
      let before = connection.isUsable
      try blocking { await server.stop() }
      let after = connection.isUsable
      connection.close()
      return [before, after]
    }

    /// Whether it is usable once what came was read, and then without asking once more.
    /// - Parameter waits: for something to come, where nothing was read yet; the loop is held up meanwhile.
    func read(_ port: Int, _ authority: String, waits: Bool) async throws -> [Bool] {
      let endpoint = try Endpoint("https://localhost:\(port)")
      let dialer = try Dialer(endpoint: endpoint, proxy: nil, caFile: authority)
      let connection = try await dialer.connect(on: loop, deadline: .now() + .seconds(30))
      if waits, connection.isOpen, let socket = connection.socket {
        var question = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        #expect(poll(&question, 1, 30_000) == 1)
        #expect(!connection.isUsable)
      }
      let first = await connection.isUsableOnceRead(on: loop)
      let seen = [first, connection.isUsable]
      connection.close()
      return seen
    }
  }
}
