import Glibc
import MockFluents
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
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

  @Test("with TLS is none when an answer came before there was a request")
  func unasked() async throws {
    try await Certificate.with { certificate in
      let hasty = try await Hasty(certificate.files)
      let authority = certificate.files.certificate
      let seen = try await watching {
        try await $0.read(hasty.port, authority) { hasty.answer() }
      }
      #expect(seen == [false, false])
      try await hasty.close()
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

  /// A server that answers when it is told to, and not when it is asked. TLS 1.2 has nothing more to say
  /// once it stands.
  private final class Hasty: Sendable {
    private let server: any Channel
    private let last: Last

    init(_ files: TLSFiles) async throws {
      let chain = try NIOSSLCertificate.fromPEMFile(files.certificate).map {
        NIOSSLCertificateSource.certificate($0)
      }
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain,
        privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem)))
      configuration.maximumTLSVersion = .tlsv12
      let context = try NIOSSLContext(configuration: configuration)
      let last = Last()
      server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelInitializer { channel in
          last.channel.withLock { $0 = channel }
          return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
          }
        }
        .bind(host: "127.0.0.1", port: 0).get()
      self.last = last
    }

    var port: Int { server.localAddress?.port ?? 0 }

    /// Called once the connection stands.
    func answer() {
      let answer = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok"
      last.channel.withLock { $0?.writeAndFlush(ByteBuffer(string: answer), promise: nil) }
    }

    func close() async throws { try await server.close() }
  }

  private final class Last: Sendable {
    let channel = Mutex<(any Channel)?>(nil)
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
    ///
    /// - Parameter answer: Has something come, while the loop is held up and only the kernel can know.
    func read(_ port: Int, _ authority: String, answer: () -> Void) async throws -> [Bool] {
      let endpoint = try Endpoint("https://localhost:\(port)")
      let dialer = try Dialer(endpoint: endpoint, proxy: nil, caFile: authority)
      let connection = try await dialer.connect(on: loop, deadline: .now() + .seconds(30))
      if let socket = connection.socket {
        answer()
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
