import Foundation
import NIOCore
import NIOExtras
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOTLS

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
    tls = endpoint.usesTLS ? try Self.context(caFile: caFile) : nil
  }

  /// Made once, before there are lanes. Swift's runtime (6.3, Linux) can read through nil in
  /// `swift_checkMetadataState` when several threads are at one moment the first to make a decoder.
  private static let firstDecoder: Void =
    withExtendedLifetime(ByteToMessageHandler(HTTPResponseDecoder())) {}

  private static func context(caFile: String?) throws(TrustError) -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    // Whatever is closed is not needed any more; until then it would hold its descriptor.
    configuration.shutdownTimeout = .milliseconds(10)
    if let caFile { configuration.additionalTrustRoots = [.certificates(try roots(caFile))] }
    do { return try NIOSSLContext(configuration: configuration) } catch {
      throw TrustError(description: "no certificates to trust: \(error)")
    }
  }

  private static func roots(_ path: String) throws(TrustError) -> [NIOSSLCertificate] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw TrustError(description: "\(path): cannot be read: \(String(cString: strerror(errno)))")
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

  /// In bytes; the roots of a whole system take a quarter of one MB.
  private static let longestTrust = 16 << 20

  /// A connection that is ready for its first request. Throws a ``Fault``; nothing of a message was
  /// written then. Called on the event loop, and stays there.
  func connect(
    on loop: any EventLoop, deadline: NIODeadline
  ) async throws -> Connection {
    let target = proxy.map { ($0.host, $0.port) } ?? (endpoint.host, endpoint.port)
    let left = deadline - .now()
    let place = "\(proxy == nil ? "" : "the proxy ")\(target.0) port \(target.1)"
    let late = Fault.noConnection(reason: "\(place): timeout before it was ready")
    guard left > .zero else { throw late }
    let openings = Openings(loop: loop)
    let timer = loop.scheduleTask(deadline: deadline) { openings.fail(late) }
    defer { timer.cancel() }
    do {
      let channel = try await ClientBootstrap(group: loop)
        .resolver(resolver)
        .connectTimeout(left)
        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try prepare(channel, openings.begin(channel), deadline)
          }
        }
        .connect(host: target.0, port: target.1).get()
      do {
        let handler = try await openings.ready(channel)
        openings.fail(.noConnection(reason: "another address was faster"))
        return Connection(channel: channel, handler: handler, usesTLS: tls != nil)
      } catch {
        channel.close(promise: nil)
        throw error
      }
    } catch {
      openings.fail(.noConnection(reason: "not connected"))
      let fault = openings.refusal ?? Fault(error).beforeConnecting
      throw fault == .timeout ? late : fault
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

/// The connections that are being opened at one time, one for each address of a host until the first stands.
/// Confined to their event loop.
private final class Openings: Sendable {
  private let loop: any EventLoop
  private let all: NIOLoopBoundBox<[ObjectIdentifier: Opening]>

  init(loop: any EventLoop) {
    self.loop = loop
    all = .makeBoxSendingValue([:], eventLoop: loop)
  }

  /// What the proxy said instead of letting us through.
  var refusal: Fault? { all.value.values.lazy.compactMap(\.refusal).first }

  func begin(_ channel: any Channel) -> Opening {
    let opening = Opening(loop: loop)
    // One that is gone may have stood at the same place.
    all.value.updateValue(opening, forKey: ObjectIdentifier(channel))?
      .fail(.noConnection(reason: "not connected"))
    return opening
  }

  /// The one that stands, once it is ready for a request.
  func ready(_ channel: any Channel) async throws -> NIOLoopBound<ExchangeHandler> {
    guard let opening = all.value[ObjectIdentifier(channel)] else {
      throw Fault.noConnection(reason: "not connected")
    }
    return try await opening.ready.futureResult.get()
  }

  /// Of all that are not ready yet.
  func fail(_ fault: Fault) {
    for opening in all.value.values { opening.fail(fault) }
  }
}

/// The state of one connection that is being opened, confined to its event loop.
private final class Opening: Sendable {
  let ready: EventLoopPromise<NIOLoopBound<ExchangeHandler>>
  private let refused: NIOLoopBoundBox<Fault?>
  private let kept: NIOLoopBoundBox<Bool>

  init(loop: any EventLoop) {
    ready = loop.makePromise()
    refused = .makeBoxSendingValue(nil, eventLoop: loop)
    kept = .makeBoxSendingValue(false, eventLoop: loop)
  }

  /// What the proxy said instead of letting us through.
  var refusal: Fault? { refused.value }

  func succeed(_ handler: ExchangeHandler) {
    guard !kept.value else { return }
    kept.value = true
    ready.succeed(NIOLoopBound(handler, eventLoop: ready.futureResult.eventLoop))
  }

  func fail(_ fault: Fault) {
    if case .proxyRefused = fault { refused.value = fault }
    guard !kept.value else { return }
    kept.value = true
    ready.fail(fault)
  }
}

/// Tells when TLS stands, or why it does not, and leaves.
private final class OpeningHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let opening: Opening
  private let exchange: ExchangeHandler
  private let isReadyWhenActive: Bool

  init(_ opening: Opening, _ exchange: ExchangeHandler, isReadyWhenActive: Bool) {
    self.opening = opening
    self.exchange = exchange
    self.isReadyWhenActive = isReadyWhenActive
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if isReadyWhenActive, context.channel.isActive { succeed(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    if isReadyWhenActive { succeed(context) }
    context.fireChannelActive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case TLSUserEvent.handshakeCompleted(_) = event { succeed(context) }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    opening.fail(Fault(error).beforeConnecting)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    opening.fail(.noConnection(reason: "closed before it was ready"))
    context.fireChannelInactive()
  }

  private func succeed(_ context: ChannelHandlerContext) {
    opening.succeed(exchange)
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }
}

/// Ends a connection over which a proxy answers without end: its decoder would keep all of it.
private final class HeadLimitHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private let opening: Opening
  private var length = 0

  init(_ opening: Opening) {
    self.opening = opening
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    length += unwrapInboundIn(data).readableBytes
    guard length <= WireHandler.longestHead else {
      opening.fail(.noConnection(reason: "the answer of the proxy has no end"))
      return context.close(promise: nil)
    }
    context.fireChannelRead(data)
  }
}

/// Notes when a proxy wants nothing of us, and what else it says, which its handler does not tell.
private final class ProxyAnswerHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  private let opening: Opening

  init(_ opening: Opening) {
    self.opening = opening
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data), !(200..<300).contains(head.status.code) {
      let status = Int(head.status.code)
      opening.fail(
        [401, 403, 407].contains(status)
          ? .proxyRefused(status: status)
          : .noConnection(reason: "the proxy could not connect: it answered \(status)"))
    }
    context.fireChannelRead(data)
  }
}
