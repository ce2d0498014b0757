import Campaign
import Reports

/// How a run ended, in words.
struct EndingText {
  let ending: Ending
  let folder: String

  var lines: [String] {
    let summary = ending.summary
    let shown = Status.allCases.filter { summary.counts[$0] > 0 || $0 == .sent }
    let counts = shown.map { "\(summary.counts[$0]) \($0.rawValue)" }.joined(separator: " · ")
    var lines = [
      "\(summary.campaign), run \(summary.run ?? 0): \(number(summary.counts.total, "row"))",
      "  " + counts,
    ]
    if let cost = summary.cost {
      lines.append("  \(number(summary.segments.total, "segment")), cost \(cost)")
    }
    lines += advice
    lines.append("  reports in \(folder)")
    return lines
  }

  /// What to do about the rows that were not sent.
  private var advice: [String] {
    let counts = ending.summary.counts
    var lines: [String] = []
    if counts[.unknown] > 0 {
      lines.append(
        "  unknown: they may have been accepted. Look them up, then: volley settle "
          + "\(ending.summary.campaign) --unknown sent|failed")
    }
    if counts[.invalid] + counts[.rejected] + counts[.failed] > 0 {
      lines.append("  not sent: see \(folder)/rejects.csv, fit to be corrected and sent again")
    }
    if counts[.pending] > 0 {
      lines.append("  pending: run the same command again to go on" + opening)
    }
    return lines
  }

  private var opening: String {
    guard let moment = ending.summary.nextOpening else { return "" }
    return "; the next becomes due at \(LocalTime.text(moment / 1_000_000))"
  }
}
