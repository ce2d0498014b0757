import MockFluents
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Delivery

@Suite("A plain answer")
struct PlainAnswerTests {
  @Test(
    "is a whole answer of one of these kinds",
    arguments: [
      // nginx
      (
        "HTTP/1.1 201 Created\r\nServer: nginx/1.22.1\r\nDate: Thu, 26 Nov 2026 12:00:00 GMT\r\n"
          + "Content-Type: text/plain\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n",
        201, ""
      ),
      // Express
      (
        "HTTP/1.1 201 Created\r\nX-Powered-By: Express\r\nContent-Type: application/json; "
          + "charset=utf-8\r\nContent-Length: 11\r\nETag: W/\"b-x\"\r\nConnection: keep-alive\r\n"
          + "Keep-Alive: timeout=5\r\n\r\n{\"id\":\"42\"}",
        201, #"{"id":"42"}"#
      ),
      ("HTTP/1.1 200 \r\ncontent-length: 2\r\n\r\nok", 200, "ok"),
      ("HTTP/1.1 202 Accepted\r\nCONTENT-LENGTH: 00\r\n\r\n", 202, ""),
      ("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno", 400, "no"),
      ("HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n", 599, ""),
    ])
  func known(_ text: String, _ status: Int, _ body: String) {
    let plain = plain(text)
    #expect(plain?.status == status)
    #expect(plain.map { String(decoding: Array(text.utf8)[$0.body], as: UTF8.self) } == body)
  }

  private static let head = "HTTP/1.1 201 Created\r\n"

  @Test(
    "is nothing that ends otherwise, says more of its connection, or is not quite HTTP",
    arguments: [
      "", "HTTP/1.1 201", "HTTP/1.1 201 Created\r\n", "HTTP/1.1 201 Created\r\n\r\n",
      head + "Content-Length: 2\r\n\r\no", head + "Content-Length: 2\r\n\r\nok!",
      head + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok",
      head + "Content-Length: 2, 2\r\n\r\nok", head + "Content-Length: +2\r\n\r\nok",
      head + "Content-Length: 2 \r\n\r\nok", head + "Content-Length: \r\n\r\n",
      head + "Content-Length:0\r\n\r\n", head + "Content-Length : 0\r\n\r\n",
      head + "Content-Length: 0\n\n", head + "Content-Length: 0\r\n\r",
      head + "Content-Length: 0\r\n\rx",
      head + "Content-Length: 0\r\nConnection: close\r\n\r\n",
      head + "Content-Length: 0\r\nConnection: keep-alive, Upgrade\r\n\r\n",
      head + "Content-Length: 0\r\nProxy-Connection: close\r\n\r\n",
      head + "Content-Length: 0\r\nUpgrade: h2c\r\n\r\n",
      head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok",
      head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      head + "Content-Length: 0\r\n folded: yes\r\n\r\n",
      head + ": empty\r\nContent-Length: 0\r\n\r\n",
      head + "no colon\r\nContent-Length: 0\r\n\r\n",
      head + "X: \u{7F}\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.0 201 Created\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 2010 Created\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 199 Early\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 600 Late\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 2O1 Created\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\nHTTP/1.1 201 Created\r\n",
    ])
  func unknown(_ text: String) {
    #expect(plain(text) == nil)
  }

  @Test("has no more of a body than is kept", arguments: [(65_536, true), (65_537, false)])
  func longest(_ size: Int, _ isKnown: Bool) {
    let head = "HTTP/1.1 201 Created\r\nContent-Length: \(size)\r\n\r\n"
    #expect((plain(head + String(repeating: "x", count: size)) != nil) == isKnown)
  }

  @Test("is read by the decoder just so, however its bytes are changed")
  func decoder() throws {
    let models = [
      "HTTP/1.1 201 Created\r\nServer: nginx\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\nbody",
      "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nKeep-Alive: 5\r\nX-Of: a:b\r\n\r\n{\"id\":\"412\"}",
      "HTTP/1.1 422 Unprocessable\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nbad",
    ]
    let pieces = [
      "\r", "\n", "\r\n", " ", ":", "\t", "0", "2", "a", "\u{0}", "é", ",", "Content-Length: 4\r\n",
      "Connection: close\r\n", "Transfer-Encoding: chunked\r\n", "Upgrade: x\r\n", "HTTP/1.1 ",
    ].map { Array($0.utf8) }
    var random = SplitMix64(seed: 20_261_126)
    var known = 0
    for round in 0..<20_000 {
      var bytes = Array(models[round % models.count].utf8)
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...2, using: &random))
        let piece = pieces.randomElement(using: &random) ?? []
        bytes.replaceSubrange(place..<end, with: Bool.random(using: &random) ? piece : [])
      }
      guard let plain = PlainAnswer(bytes.span.bytes) else { continue }
      known += 1
      let shown = String(decoding: bytes, as: UTF8.self)
      #expect(
        try decoded(bytes)
          == [Decoded(status: plain.status, stays: true, body: Array(bytes[plain.body]))],
        "\(shown.debugDescription)")
    }
    #expect(known > 1_000)
  }

  private func plain(_ text: String) -> PlainAnswer? {
    let bytes = Array(text.utf8)
    return PlainAnswer(bytes.span.bytes)
  }

  /// What the decoder makes of an answer.
  private struct Decoded: Equatable {
    var status: Int
    /// The connection may be used again.
    var stays: Bool
    var body: [UInt8] = []
    var isWhole = true
  }

  private func decoded(_ bytes: [UInt8]) throws -> [Decoded] {
    let decoder = HTTPResponseDecoder()
    let channel = EmbeddedChannel(handler: ByteToMessageHandler(decoder))
    decoder.write(data: .head(HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")))
    try channel.writeInbound(ByteBuffer(bytes: bytes))
    var all: [Decoded] = []
    while let part = try channel.readInbound(as: HTTPClientResponsePart.self) {
      switch part {
      case .head(let head):
        all.append(
          Decoded(status: Int(head.status.code), stays: head.isKeepAlive, isWhole: false))
      case .body(let body): all[all.count - 1].body += Array(body.readableBytesView)
      case .end: all[all.count - 1].isWhole = true
      }
    }
    // Nothing is left over.
    let rest = try channel.finish()
    #expect(rest.isClean)
    return all
  }
}
