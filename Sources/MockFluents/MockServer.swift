import NIOPosix
import NIOSSL
import Synchronization

/// A local stand-in for the Fluents API, for users, tests and benchmarks.
package final class MockServer: Sendable {
  /// The port it listens on.
  package let port: Int
  private let api: MockAPI
  private let listener: Listener
  private let group: MultiThreadedEventLoopGroup

  private init(
    _ configuration: MockConfiguration, group: MultiThreadedEventLoopGroup
  ) async throws(MockError) {
    self.group = group
    let tls = try configuration.tls.map { (files) throws(MockError) in try files.context() }
    api = try MockAPI(configuration)
    listener = Listener(group: group, host: configuration.host, api: api, tls: tls)
    port = try await listener.open(port: configuration.port)
  }

  /// Listens when it returns. Whoever starts a mock stops it.
  package static func start(
    _ configuration: MockConfiguration = MockConfiguration()
  ) async throws(MockError) -> MockServer {
    try configuration.check()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.threads)
    do {
      return try await MockServer(configuration, group: group)
    } catch {
      try? await group.shutdownGracefully()
      throw error
    }
  }

  /// Closes the listener and every connection, and ends the threads.
  package func stop() async {
    await listener.close()
    try? await group.shutdownGracefully()
    api.stopped()
  }

  /// Runs `body` with a mock that ends with it.
  package static func withServer<Result>(
    _ configuration: MockConfiguration = MockConfiguration(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (MockServer) async throws -> Result
  ) async throws -> Result {
    let server = try await start(configuration)
    do {
      let result = try await body(server)
      await server.stop()
      return result
    } catch {
      await server.stop()
      throw error
    }
  }

  /// Serves until the task is cancelled, and stops then. `onListening` is told the port.
  package static func run(
    _ configuration: MockConfiguration, onListening: (Int) -> Void
  ) async throws(MockError) {
    let server = try await start(configuration)
    onListening(server.port)
    // Never yields anything; ends when the task is cancelled.
    let (never, continuation) = AsyncStream<Void>.makeStream()
    for await _ in never {}
    continuation.finish()
    await server.stop()
  }

  /// The messages taken, in order (none if `keepsReceived` is off).
  package var received: [Received] { api.received }

  /// What has been seen and done so far.
  package var statistics: Statistics { api.statistics }

  /// Returns as soon as `condition` holds of the statistics. Throws `CancellationError` when the
  /// task is cancelled or the mock is stopped first.
  package func wait(until condition: @escaping @Sendable (Statistics) -> Bool) async throws {
    try await api.wait(until: condition)
  }

  /// The next requests get these faults, one each, in place of what the rules say; nil: none.
  package func enqueue(_ faults: Fault?...) { api.enqueue(faults) }
  /// The same for a list of them.
  package func enqueue(_ faults: [Fault?]) { api.enqueue(faults) }

  /// Gives the answers that `Fault.held` holds back, now and from now on.
  package func releaseAnswers() { api.release() }

  /// Closes the listener: new connections are refused, those that are open go on.
  package func refuseConnections() async { await listener.close() }

  /// Listens again, on the same port. Throws ``MockError/cannotListen(host:port:reason:)`` if somebody else took it.
  package func acceptConnections() async throws(MockError) {
    _ = try await listener.open(port: port)
  }
}

extension MockConfiguration {
  func check() throws(MockError) {
    guard ["127.0.0.1", "::1"].contains(host) else { throw .notLoopback(host) }
    guard (0...65535).contains(port) else { throw .badSetting("There is no port \(port).") }
    guard (1...64).contains(threads) else { throw .badSetting("Threads must be 1 to 64.") }
    if let rateLimit, !RateLimit.counts.contains(rateLimit.count) {
      throw .badSetting(
        "A rate limit must be 1 to \(RateLimit.counts.upperBound) requests a second.")
    }
    if token?.isEmpty ?? false { throw .badSetting("The token to demand must not be empty.") }
    if let bad = numbers?.sorted().first(where: { !Contract.isE164($0) }) {
      throw .badSetting("\(bad) is not a number in E.164 form, such as +12025550100.")
    }
  }
}

extension TLSFiles {
  func context() throws(MockError) -> NIOSSLContext {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificate)
      let key = try NIOSSLPrivateKey(file: key, format: .pem)
      var settings = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      settings.applicationProtocols = ["http/1.1"]
      settings.minimumTLSVersion = outdated ? .tlsv1 : .tlsv12
      settings.maximumTLSVersion = outdated ? .tlsv11 : nil
      return try NIOSSLContext(configuration: settings)
    } catch {
      throw .cannotUseTLS("\(error)")
    }
  }
}
