import Composing
import Testing

@testable import Audience
@testable import Reports

@Suite struct ReportPageTests {
  private let contacts = batch([["<b>Ada</b>", "+12025550123"]])

  private func collector(_ rows: [ReportRow]) -> ReportCollector {
    var collector = ReportCollector(numberColumns: [1])
    for row in rows { collector.note(row, contact: contacts.contacts[0], in: contacts) }
    return collector
  }

  private func html(
    _ rows: [ReportRow], workingAt: Int64? = nil, _ change: (inout Summary) -> Void = { _ in }
  ) throws -> String {
    var summary = Summary(version: "1", campaign: "spring", contacts: "list.csv")
    summary.run = 2
    for row in rows { summary.counts.count(row.status) }
    change(&summary)
    var runs = [RunFacts(number: 2, startedAt: 0), RunFacts(number: 1, startedAt: 0, exitCode: 75)]
    runs[0].workingAt = workingAt
    return text(
      try ReportPage(summary: summary, runs: runs, folder: "reports/spring").html(collector(rows)))
  }

  private func rejected(_ row: Int, _ words: String) -> ReportRow {
    var rejected = sentRow(row, error: words)
    rejected.status = .rejected
    return rejected
  }

  /// Whatever the order in which the rows name them.
  @Test(arguments: [[1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1], [3, 6, 1, 5, 2, 4]])
  func theTimesOfTheLastRunsAreKept(_ order: [Int]) {
    let rows = (order + order + order).map { run in
      var row = sentRow(2)
      row.run = run
      return row
    }
    let seen = collector(rows)
    #expect(seen.latestTimes.map(\.run) == [6, 5, 4, 3])
    for times in seen.latestTimes {
      #expect(times.buckets.all.map { $0.counts[.sent] }.reduce(0, +) == 3)
    }
    #expect(seen.runs.keys.sorted() == [1, 2, 3, 4, 5, 6])
    #expect(seen.runs.values.allSatisfy { $0[.sent] == 3 })
  }

  @Test func aRowThatWasNotSentYetHasNoTime() {
    var pending = sentRow(2)
    pending.status = .pending
    let seen = collector([pending])
    #expect(seen.latestTimes.isEmpty && seen.runs.values.map(\.total) == [1])
  }

  @Test func aRowThatNobodyAnsweredTellsNothingOfTheTimeOfAnswers() {
    var timedOut = sentRow(3)
    (timedOut.status, timedOut.httpStatus, timedOut.latency) = (.unknown, nil, 30_000_000)
    let latencies = collector([sentRow(2), timedOut, rejected(4, "no")]).latencies
    #expect(latencies.total == 2 && latencies.percentile(thousandths: 1_000) == 12_500)
  }

  @Test func theWordsOfTheAPIAndOfContactsAreEscaped() throws {
    let page = try html([rejected(2, "<script>alert('x')</script>\"\u{301} onload=\"")])
    #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
    #expect(page.contains("&lt;b&gt;Ada&lt;/b&gt;") && !page.contains("<b>Ada"))
  }

  @Test func errorsOfTheSameWordsAreOneGroupWhateverTheNumber() throws {
    let groups = collector([
      rejected(2, "12025550123 is not reachable"), rejected(3, "+12025550123 is not reachable"),
      row(4, .failed, error: "no connection"),
    ]).errors.sorted
    #expect(groups.map(\.count) == [2, 1])
    #expect(groups[0].reason.words == "[number] is not reachable")
  }

  @Test func errorsOfTheSameWordsAreOneGroupWhoeverSends() {
    let rows = (2...3).map { row in
      var rejected = rejected(row, "44770090000\(row) may not send to 12025550123")
      rejected.from = PhoneNumber(digits: 447_700_900_000 + UInt64(row))
      return rejected
    }
    let groups = collector(rows).errors.sorted
    #expect(groups.map(\.reason.words) == ["[number] may not send to [number]"])
  }

  @Test func theCommonReasonIsThatOfMostRowsThatWereNotTaken() {
    let rows = [
      row(2, .unknown, error: "reset"), row(3, .unknown, error: "reset"),
      row(4, .unknown, error: "reset"), row(5, .failed, error: "no connection"),
      rejected(6, "+12025550123 is not reachable, ask +12025559999"),
      rejected(7, "+12025550123 is not reachable, ask +12025559999"),
    ]
    let reason = CommonReason(collector(rows).errors)
    #expect(reason?.words == "[number] is not reachable, ask +1202•••9999")
    #expect(reason?.count == 2)
    #expect(CommonReason(collector(Array(rows[..<3])).errors) == nil)
  }

  @Test func unknownRowsComeFirstWithWhatToDo() throws {
    let page = try html([sentRow(), rejected(3, "no"), row(4, .unknown, error: "reset")])
    let places = [
      "may or may not", "volley</span> <span>settle", "--retry unknown", "id=\"outcome-title\"",
      "id=\"h-errors\"",
    ]
    .map { page.range(of: $0)?.lowerBound }
    #expect(places.allSatisfy { $0 != nil })
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    let all = try html([sentRow()])
    #expect(!all.contains("settle") && !all.contains("id=\"rows\"") && !all.contains("{{"))
  }

  @Test func aRunThatStoppedSaysWhyAndHowToGoOn() throws {
    let page = try html([sentRow(), row(3, .pending)]) { $0.stopReason = "the token <is> refused" }
    #expect(page.contains("The run stopped early:</b> the token &lt;is&gt; refused."))
    #expect(page.contains("1 row is pending."))
    #expect(page.contains("Run the send command again to go on, with a later --not-after where"))
    #expect(page.contains("rows were left for later") && page.contains("ended from outside"))
  }

  @Test func whatWaitsForItsHourSaysWhenThatIs() throws {
    let page = try html([sentRow(), row(3, .pending)]) { $0.nextOpening = 86_400_000_000 }
    let moment = Figures.moment(86_400_000_000)
    #expect(page.contains("again to go on, from \(moment) on, when the next becomes due; nobody"))
  }

  /// Somebody would settle what is being sent.
  @Test func aRunThatIsAtWorkAsksForNothing() throws {
    var (unknown, pending) = (sentRow(2), sentRow(3))
    (unknown.status, pending.status) = (.unknown, .pending)
    let page = try html([unknown, pending], workingAt: 86_400_000_000)
    let moment = Figures.moment(86_400_000_000)
    #expect(page.contains("<b>The run is at work:</b> this is what the ledger knew at \(moment)"))
    #expect(page.contains("Was at work at \(moment)."))
    #expect(page.contains(" as of \(moment)"))
    for words in ["settle", "ended from outside", "Run the send command"] {
      #expect(!page.contains(words), "\(words)")
    }
  }

  @Test func aTestSaysWhereItsMessagesWent() throws {
    var rejected = sentRow(4)
    rejected.status = .rejected
    var pending = sentRow(3)
    pending.status = .pending
    let page = try html([sentRow(2), pending, rejected]) {
      $0.testTo = PhoneNumber(digits: 12_025_550_199)
    }
    #expect(page.contains("<b>1</b> test message was sent"))
    #expect(page.contains("its messages were for +12025550199 instead of their recipients"))
    for words in ["Run the send command", "rejects.csv, and send", "everything was sent"] {
      #expect(!page.contains(words), "\(words)")
    }
  }

  @Test func whatMayHaveBeenSentIsNotDenied() throws {
    var unknown = sentRow(2)
    unknown.status = .unknown
    #expect(try html([unknown]).contains("No message is known to have been sent"))
    #expect(try html([]).contains("No message was sent"))
  }

  /// What it tried may have been tried once more since.
  @Test func anEarlierRunIsSaidToHaveTriedWhatItTriedLast() throws {
    func row(of run: Int) -> ReportRow {
      var row = sentRow(run + 1)
      row.run = run
      return row
    }
    let both = try html([row(of: 1), row(of: 2), row(of: 2)])
    #expect(both.contains("Of those last tried by it: 1 sent<"))
    #expect(both.contains(">2 sent<"))
    let later = try html([row(of: 2)])
    #expect(later.contains("Of this list, no message was last tried by it."))
    #expect(!later.contains("Tried no message"))
    #expect(try html([row(of: 1)]).contains("Tried no message of this list."))
  }

  @Test(arguments: ["\"&<", "\u{10FFFF}"])
  func aPageOfTheWorstRowsStaysUnderTwoMegabytes(_ letters: String) throws {
    // Every bound is reached: reasons, rows of each status, runs; all of it text that grows when escaped.
    var collector = ReportCollector(numberColumns: [])
    let name = String(repeating: letters, count: 2_100 / letters.count)
    let many = batch([[name, name, name]])
    let statuses: [Status] = [.sent, .unknown, .rejected, .failed, .invalid]
    var summary = Summary(version: "1", campaign: "spring", contacts: "list.csv")
    for index in 0..<10_000 {
      var row = sentRow(1_000_000 + index, message: name, error: "\(index)" + name)
      row.status = statuses[index % statuses.count]
      row.run = index % 100
      row.sentAt = Int64(index) * 7_777_777
      row.latency = Int64(index * index)
      summary.counts.count(row.status)
      collector.note(row, contact: many.contacts[0], in: many)
    }
    let runs = (0..<20).map { RunFacts(number: 100 - $0, startedAt: 0, stop: name) }
    let page = ReportPage(summary: summary, runs: runs, folder: "reports/spring")
    let bytes = try page.html(collector)
    #expect(bytes.count < 2_000_000)
    #expect(text(bytes).contains("500 of 8,000 rows"))
    #expect(text(bytes).contains("more, for other reasons: see delivery.csv"))
  }
}

@Suite struct RowGroupsTests {
  @Test func reasonsWithoutEndAreCountedTogether() {
    var groups = RowGroups()
    for index in 0..<3_000 { groups.note(.failed, "reason \(index)", row: index) }
    for index in 0..<20 { groups.note(.failed, "reason 7", row: 3_000 + index) }
    #expect(groups.sorted.count == RowGroups.most && groups.total == 3_020)
    #expect(groups.sorted[0].count == 21)
    #expect(groups.sorted[0].which.hasSuffix("3010 and 9 more"))
    #expect(
      GroupList(groups, in: "x.csv")?.more == "2,960 rows more, for other reasons: see x.csv.")
    #expect(GroupList(RowGroups(), in: "x.csv") == nil)
  }

  @Test func whatManyRowsShareIsNamedHoweverLateItComes() throws {
    var groups = RowGroups()
    for index in 0..<2_000 { groups.note(.failed, "reason \(index)", row: index) }
    for index in 0..<20 { groups.note(.failed, "busy", row: 2_000 + index) }
    let (first, list) = (groups.sorted[0], try #require(GroupList(groups, in: "x.csv")))
    #expect(first.reason.words == "busy" && first.which.hasSuffix("2011 and at least 8 more"))
    #expect(list.groups[0].count == "at least 20")
    #expect(list.more == "Up to 1,961 rows more, for other reasons: see x.csv.")
  }

  @Test func aRowBehindCellsOfSeveralLinesIsNamedWithItsLine() {
    var groups = RowGroups()
    groups.note(.invalid, "no number", row: 3)
    groups.note(.invalid, "no number", row: ContactPlace(row: 5, line: 9))
    #expect(groups.sorted[0].which == "rows 3, 5 on line 9")
  }

  @Test func aStatusTakesNoRoomFromAnother() {
    var groups = RowGroups()
    for index in 0..<5_000 { groups.note(.invalid, "reason \(index % 999)", row: index) }
    groups.note(.rejected, "busy", row: 5_000)
    #expect(groups.sorted.count == 1_000)
    #expect(CommonReason(groups)?.words == "busy" && CommonReason(groups)?.isAtLeast == false)
  }
}

extension RowGroups {
  /// In a file of which each row is one line.
  fileprivate mutating func note(_ status: Status, _ words: String, row: Int) {
    note(status, words, row: ContactPlace(row: row, line: row))
  }
}
