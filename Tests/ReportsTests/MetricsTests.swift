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
}
