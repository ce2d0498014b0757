import Testing

@testable import volley

@Suite("A duration in text")
struct DurationTextTests {
  @Test(
    "is a number and a unit, or a number of seconds",
    arguments: [
      ("30", Duration.seconds(30)), ("500ms", .milliseconds(500)), ("0.5s", .milliseconds(500)),
      ("2m", .seconds(120)), ("1000000h", .seconds(3_600_000_000)),
    ])
  func read(_ text: String, _ duration: Duration) throws {
    #expect(try DurationText.parse(text) == duration)
  }

  @Test(
    "is nothing else, and not longer than anybody waits",
    arguments: [
      "", "s", "-1s", "1 s", "1d", "1.2.3s", "1e3", "٣s", "1000001", "1000000.1h",
      "99999999999999999999h",
    ])
  func refused(_ text: String) {
    #expect(throws: (any Error).self) { try DurationText.parse(text) }
  }
}
