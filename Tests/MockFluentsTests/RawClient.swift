import NIOCore
import NIOPosix
import NIOSSL

@testable import MockFluents

/// A client that shows what is on the wire, without an opinion on HTTP.
final class RawClient {
  enum Ending: Equatable {
    case fin, reset, refused
    case other(String)
  }

  fileprivate enum Event: Sendable {
    case bytes([UInt8])
    case end(Ending)
  }

  private let channel: any Channel
  private var events: AsyncStream<Event>.Iterator
  private var unread: [UInt8] = []
  private(set) var ending: Ending?

  private init(_ channel: any Channel, _ events: AsyncStream<Event>) {
    self.channel = channel
    self.events = events.makeAsyncIterator()
  }

  static func connect(_ port: Int, tls: NIOSSLContext? = nil) async throws -> RawClient {
    let (events, sink) = AsyncStream<Event>.makeStream()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let tls {
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
          }
          try pipeline.addHandler(Recorder(sink))
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    return RawClient(channel, events)
  }

  /// How a connection ends of which nothing is asked. A reset may come before `connect` returns.
  static func ending(_ port: Int) async -> Ending? {
    do {
      return try await with(port) { client in
        let text = await client.readToEnd()
        return text.isEmpty ? client.ending : .other(text)
      }
    } catch let error as NIOConnectionError {
      return error.connectionErrors.first.map { Ending($0.error) }
    } catch {
      return Ending(error)
    }
  }

  /// Connects, and closes the connection after `body` whatever happens.
  static func with<Result>(
    _ port: Int, tls: NIOSSLContext? = nil, _ body: (RawClient) async throws -> Result
  ) async throws -> Result {
    let client = try await connect(port, tls: tls)
    do {
      let result = try await body(client)
      await client.close()
      return result
    } catch {
      await client.close()
      throw error
    }
  }

  func send(_ text: String) {
    channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
  }

  func close() async {
    try? await channel.close().get()
  }

  /// Everything up to and including `mark`; less if the connection ends before.
  func read(through mark: String) async -> String {
    let mark = Array(mark.utf8)
    while unread.firstRange(of: mark) == nil, await receive() {}
    return take(unread.firstRange(of: mark)?.upperBound ?? unread.count)
  }

  func read(_ count: Int) async -> String {
    while unread.count < count, await receive() {}
    return take(min(count, unread.count))
  }

  /// Everything up to the end of the connection.
  func readToEnd() async -> String {
    while await receive() {}
    return take(unread.count)
  }

  /// One answer, framed by `Content-Length`.
  func readAnswer() async -> String {
    let head = await read(through: "\r\n\r\n")
    let length = head.split(separator: "\r\n")
      .first { $0.lowercased().hasPrefix("content-length: ") }
      .flatMap { Int($0.dropFirst("content-length: ".count)) }
    return head + (await read(length ?? 0))
  }

  private func receive() async -> Bool {
    guard ending == nil, let event = await events.next() else { return false }
    switch event {
    case .bytes(let bytes):
      unread += bytes
      return true
    case .end(let ending):
      self.ending = ending
      return false
    }
  }

  private func take(_ count: Int) -> String {
    defer { unread.removeFirst(count) }
    return String(decoding: unread.prefix(count), as: UTF8.self)
  }

  private final class Recorder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let sink: AsyncStream<Event>.Continuation
    private var ending = Ending.fin

    init(_ sink: AsyncStream<Event>.Continuation) { self.sink = sink }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      sink.yield(.bytes(Array(unwrapInboundIn(data).readableBytesView)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      if ending == .fin { ending = Ending(error) }
      context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
      sink.yield(.end(ending))
      sink.finish()
    }
  }
}

extension RawClient.Ending {
  init(_ error: any Error) {
    switch (error as? IOError)?.errnoCode {
    case ECONNRESET: self = .reset
    case ECONNREFUSED: self = .refused
    default: self = .other("\(error)")
    }
  }
}

/// Requests as text.
enum Raw {
  static let to = "+12025550123"
  static let from = "+12025550100"

  static func body(to: String = to, from: String = from, message: String = "Hello") -> String {
    #"{"to_number":"\#(to)","from_number":"\#(from)","message":"\#(message)"}"#
  }

  static func post(
    _ body: String = body(), path: String = "/v1/messages", headers: String = "",
    authorization: String? = "Bearer secret"
  ) -> String {
    let authorization = authorization.map { "Authorization: \($0)\r\n" } ?? ""
    return "POST \(path) HTTP/1.1\r\nHost: localhost\r\n\(authorization)\(headers)"
      + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  static let created = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
}

extension MockConfiguration {
  init(faults text: String) throws {
    self.init()
    faults = try FaultRules(parsing: text)
  }
}
