import Composing

/// The sentences of the report page.
struct ReportWords {
  private let page: ReportPage
  private let collector: ReportCollector
  private let summary: Summary
  private let counts: StatusCounts

  init(_ page: ReportPage, _ collector: ReportCollector) {
    self.page = page
    self.collector = collector
    summary = page.summary
    counts = page.summary.counts
  }

  private var sent: Int { counts[.sent] }
  private var notSent: Int { counts[.rejected] + counts[.failed] + counts[.invalid] }
  private var skipped: Int { counts[.duplicate] + counts[.suppressed] }

  var figure: String? { sent > 0 ? Figures.grouped(sent) : nil }

  var headline: String {
    let kind = summary.testTo == nil ? "" : "test "
    return switch sent {
    case 0 where counts[.unknown] > 0: "No \(kind)message is known to have been sent"
    case 0: "No \(kind)message was sent"
    case 1: "\(kind)message was sent"
    default: "\(kind)messages were sent"
    }
  }

  var lead: String {
    if let number = summary.testTo {
      return
        "A test: its messages were for \(number) instead of their recipients. Nobody else got anything, "
        + "and the campaign itself is as it was."
    }
    let facts = [
      (counts[.unknown], "is in doubt", "are in doubt"),
      (notSent, "was not sent", "were not sent"),
      (counts[.pending], "is left for later", "are left for later"),
      (skipped, "was left out on purpose", "were left out on purpose"),
    ]
    let parts = facts.filter { $0.0 > 0 }.map { Figures.verb($0.0, $0.1, $0.2) }
    let rows = "Of \(Figures.count(counts.total, "row")) of the list"
    guard let last = parts.last else { return "That is everybody on the list." }
    return "\(rows), "
      + (parts.count > 1
        ? parts.dropLast().joined(separator: ", ") + " and \(last)." : "\(last).")
  }

  /// What stopped the run, and what is left to do.
  var notices: [NoticeView] {
    var notices: [NoticeView] = []
    if let stop = summary.stopReason {
      let words = ForeignText.line(stop, limit: 400)
      notices.append(NoticeView(subject: "The run stopped early:", advice: "\(words)."))
    }
    if let moment = page.workingAt {
      notices.append(
        NoticeView(
          subject: "The run is at work:",
          advice:
            "this is what the ledger knew at \(Figures.moment(moment)), and messages in flight are "
            + "counted as unknown. Report again when it has ended."))
    } else if counts[.pending] > 0, summary.testTo == nil {
      notices.append(
        NoticeView(
          subject: Figures.verb(counts[.pending], "row is pending.", "rows are pending."),
          advice: "Run the send command again to go on\(opening); nobody gets a second message."))
    }
    return notices
  }

  private var opening: String {
    summary.nextOpening.map { ", from \(Figures.moment($0)) on, when the next becomes due" }
      ?? ", with a later --not-after where that is over"
  }

  /// What the list of errors is, and what to do about the rows that were surely not sent.
  var errorsIntro: String {
    let order = "The most frequent first, in the words of the API where it said something."
    guard notSent > 0, summary.testTo == nil else { return order }
    return order + " \(Figures.verb(notSent, "row was", "rows were")) surely not sent: correct "
      + "\(notSent == 1 ? "it" : "them") in a copy of rejects.csv, and send that with "
      + "\(summary.resending)."
  }

  // MARK: - Figures

  var facts: [FactView] {
    [segments, cost, took, pace].compactMap { $0 }
  }

  private var segments: FactView {
    let totals = summary.segments
    let parts = [(totals.gsm7, "GSM-7"), (totals.ucs2, "UCS-2")].filter { $0.0.segments > 0 }
    return FactView(
      name: "Segments sent", value: Figures.grouped(totals.total),
      details: parts.map { "\(Figures.grouped($0.0.segments)) in \($0.1)" })
  }

  private var cost: FactView? {
    summary.pricePerSegment.map { price in
      FactView(
        name: "Cost", value: summary.cost?.description ?? "past counting",
        details: ["\(price) a segment"])
    }
  }

  private var took: FactView? {
    guard let start = summary.startedAt, let end = summary.endedAt else { return nil }
    return FactView(
      name: summary.run.map { "Run \($0) took" } ?? "Took", value: Figures.duration(end - start),
      details: ["from \(Figures.moment(start))"])
  }

  private var pace: FactView? {
    guard let run = summary.run, let counts = collector.runs[run], let start = summary.startedAt,
      let end = summary.endedAt, end > start, counts[.sent] > 0
    else { return nil }
    let pace = Double(counts[.sent]) * 1_000_000 / Double(end - start)
    let shown =
      pace >= 10
      ? Figures.grouped(Int(pace.rounded())) : Figures.decimal((pace * 10).rounded() / 10)
    return FactView(
      name: "Pace", value: "\(shown)/s",
      details: ["\(Figures.grouped(counts[.sent])) sent in run \(run)"])
  }

  var footer: String {
    let plan = summary.plan.map { ", plan \($0)" } ?? ""
    let made = (summary.endedAt ?? page.workingAt).map { " as of \(Figures.moment($0))" } ?? ""
    return
      "Made by volley \(summary.version)\(made) from \(ForeignText.line(summary.contacts, limit: 200)) "
      + "and the ledger\(plan). “Sent” means that the API accepted the message. This page holds personal data."
  }
}
