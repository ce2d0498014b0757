/// What one attempt means for its message.
package enum Outcome: Sendable, Equatable {
  /// The API accepted it: any 2xx.
  case sent(status: Int)
  /// Surely not accepted, through no fault of the message: it may be tried again.
  case notAccepted(status: Int?, words: String, retryAfter: String?)
  /// It may have been accepted, and so is never repeated.
  case unknown(status: Int?, words: String, retryAfter: String?)
  /// The API refused this message.
  case rejected(status: Int, words: String)
  /// Nothing is wrong with this message, and no other would fare better.
  case stop(status: Int?, StopReason)
}

extension Outcome {
  /// Decides the outcome of an attempt. The API has no idempotency key and its 201 has no body, so
  /// a request that may have been accepted must not be repeated; all else follows from that.
  ///
  /// - Parameters:
  ///   - safe: the statuses that `--retry-on` says are safe to repeat on: the API does not accept a message
  ///     that it answers with them.
  ///   - secret: what no words may have in them, should the API or a proxy repeat it: the token.
  package init(of attempt: Attempt, safe: Set<Int>, hiding secret: String) {
    if let answer = attempt.answer {
      self.init(answer: answer, safe: safe, hiding: secret)
    } else {
      self.init(fault: attempt.fault ?? .closed(reason: "no answer"), written: attempt.written)
    }
  }

  private init(answer: Answer, safe: Set<Int>, hiding secret: String) {
    let status = answer.status
    if (200..<300).contains(status) {
      self = .sent(status: status)
      return
    }
    let words = ErrorWords.of(answer, hiding: secret)
    switch status {
    case 300..<400:
      self = .stop(
        status: status,
        .redirected(
          status: status, location: answer.location.map { ErrorWords.tidy($0, hiding: secret) }))
    case 401, 403:
      self = .stop(status: status, .notAuthorized(status: status, words: words))
    case 408, 421, 425, 429:
      self = .notAccepted(status: status, words: words, retryAfter: answer.retryAfter)
    case 400..<500:
      self = .rejected(status: status, words: words)
    case _ where safe.contains(status):
      self = .notAccepted(status: status, words: words, retryAfter: answer.retryAfter)
    default:
      self = .unknown(status: status, words: words, retryAfter: answer.retryAfter)
    }
  }

  private init(fault: Fault, written: Bool) {
    switch fault {
    case .proxyRefused(let status):
      self = .stop(status: nil, .proxyRefused(status: status))
    case .elsewhere(let host, let address):
      self = .stop(status: nil, .notEncrypted(host: host, address: address))
    case _ where written:
      self = .unknown(
        status: nil, words: "\(fault) after the request was written", retryAfter: nil)
    default:
      self = .notAccepted(status: nil, words: "\(fault)", retryAfter: nil)
    }
  }
}
