import Composing
import NIOCore
import Testing

@testable import Delivery

@Suite("A request")
struct RequestWriterTests {
  @Test("is whole, with the length of its body in bytes")
  func bytes() throws {
    let endpoint = try Endpoint("http://127.0.0.1:8080/base")
    let writer = RequestWriter(endpoint: endpoint, token: "secret", agent: "volley/1")
    let example = Message.example(0)
    let message = Message(
      key: example.key, row: 2, to: example.to, from: example.from, text: Array("caf\u{E9}".utf8),
      segments: 1, encoding: .gsm7)
    let buffer = writer.request(for: message, allocator: ByteBufferAllocator())
    let body = #"{"to_number":"+12025550100","from_number":"+12025550000","message":"café"}"#
    let expected = [
      "POST /base/v1/messages HTTP/1.1", "Host: 127.0.0.1:8080", "Authorization: Bearer secret",
      "User-Agent: volley/1", "Content-Type: application/json", "Accept: application/json",
      "Content-Length: \(body.utf8.count)", "", body,
    ]
    // Any white space may follow a colon.
    let text = String(buffer: buffer).replacing(":  ", with: ": ")
    #expect(text == expected.joined(separator: "\r\n"))
  }
}
