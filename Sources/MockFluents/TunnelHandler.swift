import NIOCore
import NIOPosix

/// The client's side of a proxy until the tunnel stands: reads the CONNECT and answers it.
final class TunnelHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let maximumHead = 16 << 10

  private let configuration: ProxyConfiguration
  private let record: ProxyRecord
  private var bytes = ByteBuffer()
  private var isDecided = false
  private var readIsDue = false

  init(_ configuration: ProxyConfiguration, _ record: ProxyRecord) {
    self.configuration = configuration
    self.record = record
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var more = unwrapInboundIn(data)
    bytes.writeBuffer(&more)
    guard !isDecided else { return }
    if let head = ProxyRequest(readingFrom: &bytes) {
      isDecided = true
      decide(head, context)
    } else if bytes.readableBytes > Self.maximumHead {
      isDecided = true
      answer("400 Bad Request", context)
    }
  }

  /// Once the CONNECT is read, what follows belongs to the tunnel and waits in the kernel for it.
  func read(context: ChannelHandlerContext) {
    if isDecided && configuration.behaviour == .tunnel { readIsDue = true } else { context.read() }
  }

  private func decide(_ request: ProxyRequest, _ context: ChannelHandlerContext) {
    guard let target = request.target else { return answer("405 Method Not Allowed", context) }
    // RFC 9112, section 3.2.
    guard request.hasHost else { return answer("400 Bad Request", context) }
    record.connects.withLock { $0.append(target) }
    if let demanded = configuration.authorization, demanded != request.authorization {
      let field = "Proxy-Authenticate: Basic realm=\"mock\"\r\n"
      return answer("407 Proxy Authentication Required", fields: field, context)
    }
    switch configuration.behaviour {
    case .answer(let status): answer("\(status) No", context)
    case .close: context.close(promise: nil)
    case .stall: break
    case .tunnel:
      let loop = context.eventLoop
      let bound = NIOLoopBound((self, context), eventLoop: loop)
      let latency = TimeAmount(configuration.latency)
      record.gather(configuration.gathering) {
        loop.scheduleTask(in: latency) {
          let (handler, context) = bound.value
          handler.open(request, context)
        }
      }
    }
  }

  private func answer(_ status: String, fields: String = "", _ context: ChannelHandlerContext) {
    let head = "HTTP/1.1 \(status)\r\n\(fields)Content-Length: 0\r\nConnection: close\r\n\r\n"
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head))).assumeIsolated()
      .whenComplete { _ in context.close(promise: nil) }
  }

  private func open(_ request: ProxyRequest, _ context: ChannelHandlerContext) {
    guard let address = request.address(upstream: configuration.upstream) else {
      return answer("403 Forbidden", context)
    }
    ClientBootstrap(group: context.eventLoop)
      .connect(host: address.host, port: address.port).assumeIsolated()
      .whenComplete { result in
        switch result {
        case .success(let upstream): self.join(upstream, context)
        case .failure: self.answer("502 Bad Gateway", context)
        }
      }
  }

  private func join(_ upstream: any Channel, _ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return upstream.close(promise: nil) }
    let (client, server) = RelayHandler.pair()
    let established = ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n")
    context.writeAndFlush(wrapOutboundOut(established), promise: nil)
    do {
      try upstream.pipeline.syncOperations.addHandler(server)
      try context.pipeline.syncOperations.addHandler(client, position: .after(self))
    } catch {
      upstream.close(promise: nil)
      return context.close(promise: nil)
    }
    if bytes.readableBytes > 0 {
      context.fireChannelRead(NIOAny(bytes))
      context.fireChannelReadComplete()
    }
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
    if readIsDue { context.channel.read() }
  }
}

/// The head of a request to a proxy.
struct ProxyRequest: Equatable {
  /// The `host:port` of a CONNECT; nil for any other method.
  var target: String?
  var authorization: String?
  var hasHost = false

  /// Nil until the head is there whole. What follows it stays in `bytes`.
  init?(readingFrom bytes: inout ByteBuffer) {
    let view = bytes.readableBytesView
    guard let end = view.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else { return nil }
    let text = String(decoding: view[view.startIndex..<end], as: UTF8.self)
    bytes.moveReaderIndex(to: end)
    let lines = text.split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    target = words.count == 3 && words[0] == "CONNECT" ? String(words[1]) : nil
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      switch parts[0].lowercased() {
      case "proxy-authorization": authorization = String(parts[1].drop { $0 == " " })
      case "host": hasHost = true
      default: break
      }
    }
  }

  /// Where the tunnel leads; nil if that is not the loopback.
  func address(upstream: Int?) -> (host: String, port: Int)? {
    if let upstream { return ("127.0.0.1", upstream) }
    guard let colon = target?.lastIndex(of: ":"), let host = target?[..<colon],
      let port = target.flatMap({ Int($0[colon...].dropFirst()) }), (1...65535).contains(port)
    else { return nil }
    switch host {
    case "localhost", "127.0.0.1": return ("127.0.0.1", port)
    case "[::1]": return ("::1", port)
    default: return nil
    }
  }
}
