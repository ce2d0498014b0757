/// How a mock listens, what it owns, and how it misbehaves.
package struct MockConfiguration: Sendable {
  /// `127.0.0.1` or `::1`; anything else is refused, since the mock is no server for a network.
  package var host = "127.0.0.1"
  /// 0 to 65,535; 0 lets the kernel pick a free one.
  package var port = 0
  /// Event loops, 1 to 64.
  package var threads = 1
  /// The `from_number`s that the account owns; nil: every number.
  package var numbers: Set<String>?
  /// The bearer token to demand; nil: any that is not empty.
  package var token: String?
  /// Time between a request read whole and its answer.
  package var latency: Duration = .zero
  /// Nil: requests may come as fast as they like.
  package var rateLimit: RateLimit?
  /// The path of a file to which each accepted message is appended as one JSON line before it is answered; nil: none.
  package var log: String?
  /// Nil: plain HTTP.
  package var tls: TLSFiles?
  package var faults = FaultRules()
  /// Whether `received` is filled. Turn it off for runs too long to be held in memory.
  package var keepsReceived = true

  package init() {}
}

/// At most `count` requests in any window of one second; the others are answered 429.
///
/// The window slides: a request passes if the `count`-th request before it passed a second ago or
/// earlier. So there is no burst beyond `count`, in whatever way the second is cut. A refused
/// request takes no place in the window.
package struct RateLimit: Sendable, Equatable {
  /// The form of `Retry-After` in the 429; it names the time at which the window has room again.
  package enum Form: Sendable, Equatable { case none, seconds, date }

  /// What `count` may be: the moments of so many requests are kept.
  package static let counts = 1...1_000_000

  /// Requests a second, one of ``counts``.
  package var count: Int
  package var retryAfter: Form

  package init(perSecond count: Int, retryAfter: Form = .seconds) {
    self.count = count
    self.retryAfter = retryAfter
  }
}

/// PEM files, by their paths, with which the mock speaks TLS.
package struct TLSFiles: Sendable, Equatable {
  /// The certificate, followed by the rest of its chain.
  package var certificate: String
  /// The private key of the certificate.
  package var key: String
  /// Speak TLS 1.1 and nothing newer, to see a client refuse it.
  package var outdated: Bool

  package init(certificate: String, key: String, outdated: Bool = false) {
    self.certificate = certificate
    self.key = key
    self.outdated = outdated
  }
}
