import Testing

@testable import Reports

@Suite struct MetricsTests {
  @Test func rowsThatCouldNotBeCountedAreNoZeros() {
    var summary = Summary(version: "1", campaign: "spring", contacts: "list.csv")
    func text() -> String {
      Metrics(summary: summary, attempts: Metrics.Attempts(), lastSuccess: nil).text
    }
    #expect(!text().contains("volley_rows"))
    summary.counts[.sent] = 2
    #expect(text().contains("status=\"sent\"} 2\n"))
    #expect(text().contains("status=\"unknown\"} 0\n"))
  }

  @Test func aBucketHasAllAttemptsThatWereNoSlower() {
    var attempts = Metrics.Attempts()
    attempts.byOutcome = [("sent", 5), ("unknown", 2)]
    attempts.buckets = [(0.1, 3), (0.5, 0), (1, 2)]
    attempts.seconds = 9.25
    let summary = Summary(version: "1", campaign: "spring", contacts: "list.csv")
    let text = Metrics(summary: summary, attempts: attempts, lastSuccess: nil).text
    let lines = text.split(separator: "\n").filter {
      $0.hasPrefix("volley_request_duration_seconds")
    }
    #expect(
      lines.map { $0.replacing("volley_request_duration_seconds", with: "") } == [
        "_bucket{campaign=\"spring\",le=\"0.1\"} 3", "_bucket{campaign=\"spring\",le=\"0.5\"} 3",
        "_bucket{campaign=\"spring\",le=\"1\"} 5", "_bucket{campaign=\"spring\",le=\"+Inf\"} 7",
        "_sum{campaign=\"spring\"} 9.25", "_count{campaign=\"spring\"} 7",
      ])
  }
}
