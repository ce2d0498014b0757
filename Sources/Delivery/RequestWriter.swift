import Composing
import NIOCore

/// Writes whole requests: what is the same for all of them is made once.
struct RequestWriter: Sendable {
  private let prefix: [UInt8]

  init(endpoint: Endpoint, token: String, agent: String) {
    prefix = Array(
      """
      POST \(endpoint.path) HTTP/1.1\r
      Host: \(endpoint.authority)\r
      Authorization: Bearer \(token)\r
      User-Agent: \(agent)\r
      Content-Type: application/json\r
      Accept: application/json\r
      Content-Length:\u{20}
      """.utf8)
  }

  /// The bytes of one request, head and body.
  func request(for message: Message, allocator: ByteBufferAllocator) -> ByteBuffer {
    var body: [UInt8] = []
    message.appendJSONBody(to: &body)
    var buffer = allocator.buffer(capacity: prefix.count + body.count + 16)
    buffer.writeBytes(prefix)
    buffer.writeString("\(body.count)\r\n\r\n")
    buffer.writeBytes(body)
    return buffer
  }
}
