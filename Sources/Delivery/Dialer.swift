import Audience
import Foundation
import NIOCore
import NIOExtras
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why certificates cannot be trusted, in words.
package struct TrustError: Error, CustomStringConvertible {
  package let description: String
}

/// Opens connections to the API, through a proxy where there is one: TCP, CONNECT, TLS, HTTP.
package struct Dialer: Sendable {
  let endpoint: Endpoint
  let proxy: Proxy?
  let tls: NIOSSLContext?
  /// Who is asked for the addresses of a host; nil: the system.
  var resolver: (any Resolver & Sendable)?

  /// Throws when the certificates that are to be trusted cannot be used.
  package init(_ options: DeliveryOptions) throws(TrustError) {
    try self.init(endpoint: options.endpoint, proxy: options.proxy, caFile: options.caFile)
  }

  init(endpoint: Endpoint, proxy: Proxy?, caFile: String?) throws(TrustError) {
    _ = Self.firstDecoder
    self.endpoint = endpoint
    self.proxy = proxy
    // A slip in its name is to be found before it counts.
    let roots = try caFile.map(Self.roots)
    tls = endpoint.usesTLS ? try Self.context(trusting: roots) : nil
  }

  /// Made once, before there are lanes. Swift's runtime (6.3, Linux) can read through nil in
  /// `swift_checkMetadataState` when several threads are at one moment the first to make a decoder.
  private static let firstDecoder: Void =
    withExtendedLifetime(ByteToMessageHandler(HTTPResponseDecoder())) {}

  private static func context(
    trusting roots: [NIOSSLCertificate]?
  ) throws(TrustError) -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    // Whatever is closed is not needed any more; until then it would hold its descriptor.
    configuration.shutdownTimeout = .milliseconds(10)
    if let roots { configuration.additionalTrustRoots = [.certificates(roots)] }
    do { return try NIOSSLContext(configuration: configuration) } catch {
      throw TrustError(description: "no certificates to trust: \(error)")
    }
  }

  private static func roots(_ path: String) throws(TrustError) -> [NIOSSLCertificate] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw TrustError(description: "\(path): cannot be read: \(systemWords(errno))")
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard let pem = try? file.read(upToCount: longestTrust + 1) ?? Data() else {
      throw TrustError(description: "\(path): cannot be read; name a file of certificates in PEM")
    }
    guard pem.count <= longestTrust else {
      throw TrustError(description: "\(path): is longer than 16 MiB")
    }
    guard let roots = try? NIOSSLCertificate.fromPEMBytes(Array(pem)), !roots.isEmpty else {
      throw TrustError(description: "\(path): holds no certificate in PEM")
    }
    return roots
  }

  /// How many bytes of certificates are read; the roots of a whole system take a quarter of one MB.
  private static let longestTrust = 16 << 20

  /// A connection that is ready for its first request. Throws a ``Fault``, at once when the run is stopped;
  /// nothing of a message was written then. Called on the event loop, and stays there.
  func connect(
    on loop: any EventLoop, deadline: NIODeadline, unless stop: StopSwitch = StopSwitch()
  ) async throws -> Connection {
    let target = proxy.map { ($0.host, $0.port) } ?? (endpoint.host, endpoint.port)
    let left = deadline - .now()
    let place = "\(proxy == nil ? "" : "the proxy ")\(target.0) port \(target.1)"
    let late = Fault.noConnection(reason: "\(place): timeout before it was ready")
    guard left > .zero else { throw late }
    let openings = Openings(loop: loop)
    let timer = loop.scheduleTask(deadline: deadline) { openings.fail(late) }
    let waiting = stop.whenStopped {
      loop.execute { openings.giveUp(.noConnection(reason: "the run was stopped")) }
    }
    defer {
      timer.cancel()
      stop.forget(waiting)
    }
    do {
      let connecting = bootstrap(on: loop, openings, deadline)
        .connectTimeout(left)
        .connect(host: target.0, port: target.1)
      return try await finish(try await openings.first(connecting).get(), openings)
    } catch {
      openings.fail(.noConnection(reason: "not connected"))
      let fault = openings.refusal ?? Fault(error, isOfProxy: proxy != nil).beforeConnecting
      throw fault == .timeout ? late : fault
    }
  }

  private func bootstrap(
    on loop: any EventLoop, _ openings: Openings, _ deadline: NIODeadline
  ) -> ClientBootstrap {
    ClientBootstrap(group: loop)
      .resolver(resolver)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try prepare(channel, openings.begin(channel), deadline)
        }
      }
  }

  /// What stands so far is only TCP.
  private func finish(
    _ channel: any Channel, _ openings: Openings
  ) async throws -> Connection {
    do {
      try checkPlace(of: channel)
      let handler = try await openings.ready(channel)
      openings.fail(.noConnection(reason: "another address was faster"))
      return Connection(channel: channel, handler: handler, usesTLS: tls != nil)
    } catch {
      channel.close(promise: nil)
      throw error
    }
  }

  /// A name such as `localhost` may lead anywhere.
  private func checkPlace(of channel: any Channel) throws(Fault) {
    guard tls == nil, proxy == nil else { return }
    guard let address = channel.remoteAddress?.ipAddress else {
      throw .noConnection(reason: "closed before it was ready")
    }
    guard Endpoint.isLoopback(address) else {
      throw .elsewhere(host: endpoint.host, address: address)
    }
  }

  private func prepare(
    _ channel: any Channel, _ opening: Opening, _ deadline: NIODeadline
  ) throws {
    if let proxy {
      try prepareProxy(proxy, channel, opening, deadline)
    } else {
      try prepareSecurity(channel, opening)
    }
  }

  private func prepareProxy(
    _ proxy: Proxy, _ channel: any Channel, _ opening: Opening, _ deadline: NIODeadline
  ) throws {
    let pipeline = channel.pipeline.syncOperations
    let connected = channel.eventLoop.makePromise(of: Void.self)
    let limit = HeadLimitHandler(opening)
    let encoder = HTTPRequestEncoder()
    let decoder = ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes))
    let watcher = ProxyAnswerHandler(opening)
    let connect = NIOHTTP1ProxyConnectHandler(
      targetHost: endpoint.host, targetPort: endpoint.port, headers: headers(for: proxy),
      deadline: deadline, promise: connected)
    try pipeline.addHandlers(limit, encoder, decoder, watcher, connect)
    // Between the handlers of the proxy and those of the API, nobody else would hear of it.
    channel.closeFuture.assumeIsolated().whenComplete { _ in
      opening.fail(.noConnection(reason: "closed before it was ready"))
    }
    connected.futureResult.assumeIsolated().whenComplete { result in
      switch result {
      case .failure(let error):
        opening.fail(Fault(error).beforeConnecting)
      case .success:
        _ = pipeline.removeHandler(limit)
        _ = pipeline.removeHandler(watcher)
        _ = pipeline.removeHandler(encoder)
        pipeline.removeHandler(decoder).assumeIsolated().whenComplete { _ in
          do { try prepareSecurity(channel, opening) } catch { opening.fail(Fault(error)) }
        }
      }
    }
  }

  /// A request in HTTP/1.1 has a `Host` (RFC 9112, section 3.2), CONNECT with the port.
  private func headers(for proxy: Proxy) -> HTTPHeaders {
    var headers = proxy.headers
    headers.add(name: "Host", value: "\(endpoint.bracketedHost):\(endpoint.port)")
    return headers
  }

  private func prepareSecurity(_ channel: any Channel, _ opening: Opening) throws {
    let pipeline = channel.pipeline.syncOperations
    if let tls {
      let name = endpoint.isAddress ? nil : endpoint.host
      try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
    }
    let decoder = HTTPResponseDecoder()
    let wire = WireHandler(decoder: decoder)
    try pipeline.addHandler(wire)
    try pipeline.addHandler(ByteToMessageHandler(decoder))
    let exchange = ExchangeHandler(wire)
    try pipeline.addHandler(OpeningHandler(opening, exchange, isReadyWhenActive: tls == nil))
    try pipeline.addHandler(exchange)
  }
}
