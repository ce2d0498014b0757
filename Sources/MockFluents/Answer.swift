import NIOHTTP1

/// One HTTP answer, before it is bytes.
package struct Answer: Sendable, Equatable {
  /// A header field, written exactly as given.
  package struct Header: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package var status: Int
  /// Written in this order. `Content-Length` is added unless it or `Transfer-Encoding` is among them.
  package var headers: [Header]
  package var body: [UInt8]

  /// An answer of any status; its `Content-Length` is added when it is encoded.
  package init(_ status: Int, headers: [Header] = [], body: some Sequence<UInt8> = [UInt8]()) {
    self.status = status
    self.headers = headers
    self.body = Array(body)
  }

  /// What the API says when it takes a message: 201, and nothing else.
  package static let created = Answer(201)

  /// The API's error body: `{"message": string, "error": string, "statusCode": number}`.
  package static func refusal(_ status: Int, _ message: String) -> Answer {
    let words = JSONText.quoted(message)
    let error = JSONText.quoted(HTTPResponseStatus(statusCode: status).reasonPhrase)
    return json(status, #"{"message":\#(words),"error":\#(error),"statusCode":\#(status)}"#)
  }

  static func json(_ status: Int, _ text: String) -> Answer {
    let type = Header("Content-Type", "application/json; charset=utf-8")
    return Answer(status, headers: [type], body: text.utf8)
  }

  /// How an answer is framed on the wire.
  struct Framing: Sendable, Equatable {
    var version = "HTTP/1.1"
    /// Nil leaves the `Connection` field out.
    var connection: String?
    var extra: [Header] = []
    /// A HEAD request gets the head alone.
    var bodyless = false
  }

  /// The bytes of the answer. A length that `headers` states itself is left as it is.
  func encoded(_ framing: Framing = Framing()) -> [UInt8] {
    var head = statusLine(framing.version)
    for header in headers + framing.extra { head += "\(header.name): \(header.value)\r\n" }
    if !statesItsLength { head += "Content-Length: \(body.count)\r\n" }
    if let connection = framing.connection { head += "Connection: \(connection)\r\n" }
    head += "\r\n"
    return framing.bodyless ? Array(head.utf8) : Array(head.utf8) + body
  }

  private func statusLine(_ version: String) -> String {
    "\(version) \(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)\r\n"
  }

  private var statesItsLength: Bool {
    headers.contains { ["content-length", "transfer-encoding"].contains($0.name.lowercased()) }
  }
}
