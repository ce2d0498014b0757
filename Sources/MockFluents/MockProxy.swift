import NIOCore
import NIOPosix
import Synchronization

/// What a proxy does with a CONNECT.
package enum ProxyBehaviour: Sendable, Equatable {
  /// Opens the tunnel that was asked for.
  case tunnel
  /// Refuses it with this status, 403 or 502, say.
  case answer(Int)
  /// Says nothing, ever.
  case stall
  /// Closes the connection without an answer.
  case close
}

/// How a proxy treats those who come.
package struct ProxyConfiguration: Sendable {
  package var behaviour = ProxyBehaviour.tunnel
  /// The `Proxy-Authorization` to demand, whole (`Basic dTpw`); others get 407. Nil demands none.
  package var authorization: String?
  /// The port on 127.0.0.1 to which every tunnel leads, whatever host it asks for. Nil leads it
  /// where it asks to go, if that is the loopback, and answers 403 if it is not.
  package var upstream: Int?
  /// How long each tunnel takes to open.
  package var latency = Duration.zero
  /// Makes the first tunnels wait for each other; nil opens each at once.
  package var gathering: Gathering?

  package init() {}

  /// Tunnels that open together: when so many were asked for, and `before` has been called.
  package struct Gathering: Sendable {
    let count: Int
    let before: @Sendable () -> Void

    /// - Parameters:
    ///   - count: how many tunnels wait for each other; later ones are opened at once.
    ///   - before: called once all were asked for, before the first is opened.
    package init(_ count: Int, before: @escaping @Sendable () -> Void) {
      self.count = count
      self.before = before
    }
  }
}

/// A CONNECT proxy on 127.0.0.1, for clients that must go through one.
package final class MockProxy: Sendable {
  /// The port it listens on.
  package let port: Int
  private let group: MultiThreadedEventLoopGroup
  private let listener: any Channel
  private let record: ProxyRecord

  private init(
    port: Int, group: MultiThreadedEventLoopGroup, listener: any Channel, record: ProxyRecord
  ) {
    self.port = port
    self.group = group
    self.listener = listener
    self.record = record
  }

  /// Listens on a free port when it returns. Whoever starts a proxy stops it.
  package static func start(
    _ configuration: ProxyConfiguration = ProxyConfiguration()
  ) async throws(MockError) -> MockProxy {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let record = ProxyRecord()
    do {
      let listener = try await ServerBootstrap(group: group)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let handler = TunnelHandler(configuration, record)
            try channel.pipeline.syncOperations.addHandler(handler)
          }
        }
        .bind(host: "127.0.0.1", port: 0).get()
      let port = listener.localAddress?.port ?? 0
      return MockProxy(port: port, group: group, listener: listener, record: record)
    } catch {
      try? await group.shutdownGracefully()
      throw .cannotListen(host: "127.0.0.1", port: 0, reason: "\(error)")
    }
  }

  /// Closes the listener and every tunnel, and ends the thread.
  package func stop() async {
    try? await listener.close().get()
    try? await group.shutdownGracefully()
  }

  /// Runs `body` with a proxy that ends with it.
  package static func withProxy<Result>(
    _ configuration: ProxyConfiguration = ProxyConfiguration(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (MockProxy) async throws -> Result
  ) async throws -> Result {
    let proxy = try await start(configuration)
    do {
      let result = try await body(proxy)
      await proxy.stop()
      return result
    } catch {
      await proxy.stop()
      throw error
    }
  }

  /// The `host:port` of every CONNECT, in order, those that were refused included.
  package var connects: [String] { record.connects.withLock { $0 } }
}

/// What the proxy's connections report.
final class ProxyRecord: Sendable {
  let connects = Mutex<[String]>([])
  /// Tunnels that wait for others; nil after they were opened.
  private let waiting = Mutex<[@Sendable () -> Void]?>([])

  /// Calls `open` now, or when enough others wait.
  func gather(
    _ gathering: ProxyConfiguration.Gathering?, _ open: @escaping @Sendable () -> Void
  ) {
    guard let gathering else { return open() }
    let all: [@Sendable () -> Void]? = waiting.withLock { waiting in
      guard var gathered = waiting else { return [] }
      gathered.append(open)
      waiting = gathered.count < gathering.count ? gathered : nil
      return waiting == nil ? gathered : nil
    }
    guard let all else { return }
    if all.isEmpty { return open() }
    gathering.before()
    for open in all { open() }
  }
}
