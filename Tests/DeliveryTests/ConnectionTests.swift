import MockFluents
import NIOCore
import NIOPosix
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
  }
}
