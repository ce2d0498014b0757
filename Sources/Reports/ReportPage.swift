import Audience
import Composing

/// One run of a campaign, as the report page tells it.
package struct RunFacts: Sendable, Equatable {
  /// A page lists no more, the last ones.
  package static let mostShown = 20

  /// 1 for the first of its campaign.
  package var number: Int
  /// When it started, in microseconds since 1970.
  package var startedAt: Int64
  /// In microseconds since 1970; `nil` when it was ended from outside, or goes on.
  package var endedAt: Int64?
  /// `nil` where it has no end.
  package var exitCode: Int?
  /// Why it stopped early, in words.
  package var stop: String?
  /// When it was seen at work, in microseconds since 1970; `nil` when it is over.
  package var workingAt: Int64?

  package init(
    number: Int, startedAt: Int64, endedAt: Int64? = nil, exitCode: Int? = nil, stop: String? = nil
  ) {
    self.number = number
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.exitCode = exitCode
    self.stop = stop
  }
}

/// `report.html`: what became of a campaign, for the people who answer for it.
struct ReportPage: Sendable {
  let summary: Summary
  /// The last runs of the campaign, the very last one first.
  let runs: [RunFacts]
  /// Where the reports are.
  let folder: String

  /// When its run was seen at work; `nil` when that is over.
  var workingAt: Int64? { runs.first { $0.number == summary.run }?.workingAt }

  /// The page, as UTF-8.
  func html(_ collector: ReportCollector) throws(FileProblem) -> [UInt8] {
    try Page.bytes(
      PackageResources.report_html, ReportView(self, collector),
      title: "Delivery report of \(ForeignText.line(summary.campaign, limit: 200))",
      version: summary.version, script: PackageResources.page_js)
  }
}

/// What `report.html` shows.
private struct ReportView {
  let campaign: String
  let runName: String?
  let figure: String?
  let headline: String
  let lead: String
  let unknown: UnknownView?
  let notices: [NoticeView]
  let bar: Chart
  let outcomes: [OutcomeView.Item]
  let facts: [FactView]
  let hasErrors: Bool
  let errorsIntro: String
  let errors: GroupList?
  let attention: AttentionView?
  let hasTimes: Bool
  let timeKeys: [OutcomeView.Item]
  let times: [TimesView]
  let latency: LatencyView?
  let sample: PhoneView?
  let hasRuns: Bool
  let runs: [RunView]
  let earlier: String?
  let folder: String
  let footer: String

  init(_ page: ReportPage, _ collector: ReportCollector) {
    let words = ReportWords(page, collector)
    let outcome = OutcomeView(page.summary.counts)
    campaign = ForeignText.line(page.summary.campaign, limit: 200)
    runName = page.summary.run.map { "run \(Figures.grouped($0))" }
    (figure, headline, lead) = (words.figure, words.headline, words.lead)
    unknown = page.workingAt == nil ? UnknownView(page.summary, collector.attention) : nil
    notices = words.notices
    (bar, outcomes) = (outcome.bar, outcome.outcomes)
    facts = words.facts
    errors = GroupList(collector.errors, in: "delivery.csv")
    hasErrors = errors != nil
    errorsIntro = words.errorsIntro
    attention = AttentionView(collector.attention, folder: page.folder)
    times = collector.latestTimes.compactMap { TimesView(run: $0.run, $0.buckets) }
    hasTimes = !times.isEmpty
    timeKeys = TimesView.keys(collector.latestTimes.map(\.buckets))
    latency = LatencyView(collector.latencies)
    sample = collector.sample.map { PhoneView($0, labels: ["The first message"]) }
    let last = page.runs.first?.number
    runs = page.runs.prefix(RunFacts.mostShown).map {
      RunView(
        $0, collector.runs[$0.number], isLast: $0.number == last,
        isTest: page.summary.testTo != nil)
    }
    hasRuns = !runs.isEmpty
    let more = page.runs.prefix(RunFacts.mostShown).last.map { $0.number - 1 } ?? 0
    earlier = more > 0 ? "And \(Figures.count(more, "earlier run"))." : nil
    folder = ForeignText.line(page.folder, limit: 400)
    footer = words.footer
  }
}
