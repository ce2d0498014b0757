import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Delivery

/// The pipeline of a connection without a network.
@Suite("What comes over the wire")
struct WireHandlerTests {
  private static let plain = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok"
  private static let chunked =
    "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
  private static let refusal =
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\nno"

  @Test("plain or not, in whatever order, answers are told alike")
  func mixed() throws {
    let wire = try Wire()
    for text in [Self.plain, Self.chunked, Self.plain, Self.refusal, Self.plain, Self.plain] {
      let answer = try #require(try wire.exchange(answered: [text]))
      let expected =
        text == Self.refusal
        ? Answer(status: 429, retryAfter: "7", body: Array("no".utf8))
        : Answer(status: 201, body: Array("ok".utf8))
      #expect(answer == Attempt(written: true, answer: expected))
      #expect(wire.isReusable)
    }
  }

  @Test("an answer in two pieces is one, wherever it is cut")
  func pieces() throws {
    for cut in 1..<Self.plain.utf8.count {
      let wire = try Wire()
      let bytes = Array(Self.plain.utf8)
      let parts = [bytes[..<cut], bytes[cut...]].map { String(decoding: $0, as: UTF8.self) }
      let attempt = try wire.exchange(answered: parts)
      #expect(
        attempt == Attempt(written: true, answer: Answer(status: 201, body: Array("ok".utf8))))
      #expect(try wire.exchange(answered: [Self.plain])?.answer?.status == 201)
    }
  }

  @Test("the rest of an answer is none, whatever it looks like")
  func disguised() throws {
    let wire = try Wire()
    let attempt = try wire.exchange(answered: ["HTTP/1.1 404 Not Found\r\nX-Was: ", Self.plain])
    #expect(attempt?.answer == Answer(status: 404, body: Array("ok".utf8)))
  }

  /// What nobody asked for; the next answer would be a part of it.
  private static let strays = [
    "HTTP/1.1 201 Created\r\nX-Was: ", "HTTP/1.1 408 Request Timeout\r\nServer: ", "H", "\r\n",
    "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r",
  ]

  @Test("what follows an answer at once is no part of the next, and ends the connection")
  func leftOver() throws {
    for (text, stray) in Self.strays.flatMap({ stray in
      [Self.plain, Self.chunked, Self.refusal].map { ($0, stray) }
    }) {
      let wire = try Wire()
      let status = text == Self.refusal ? 429 : 201
      #expect(try wire.exchange(answered: [text + stray])?.answer?.status == status)
      #expect(!wire.isReusable)
      #expect(try wire.exchange(answered: [Self.plain])?.written == false)
    }
  }

  @Test("what comes while nothing was asked ends the connection", arguments: strays)
  func between(_ stray: String) throws {
    let wire = try Wire()
    #expect(try wire.exchange(answered: [Self.plain])?.answer?.status == 201)
    try wire.receive(stray)
    #expect(!wire.isReusable)
    #expect(try wire.exchange(answered: [Self.refusal])?.written == false)
    let fresh = try Wire()
    try fresh.receive(stray)
    #expect(!fresh.isReusable)
  }

  @Test("a head without end is given up, and not kept")
  func endless() throws {
    for piece in [" ", "HTTP/1.1 100 Continue\r\n\r\n"] {
      let wire = try Wire()
      let start = piece == " " ? "HTTP/1.1 201 Created\r\nX-A:" : ""
      let much = String(repeating: piece, count: 4_096)
      let attempt = try wire.exchange(
        answered: [start] + Array(repeating: much, count: 100))
      guard case .notHTTP? = attempt?.fault else {
        Issue.record("\(piece): \(String(describing: attempt))")
        continue
      }
      #expect(attempt?.written == true)
      #expect(!wire.isReusable)
    }
  }

  @Test("what all answers of a connection have together is no endless head")
  func manyLong() throws {
    let wire = try Wire()
    let length = 60_000
    let body = String(repeating: "x", count: length)
    for _ in 0..<2 * WireHandler.longestHead / length {
      let attempt = try wire.exchange(
        answered: ["HTTP/1.1 429 Too Many Requests\r\nContent-Length: \(length)\r\n\r\n\(body)"])
      #expect(attempt?.answer?.status == 429)
      #expect(attempt?.fault == nil && wire.isReusable)
    }
  }

  @Test("an interim answer is passed by")
  func interim() throws {
    let wire = try Wire()
    let attempt = try wire.exchange(answered: ["HTTP/1.1 100 Continue\r\n\r\n", Self.plain])
    #expect(attempt?.answer?.status == 201)
    #expect(try wire.exchange(answered: [Self.plain])?.answer?.status == 201)
  }

  @Test("an answer that nobody asked for ends the connection")
  func unasked() throws {
    let wire = try Wire()
    #expect(try wire.exchange(answered: [Self.plain])?.answer?.status == 201)
    try wire.receive(Self.plain)
    #expect(!wire.isReusable)
    #expect(try wire.exchange(answered: [Self.plain])?.written == false)
  }

  @Test("two answers at once are told as one, and end the connection", arguments: [plain, chunked])
  func two(_ first: String) throws {
    let wire = try Wire()
    let attempt = try wire.exchange(answered: [first + Self.plain])
    #expect(attempt?.answer?.status == 201)
    #expect(!wire.isReusable)
  }

  /// A connection, and what is written over it.
  private struct Wire {
    private let channel = EmbeddedChannel()
    private let handler: ExchangeHandler

    init() throws {
      let decoder = HTTPResponseDecoder()
      let wire = WireHandler(decoder: decoder)
      handler = ExchangeHandler(wire)
      let pipeline = channel.pipeline.syncOperations
      try pipeline.addHandlers(wire, ByteToMessageHandler(decoder), handler)
      try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 9)).wait()
    }

    var isReusable: Bool { handler.isReusable }

    /// - Returns: what is told of it; nil when nothing is.
    func exchange(answered texts: [String]) throws -> Attempt? {
      var told: [Attempt] = []
      let request = ByteBuffer(string: "POST")
      handler.exchange(request, deadline: .distantFuture) { told.append($0) }
      if told.isEmpty { #expect(try channel.readOutbound(as: ByteBuffer.self) == request) }
      for text in texts where told.isEmpty { try receive(text) }
      #expect(told.count <= 1)
      return told.first
    }

    /// What is no answer is told to the handler, and thrown on from there.
    func receive(_ text: String) throws {
      do { try channel.writeInbound(ByteBuffer(string: text)) } catch is HTTPParserError {}
    }
  }
}
