import Testing

@testable import Reports

@Suite struct StatusTests {
  @Test func thereAreNine() {
    #expect(
      Status.allCases.map(\.rawValue) == [
        "ready", "sent", "rejected", "failed", "unknown", "invalid", "duplicate", "suppressed",
        "pending",
      ])
    for status in Status.allCases { #expect("\(status.name)" == status.rawValue) }
  }

  @Test func rejectsAreRowsThatWereSurelyNotSentAndCanBeCorrected() {
    #expect(Status.allCases.filter(\.isReject) == [.rejected, .failed, .invalid])
  }

  @Test func countsAddUp() {
    var counts = StatusCounts()
    for (index, status) in Status.allCases.enumerated() {
      for _ in 0...index { counts.count(status) }
    }
    counts[.pending] += 10
    for (index, status) in Status.allCases.enumerated() {
      #expect(counts[status] == index + 1 + (status == .pending ? 10 : 0))
    }
    #expect(counts.total == 55)
  }
}
