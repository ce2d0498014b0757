/// Messages in doubt: how many, and the first of them.
struct UnknownView {
  let unknownHeadline: String
  let unknownReason: String
  let unknownNumbers: [String]
  let unknownRest: String?

  private static let shown = 5

  /// `nil` when there is none.
  init?(_ summary: Summary, _ rows: AttentionRows) {
    let count = summary.counts[.unknown]
    guard count > 0 else { return nil }
    unknownHeadline =
      count == 1
      ? "1 message may or may not have been accepted"
      : "\(Figures.grouped(count)) messages may or may not have been accepted"
    unknownReason =
      (count == 1
        ? "Its request was written, and no clear answer came back, so the API may have accepted it. "
        : "Each request was written, and no clear answer came back, so the API may have accepted it. ")
      + "Volley never sends such a message again by itself: somebody could get it twice."
    let examples = rows.first(Self.shown, of: .unknown)
    let more = count - examples.count
    unknownNumbers = examples.enumerated().map { index, row in
      let isLast = more == 0 && index == examples.count - 1
      return "\(row.number) (row \(row.row))" + (isLast ? "." : ",")
    }
    unknownRest =
      more == 0
      ? nil : "and \(Figures.grouped(more)) more, those with status unknown in delivery.csv."
  }
}

/// What else is to be done.
struct NoticeView {
  let subject: String
  let advice: String
}

/// The table of rows that somebody should look at.
struct AttentionView {
  struct Row {
    let row: String
    let kind: String
    let status: String
    let number: String
    let name: String?
    let words: String
    let trail: String?
  }

  let attentionIntro: String
  let rows: [Row]

  /// `nil` when all is well.
  init?(_ attention: AttentionRows, folder: String) {
    guard attention.total > 0 else { return nil }
    let shown = attention.shown
    rows = shown.map(Row.init)
    attentionIntro =
      shown.count == attention.total
      ? "\(Figures.count(shown.count, "row")), those in doubt first."
      : "\(Figures.grouped(shown.count)) of \(Figures.count(attention.total, "row")), those in doubt first. "
        + "All of them are in \(ForeignText.line(folder, limit: 400))/delivery.csv."
  }
}

extension AttentionView.Row {
  fileprivate init(_ entry: AttentionRows.Entry) {
    row = String(entry.row)
    kind = entry.status.fill
    status = entry.status.rawValue
    number = entry.number
    name = entry.name.isEmpty ? nil : entry.name
    words = entry.words
    trail = Self.trail(of: entry)
  }

  /// Such as `HTTP 404 · 3 attempts · run 2, 14:03:12 UTC`.
  private static func trail(of entry: AttentionRows.Entry) -> String? {
    var parts: [String] = []
    if let status = entry.httpStatus { parts.append("HTTP \(status)") }
    if entry.attempts > 1 { parts.append(Figures.count(entry.attempts, "attempt")) }
    if let run = entry.run { parts.append("run \(Figures.grouped(run))") }
    if let moment = entry.sentAt { parts.append(Figures.moment(moment)) }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }
}

/// One run of the campaign.
struct RunView {
  let number: String
  let when: String
  let ended: String
  let did: String

  /// - Parameters:
  ///   - counts: How the messages ended that it was the last to try.
  ///   - isLast: No run came after it, that may have tried some of its messages once more.
  ///   - isTest: Its messages did not go to the recipients.
  init(_ run: RunFacts, _ counts: StatusCounts?, isLast: Bool, isTest: Bool = false) {
    number = Figures.grouped(run.number)
    let took = run.endedAt.map { ", took \(Figures.duration($0 - run.startedAt))" }
    when = Figures.moment(run.startedAt) + (took ?? "")
    ended = isTest && run.exitCode == 0 ? "Finished: the test was sent." : Self.ending(run)
    // Those that it left are counted at the top; here would be only the few of them that it tried.
    let shown = Status.shownOrder.filter { $0 != .pending && counts?[$0] ?? 0 > 0 }
    let words = shown.map { "\(Figures.grouped(counts?[$0] ?? 0)) \($0.rawValue)" }
    switch (words.isEmpty, isLast) {
    case (true, true):
      did = counts?[.pending] ?? 0 > 0 ? "Nothing was accepted." : "Tried no message of this list."
    case (true, false): did = "Of this list, no message was last tried by it."
    case (false, true): did = words.joined(separator: " · ")
    case (false, false): did = "Of those last tried by it: " + words.joined(separator: " · ")
    }
  }

  private static func ending(_ run: RunFacts) -> String {
    if let moment = run.workingAt { return "Was at work at \(Figures.moment(moment))." }
    if let stop = run.stop { return "Stopped early: \(ForeignText.line(stop, limit: 400))." }
    return switch run.exitCode {
    case nil: "Was ended from outside."
    case 0: "Finished: everything was sent, or left out on purpose."
    case 3: "Finished: some rows were not sent."
    case 4: "Finished: of some messages it is unknown whether they were accepted."
    case 5: "Stopped early."
    case 75: "Finished: some rows were left for later."
    case let code?: "Ended with exit code \(code)."
    }
  }
}
