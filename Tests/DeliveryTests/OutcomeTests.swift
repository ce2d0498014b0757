import Delivery
import Testing

/// The table of the design, row by row.
@Suite("The outcome of an attempt")
struct OutcomeTests {
  private static func answered(
    _ status: Int, retryAfter: String? = nil, location: String? = nil, body: String = ""
  ) -> Attempt {
    let answer = Answer(
      status: status, retryAfter: retryAfter, location: location, body: Array(body.utf8))
    return Attempt(written: true, answer: answer)
  }

  @Test("is sent with any 2xx", arguments: [200, 201, 202, 204, 206, 299])
  func sent(_ status: Int) {
    #expect(Outcome(of: Self.answered(status, body: "<html>")) == .sent(status: status))
  }

  @Test("is sent with a 2xx head, whatever cut off its body")
  func sentAndCut() {
    var attempt = Self.answered(201)
    attempt.fault = .closed(reason: "closed by the other side")
    #expect(Outcome(of: attempt) == .sent(status: 201))
  }

  @Test(
    "never repeats the token",
    arguments: [
      (400, #"{"message":["no: Bearer s3cret-0","s3cret-0"]}"#), (401, "s3cret-0 is no token"),
      (429, "s3cret-0"), (503, #"{"error":"s3cret-0"}"#),
      (400, String(repeating: "x", count: 495) + "s3cret-0"),
    ])
  func token(_ status: Int, _ body: String) {
    let outcome = Outcome(of: Self.answered(status, body: body), safe: [], hiding: "s3cret-0")
    #expect(!"\(outcome)".contains("s3c"))
    let moved = Outcome(
      of: Self.answered(302, location: "https://a.example/s3cret-0?to=+12025550123"),
      safe: [], hiding: "s3cret-0")
    guard case .stop(_, let reason) = moved else {
      Issue.record("\(moved)")
      return
    }
    #expect("\(reason)".contains(" to https://a.example/[token];"), "\(reason)")
  }

  @Test(
    "is another try when no byte was written",
    arguments: [
      (Fault.noConnection(reason: "refused"), "no connection: refused"),
      (.noTrust(reason: "expired"), "no trusted connection: expired"),
      (.timeout, "timeout"),
      (.closed(reason: "closed while idle"), "connection lost (closed while idle)"),
    ])
  func unwritten(_ fault: Fault, _ words: String) {
    #expect(
      Outcome(of: Attempt(written: false, fault: fault))
        == .notAccepted(status: nil, words: words, retryAfter: nil))
  }

  @Test("is another try with 408, 421, 425 and 429", arguments: [408, 421, 425, 429])
  func again(_ status: Int) {
    #expect(
      Outcome(of: Self.answered(status, retryAfter: "7", body: "later"))
        == .notAccepted(status: status, words: "later", retryAfter: "7"))
  }

  @Test(
    "is unknown when bytes were written and no answer came",
    arguments: [
      (Fault.timeout, "timeout after the request was written"),
      (
        .closed(reason: "connection reset by peer"),
        "connection lost (connection reset by peer) after the request was written"
      ),
      (
        .notHTTP(reason: "invalid version"),
        "the answer is not HTTP (invalid version) after the request was written"
      ),
    ])
  func written(_ fault: Fault, _ words: String) {
    #expect(
      Outcome(of: Attempt(written: true, fault: fault))
        == .unknown(status: nil, words: words, retryAfter: nil))
  }

  @Test("is unknown when nothing at all is known of a written request")
  func nothing() {
    guard case .unknown(nil, _, nil) = Outcome(of: Attempt(written: true)) else {
      Issue.record("A request that was written must not be repeated.")
      return
    }
  }

  @Test("is unknown with any 5xx", arguments: [500, 502, 503, 504, 599])
  func unknown(_ status: Int) {
    #expect(
      Outcome(of: Self.answered(status, retryAfter: "9", body: "oops"))
        == .unknown(status: status, words: "oops", retryAfter: "9"))
  }

  @Test("is unknown with statuses that HTTP does not have", arguments: [0, 101, 199, 600, 999])
  func strange(_ status: Int) {
    guard case .unknown(status, _, nil) = Outcome(of: Self.answered(status)) else {
      Issue.record("\(status) must leave the message in doubt.")
      return
    }
  }

  @Test("is another try with a 5xx that is said to be safe, and with no other")
  func safe() {
    let safe: Set = [503]
    #expect(
      Outcome(of: Self.answered(503, retryAfter: "9", body: "busy"), safe: safe)
        == .notAccepted(status: 503, words: "busy", retryAfter: "9"))
    #expect(
      Outcome(of: Self.answered(500, body: "oops"), safe: safe)
        == .unknown(status: 500, words: "oops", retryAfter: nil))
  }

  @Test("stays what it is when a safe status is none of the 5xx", arguments: [201, 400, 401, 302])
  func notSafer(_ status: Int) {
    let attempt = Self.answered(status, body: "x")
    #expect(Outcome(of: attempt, safe: [status]) == Outcome(of: attempt))
  }

  @Test(
    "is rejected with every other 4xx, in the API's words",
    arguments: [400, 402, 404, 405, 409, 410, 413, 415, 418, 422, 431, 451, 499])
  func rejected(_ status: Int) {
    #expect(
      Outcome(of: Self.answered(status, body: #"{"message":["a","b"]}"#))
        == .rejected(status: status, words: "a; b"))
  }

  @Test("stops the run with 401 and 403", arguments: [401, 403])
  func notAuthorized(_ status: Int) {
    #expect(
      Outcome(of: Self.answered(status, body: "no"))
        == .stop(status: status, .notAuthorized(status: status, words: "no")))
  }

  @Test("stops the run with any 3xx", arguments: [300, 301, 302, 303, 304, 307, 308, 399])
  func redirected(_ status: Int) {
    #expect(
      Outcome(of: Self.answered(status, location: "https://x"))
        == .stop(status: status, .redirected(status: status, location: "https://x")))
  }

  @Test("stops the run when the proxy refuses", arguments: [false, true])
  func proxy(_ written: Bool) {
    #expect(
      Outcome(of: Attempt(written: written, fault: .proxyRefused(status: 407)))
        == .stop(status: nil, .proxyRefused(status: 407)))
  }
}
