import Composing

/// The sentences of the preview page.
struct PreviewWords {
  private let page: PreviewPage
  private let collector: PreviewCollector
  private let counts: StatusCounts

  init(_ page: PreviewPage, _ collector: PreviewCollector) {
    self.page = page
    self.collector = collector
    counts = page.summary.counts
  }

  private var ready: Int { counts[.ready] }

  var figure: String? { ready > 0 ? Figures.grouped(ready) : nil }

  var headline: String {
    switch ready {
    case 0: "No message can be sent"
    case 1: "message is ready to send"
    default: "messages are ready to send"
    }
  }

  var lead: String {
    let invalid = counts[.invalid]
    let skipped = counts[.duplicate] + counts[.suppressed]
    var parts: [String] = []
    if invalid > 0 {
      parts.append(
        Figures.verb(
          invalid, "row cannot be sent as it is", "rows cannot be sent as they are"))
    }
    if skipped > 0 { parts.append("\(Figures.verb(skipped, "is", "are")) left out on purpose") }
    let rows = parts.isEmpty ? "" : parts.joined(separator: ", and ") + ". "
    return rows + (refusal ?? "Nothing has been sent yet.")
  }

  // MARK: - Figures

  var facts: [FactView] {
    [
      FactView(
        name: "Recipients", value: Figures.grouped(collector.recipients),
        details: ["of \(Figures.count(counts.total, "row"))"]),
      FactView(name: "Messages", value: Figures.grouped(ready)),
      segments, cost, senders,
      FactView(name: "Window", value: page.window ?? "Any time"),
    ].compactMap { $0 }
  }

  private var segments: FactView {
    let total = page.summary.segments.total
    let average = ready == 0 ? 0 : Double(total) / Double(ready)
    let hundredths = Figures.decimal((average * 100).rounded() / 100)
    return FactView(
      name: "Segments", value: Figures.grouped(total),
      details: ready == 0 ? [] : ["\(hundredths) a message"])
  }

  private var cost: FactView {
    guard let price = page.summary.pricePerSegment else {
      return FactView(name: "Cost", value: "–", details: ["no --price-per-segment given"])
    }
    return FactView(
      name: "Cost", value: page.summary.cost?.description ?? "past counting",
      details: ["\(price) a segment"])
  }

  private var senders: FactView {
    let shown = 3
    let all = page.senders
    var details = all.sorted.prefix(shown).map { entry in
      all.different == 1
        ? entry.key.description
        : "\(entry.key) \u{2013} \(Figures.grouped(entry.count, isAtLeast: entry.isAtLeast))"
    }
    if all.different > shown {
      details.append("and \(Figures.grouped(all.different - shown, isAtLeast: all.isCut)) more")
    }
    if let column = page.senderColumn {
      details.append("from column \(ForeignText.line(column, limit: 60))")
    }
    let count = Figures.grouped(all.different, isAtLeast: all.isCut)
    return FactView(name: "Senders", value: count, details: details)
  }

  // MARK: - Sections

  var samplesIntro: String {
    "As a phone shows them. “Part 2” stands where the second part of a joined message starts, and "
      + "what is highlighted is not in GSM-7."
  }

  var segmentsIntro: String {
    "A message is paid for by the segment: 160 characters in GSM-7 or 70 in UCS-2, a little less "
      + "where several are joined."
  }

  var encodings: [OutcomeView.Item] {
    let segments = page.summary.segments
    return [("f-gsm7", "GSM-7", segments.gsm7), ("f-ucs2", "UCS-2", segments.ucs2)]
      .filter { $0.2.messages > 0 }
      .map { kind, name, total in
        OutcomeView.Item(
          kind: kind, count: Figures.grouped(total.messages), status: "in \(name)",
          meaning: Figures.count(total.segments, "segment"))
      }
  }

  var forcing: String? {
    let shown = 5
    guard page.forcing.different > 0 else { return nil }
    let list = page.forcing.sorted.prefix(shown).map { entry in
      let code = entry.key.codePoint
      let sign = entry.key.isSeenAlone ? "\(entry.key) (\(code))" : code
      let messages = Figures.count(entry.count, "message")
      return "\(sign) in \(entry.isAtLeast ? "at least " : "")\(messages)"
    }
    let rest = page.forcing.different - shown
    let others = (page.forcing.isCut ? "at least " : "") + Figures.count(rest, "other character")
    return "UCS-2 because of " + list.joined(separator: ", ") + (rest > 0 ? ", and \(others)" : "")
      + "."
  }

  var leftIntro: String {
    let rows = counts.total - ready
    return "\(Figures.count(rows, "row")) of \(Figures.grouped(counts.total)), by reason."
  }

  var warnings: [String] { page.doubts.map { "Worth a look: \($0)." } }

  var refusal: String? {
    page.refusal.map { "This plan will not be sent as it is: \($0)." }
  }

  var footer: String {
    let summary = page.summary
    let format = [summary.fileEncoding, summary.delimiter.map(Self.delimiterName)].compactMap { $0 }
    return "Made by volley \(summary.version) on \(Figures.moment(page.madeAt)) from "
      + "\(Figures.count(counts.total, "row")) (\(format.joined(separator: ", "))). "
      + "This page holds personal data."
  }

  private static func delimiterName(_ delimiter: String) -> String {
    switch delimiter {
    case ",": "comma"
    case ";": "semicolon"
    case "\t": "tab"
    case "|": "pipe"
    default: "delimiter \(delimiter)"
    }
  }
}
