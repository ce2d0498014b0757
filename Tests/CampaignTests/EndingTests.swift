import Audience
import Reports
import Testing

@testable import Campaign

@Suite("How a run ended")
struct EndingTests {
  private func ending(of test: [Status]) -> Ending {
    var summary = Summary(version: "1", campaign: "spring.test-1", contacts: "list.csv")
    summary.testTo = PhoneNumber(digits: 12_025_550_199)
    for status in test { summary.counts.count(status) }
    return Ending(summary: summary)
  }

  @Test(
    "a test is done when all of its messages were accepted",
    arguments: [
      ([.sent, .sent, .pending], ExitCode.success), ([.sent, .rejected, .pending], .someNotSent),
      ([.sent, .unknown], .someUnknown), ([.pending], .later),
    ] as [([Status], ExitCode)])
  func test(_ statuses: [Status], _ code: ExitCode) {
    #expect(ending(of: statuses).code == code)
  }

  @Test("a signal does not hide that the reports could not be written")
  func interrupted() {
    var ending = Ending(summary: Summary(version: "1", campaign: "spring", contacts: "list.csv"))
    ending.stop = .interrupted(signal: 15)
    #expect(ending.code == .terminated)
    ending.reportProblem = "the disk is full"
    #expect(ending.code == .stopped)
  }

  @Test(
    "a test that the hours cut short is to be run again",
    arguments: [[Status.sent], [.sent, .unknown]])
  func cutShort(_ statuses: [Status]) {
    var ending = ending(of: statuses + [.pending])
    ending.isLeftByHours = true
    #expect(ending.code == .later)
  }
}
