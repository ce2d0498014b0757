import Foundation
import Testing

@testable import MockFluents

@Suite("The rate limit", .timeLimit(.minutes(1)))
struct RateWindowTests {
  @Test("lets no more through than its count in any second")
  func slides() {
    var window = RateWindow(RateLimit(perSecond: 3))
    let start = ContinuousClock.now
    var passed: [Duration] = []
    for step in 0..<400 {
      let time = Duration.milliseconds(step * 7)
      if window.wait(at: start + time) == nil { passed.append(time) }
    }
    #expect(passed.count == 9)
    for (early, late) in zip(passed, passed.dropFirst(3)) { #expect(late - early >= .seconds(1)) }
  }

  @Test("says how long to wait, and a refusal costs nothing")
  func waits() {
    var window = RateWindow(RateLimit(perSecond: 1))
    let start = ContinuousClock.now
    #expect(window.wait(at: start) == nil)
    #expect(window.wait(at: start + .milliseconds(400)) == .milliseconds(600))
    #expect(window.wait(at: start + .milliseconds(999)) == .milliseconds(1))
    #expect(window.wait(at: start + .seconds(1)) == nil)
  }

  @Test("rounds Retry-After up to whole seconds")
  func rounds() {
    let seconds = RateWindow(RateLimit(perSecond: 1, retryAfter: .seconds))
    #expect(seconds.retryAfter(.milliseconds(1)) == .seconds(1))
    #expect(seconds.retryAfter(.seconds(1)) == .seconds(1))
    let date = RateWindow(RateLimit(perSecond: 1, retryAfter: .date))
    #expect(date.retryAfter(.milliseconds(1)) == .date(secondsFromNow: 1))
    let none = RateWindow(RateLimit(perSecond: 1, retryAfter: .none))
    #expect(none.retryAfter(.milliseconds(1)) == .none)
  }

  @Test("answers 429 beyond it", arguments: [RateLimit.Form.none, .seconds, .date])
  func answers(_ form: RateLimit.Form) async throws {
    var configuration = MockConfiguration()
    configuration.rateLimit = RateLimit(perSecond: 1, retryAfter: form)
    try await MockServer.withServer(configuration) { server in
      try await RawClient.with(server.port) { client in
        client.send(Raw.post() + Raw.post())
        #expect(await client.readAnswer() == Raw.created)
        let second = await client.readAnswer()
        #expect(second.hasPrefix("HTTP/1.1 429 Too Many Requests\r\n"))
        #expect(second.contains("Retry-After: 1\r\n") == (form == .seconds))
        #expect(second.contains(" GMT\r\n") == (form == .date))
        #expect(second.contains("Retry-After") == (form != .none))
      }
      #expect(server.statistics.answers == [201: 1, 429: 1])
    }
  }

  @Test("dates are those of HTTP and of ISO 8601")
  func dates() {
    let date = Date(timeIntervalSince1970: 784_111_777.007)
    #expect(
      Timestamp.http(Date(timeIntervalSince1970: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(Timestamp.http(date) == "Sun, 06 Nov 1994 08:49:38 GMT")
    #expect(Timestamp.iso(date) == "1994-11-06T08:49:37.007Z")
  }
}
