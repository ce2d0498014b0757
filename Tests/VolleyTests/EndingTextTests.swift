import Audience
import Delivery
import Reports
import Testing

@testable import Campaign
@testable import volley

@Suite("The words at the end of a run")
struct EndingTextTests {
  private func ending(of statuses: [Status], testTo: UInt64? = nil) -> Ending {
    var summary = Summary(version: "1", campaign: "spring", contacts: "list.csv")
    summary.testTo = testTo.map { PhoneNumber(digits: $0) }
    for status in statuses { summary.counts.count(status) }
    return Ending(summary: summary)
  }

  private func lines(_ ending: Ending, folder: String? = nil, ledger: String? = nil) -> [String] {
    EndingText(ending: ending, folder: folder, ledger: ledger).lines
  }

  @Test("tell how to settle what is in doubt, in the ledger that was named")
  func unknown() {
    #expect(
      lines(ending(of: [.sent, .unknown]), ledger: "my ledger").last
        == "  unknown: may have been accepted. Look it up, then: volley settle spring --unknown "
        + "STATE [--only NUMBER] --ledger 'my ledger', where STATE is sent or failed")
    #expect(
      lines(ending(of: [.unknown, .unknown])).last
        == "  unknown: may have been accepted. Look them up, then: volley settle spring --unknown "
        + "STATE [--only NUMBER], where STATE is sent or failed")
  }

  @Test("name the send command in a report, and why the run stopped")
  func report() {
    var ending = ending(of: [.sent, .pending])
    ending.summary.stopReason = "the API answered 401"
    let text = EndingText(ending: ending, folder: nil, ledger: nil, isReport: true)
    #expect(
      text.lines.suffix(2) == [
        "  the run stopped early: the API answered 401",
        "  pending: run the send command again to go on",
      ])
    #expect(lines(ending).last == "  pending: run the same command again to go on")
    #expect(!lines(ending).contains { $0.contains("401") })
  }

  @Test("say that hours which begin after the deadline are none for what is tried again, too")
  func opensTooLate() {
    var ending = ending(of: [.sent, .rejected])
    (ending.left, ending.isLeftByHours, ending.opensTooLate) = (1, true, true)
    #expect(
      lines(ending).last
        == "  1 message to try again: no hour is left before --not-after; run the command again with "
        + "a later one to go on")
  }

  @Test("say of a test that hours alone kept everything, unless it was stopped")
  func testOutsideItsHours() {
    var ending = ending(of: [.pending, .pending], testTo: 12_025_550_199)
    ending.isLeftByHours = true
    #expect(lines(ending) == ["TEST spring: nothing was sent, since it is outside its hours"])
    ending.stop = .interrupted(signal: 15)
    #expect(
      lines(ending) == [
        "TEST spring: messages were for +12025550199 instead of their recipients", "  0 sent",
        "  nobody else got anything, and the campaign itself is as it was",
      ])
  }

  @Test("say of a test who got its messages, and where to see why some did not arrive")
  func test() {
    var ending = ending(of: [.sent, .rejected, .pending], testTo: 12_025_550_199)
    ending.isLeftByHours = true
    #expect(
      lines(ending, folder: "reports/spring") == [
        "TEST spring: messages went to +12025550199 instead of their recipients",
        "  1 sent · 1 rejected", "  the others are outside their hours",
        "  nobody else got anything, and the campaign itself is as it was",
        "  why: see reports/spring/delivery.csv", "  reports in reports/spring",
      ])
  }
}
