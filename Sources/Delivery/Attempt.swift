import NIOCore

/// What is known of one attempt when it is over: the facts that decide its outcome.
package struct Attempt: Sendable, Equatable {
  /// Whether a byte of the request may have reached the network.
  package var written: Bool
  package var answer: Answer?
  /// Why there is no answer; nil when there is one.
  package var fault: Fault?

  package init(written: Bool, answer: Answer? = nil, fault: Fault? = nil) {
    self.written = written
    self.answer = answer
    self.fault = fault
  }
}

/// The head of an answer and as much of its body as is kept.
package struct Answer: Sendable, Equatable {
  package var status: Int
  /// The first value of `Retry-After`, as it came.
  package var retryAfter: String?
  /// The value of `Location`, as it came.
  package var location: String?
  /// At most ``keptBody`` bytes.
  package var body: [UInt8]

  /// In bytes; an error's words are far shorter.
  package static let keptBody = 64 * 1024

  package init(
    status: Int, retryAfter: String? = nil, location: String? = nil, body: [UInt8] = []
  ) {
    self.status = status
    self.retryAfter = retryAfter
    self.location = location
    self.body = body
  }
}

/// Why an attempt ended without an answer.
package enum Fault: Error, Equatable {
  /// No connection: name not found, refused, unreachable, or the proxy could not reach the API.
  case noConnection(reason: String)
  /// TLS could not be agreed on, or the certificate is not to be trusted.
  case noTrust(reason: String)
  /// The proxy wants nothing of us: 401, 403 and 407 to `CONNECT`.
  case proxyRefused(status: Int)
  /// Plain http, and the host is another machine.
  case elsewhere(host: String, address: String)
  case timeout
  /// Reset or closed by the other side, or by something in between.
  case closed(reason: String)
  /// What came back is not HTTP.
  case notHTTP(reason: String)
}
