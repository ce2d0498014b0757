/// What is known of one attempt when it is over: the facts that decide its outcome.
package struct Attempt: Sendable, Equatable {
  /// Whether a byte of the request may have reached the network.
  package var written: Bool
  /// A head that came is one, whatever happened to its body.
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
  /// The status code (RFC 9110, section 15).
  package var status: Int
  /// The first value of `Retry-After`, as it came.
  package var retryAfter: String?
  /// The value of `Location`, as it came.
  package var location: String?
  /// At most ``keptBody`` bytes.
  package var body: [UInt8]

  /// How many bytes of a body are kept; an error's words are far shorter.
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
