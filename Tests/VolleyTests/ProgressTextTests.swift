import Delivery
import Testing

@testable import volley

@Suite("The progress line")
struct ProgressTextTests {
  private func line(
    sent: Int = 0, rejected: Int = 0, failed: Int = 0, unknown: Int = 0, inFlight: Int = 0,
    perSecond: Double = 0, heldUntil: String? = nil
  ) -> String {
    var counts = RunProgress.Counts()
    (counts.sent, counts.rejected, counts.failed) = (sent, rejected, failed)
    (counts.unknown, counts.inFlight) = (unknown, inFlight)
    return ProgressText(counts: counts, total: 1_000, perSecond: perSecond)
      .line(heldUntil: heldUntil)
  }

  @Test("says how far the run is, how fast, and how long it will take")
  func well() {
    #expect(
      line(sent: 400, inFlight: 10, perSecond: 49.6)
        == "400/1000 · 50/s · 10 in flight · 13 s left")
    #expect(
      line(sent: 10, inFlight: 1, perSecond: 0.05)
        == "10/1000 · 0.1/s · 1 in flight · 5 h 30 min left")
  }

  @Test("tells no end that was passed already")
  func passed() {
    #expect(line(sent: 1_200, perSecond: 5) == "1200 · 5.0/s · 0 in flight")
  }

  @Test("names errors and unknowns when there are any")
  func ill() {
    #expect(
      line(sent: 5, rejected: 2, failed: 1, unknown: 1, perSecond: 1)
        == "9/1000 · 5 sent · 1.0/s · 0 in flight · 3 errors · 1 unknown · 16 min left")
  }

  @Test("says until when all is held back instead of how long it will take")
  func held() {
    #expect(
      line(sent: 5, perSecond: 1, heldUntil: "14:05:10")
        == "5/1000 · held until 14:05:10 · 1.0/s · 0 in flight")
  }

  @Test("the rate is that of the last five seconds")
  func speed() {
    var speed = Speed()
    let start = Instant.now
    #expect(speed.perSecond == 0)
    for step in 0...100 { speed.note(step * 10, at: start + .milliseconds(step * 100)) }
    #expect(abs(speed.perSecond - 100) < 1)
    for step in 101...160 { speed.note(1_000, at: start + .milliseconds(step * 100)) }
    #expect(speed.perSecond == 0)
  }
}

@Suite("The log")
struct LogTests {
  @Test("escapes what a terminal would obey, and keeps an event on one line")
  func text() {
    let line = LineHandler.text(
      "now", .info, "rejected", [("error", "bad\u{1B}[2J\nname\u{202E}"), ("row", "7")])
    #expect(line == #"now info: rejected error=bad\u{1b}[2J\u{a}name\u{202e} row=7"#)
    #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
  }

  @Test("is one JSON object a line")
  func json() {
    let line = LineHandler.json("now", .notice, "held", [("reason", "\"429\"\n")])
    #expect(
      line == #"{"time":"now","level":"notice","message":"held","reason":"\"429\"\n"}"#)
  }
}
