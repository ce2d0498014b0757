import Audience
import Campaign
import Reports

/// How a run ended, in words.
struct EndingText {
  let ending: Ending
  /// Where the reports are; nil when they could not be written.
  let folder: String?
  /// The ledger, where it was named.
  let ledger: String?
  /// Whether it is told by another command than the one that sent.
  var isReport = false

  var lines: [String] { ending.summary.testTo.map(linesOfTest) ?? linesOfCampaign }

  /// Only what was tested: the other rows wait for the campaign itself.
  private func linesOfTest(_ number: PhoneNumber) -> [String] {
    let counts = ending.summary.counts
    let tested: [Status] = [.sent, .rejected, .failed, .unknown]
    let shown = tested.filter { counts[$0] > 0 || $0 == .sent }
    if ending.stop == nil, shown.allSatisfy({ counts[$0] == 0 }) {
      return [
        "TEST \(ending.summary.campaign): nothing was sent, since it is outside its hours\(opening)"
      ]
    }
    let isGood = counts[.rejected] + counts[.failed] + counts[.unknown] == 0
    let others =
      ending.isLeftByHours && ending.stop == nil
      ? ["  the others are outside their hours\(opening)"] : []
    return [
      "TEST \(ending.summary.campaign): messages \(counts[.sent] > 0 ? "went to" : "were for") \(number) "
        + "instead of their recipients",
      "  " + shown.map { "\(counts[$0]) \($0.rawValue)" }.joined(separator: " · "),
    ] + others + [
      "  nobody else got anything, and the campaign itself is as it was"
    ] + (isGood ? [] : pointing("  why: see ", to: "/delivery.csv")) + pointing("  reports in ")
  }

  private func pointing(_ words: String, to file: String = "", then more: String = "") -> [String] {
    folder.map { ["\(words)\($0)\(file)\(more)"] } ?? []
  }

  private var linesOfCampaign: [String] {
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
    if isReport, let stop = summary.stopReason { lines.append("  the run stopped early: \(stop)") }
    return lines + advice + pointing("  reports in ")
  }

  /// What to do about the rows that were not sent.
  private var advice: [String] {
    if let holder = ending.holder {
      return [
        "  is running (process \(holder.process), since \(holder.since)); what is in flight is told as "
          + "unknown"
      ]
    }
    return unknown + reason + notSent + left + pending + elsewhere
  }

  private var counts: StatusCounts { ending.summary.counts }

  private var unknown: [String] {
    guard counts[.unknown] > 0 else { return [] }
    return [
      "  unknown: may have been accepted. Look \(counts[.unknown] == 1 ? "it" : "them") up, then: "
        + SettleCommand.line(for: ending.summary.campaign, ledger: ledger)
    ]
  }

  private var notSent: [String] {
    // Nothing is wrong with those that failed.
    if counts[.invalid] + counts[.rejected] > 0 {
      return pointing(
        "  not sent: see ", to: "/rejects.csv",
        then: "; correct a copy of it, and send that with \(ending.summary.resending)")
    }
    guard counts[.failed] > 0 else { return [] }
    return ["  send again with --retry failed to try them once more"]
  }

  private var left: [String] {
    guard ending.left > 0 else { return [] }
    let words = ending.isLeftByHours ? "to try again" : "to try again, beyond --limit"
    if ending.isPastDeadline || ending.opensTooLate {
      return ["  \(number(ending.left, "message")) \(words): \(goingOn)"]
    }
    let isTold = counts[.pending] > 0 || !ending.isLeftByHours
    return [
      "  \(number(ending.left, "message")) \(words): run \(command("same ")) again\(isTold ? "" : opening)"
    ]
  }

  private var pending: [String] {
    guard counts[.pending] > 0 else { return [] }
    // A new one in its place would know nobody.
    let needsLedger = if case .ledger = ending.stop { true } else { false }
    return [
      (needsLedger
        ? "  pending: repair the ledger first, since without it everybody would get the message again; then "
        : "  pending: ") + goingOn
    ]
  }

  private var elsewhere: [String] {
    guard ending.elsewhere > 0 else { return [] }
    return [
      "  besides, the ledger has \(number(ending.elsewhere, "message")) of this campaign for contacts "
        + "that are not in this list; volley report \(ending.summary.campaign) --contacts FILE reports them "
        + "with theirs"
    ]
  }

  /// Why most of the rows were rejected or failed.
  private var reason: [String] {
    guard let common = ending.commonReason else { return [] }
    let all = ending.summary.counts[common.status]
    let count = (common.isAtLeast ? "at least " : "") + "\(common.count)"
    let share = common.count == all ? "" : ", \(count) of them"
    return ["  \(common.status.rawValue)\(share): \(common.words)"]
  }

  private var goingOn: String {
    if ending.opensTooLate {
      return "no hour is left before --not-after; run \(command()) again with a later one to go on"
    }
    return ending.isPastDeadline
      ? "the time of --not-after is over; run \(command()) again with a later one to go on"
      : "run \(command("same ")) again to go on" + opening
  }

  private func command(_ which: String = "") -> String {
    "the \(isReport ? "send " : which)command"
  }

  private var opening: String {
    guard let moment = ending.summary.nextOpening else { return "" }
    return "; the next becomes due at \(LocalTime.text(moment / 1_000_000))"
  }
}
