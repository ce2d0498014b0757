import Audience
import Campaign
import Composing
import Reports

/// A plan in words.
struct PlanText {
  let draft: Draft
  let plan: Plan
  /// Whether it is for a log: without the numbers of recipients and of those who get nothing.
  var isMasked = false

  var lines: [String] {
    [contacts, counts] + segments + sending + window + suppressions + warnings + forcing + invalid
      + leftOut + SampleText.lines(of: plan, isMasked: isMasked) + ["", "plan \(plan.fingerprint)"]
  }

  private var contacts: String {
    let encoding = draft.list.encoding
    return "\(shownPath(draft.options.contacts)): \(number(plan.counts.total, "row")), \(encoding)"
      + (encoding == .windows1252 ? " (it is not valid UTF-8)" : "")
      + ", delimiter \(delimiter), numbers in \(draft.list.header.names[draft.list.toColumn])"
  }

  private var delimiter: String {
    switch draft.list.delimiter {
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: ";"): "semicolon"
    case UInt8(ascii: "|"): "pipe"
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: " "): "space"
    case let other: String(Unicode.Scalar(other))
    }
  }

  private var counts: String {
    let shown = Status.allCases.filter { plan.counts[$0] > 0 || $0 == .ready }
    return "  " + shown.map { "\(plan.counts[$0]) \($0.rawValue)" }.joined(separator: " · ")
  }

  private var segments: [String] {
    let (gsm, ucs) = (plan.segments.gsm7, plan.segments.ucs2)
    var lines = [
      "  \(number(plan.segments.total, "segment")): "
        + "\(gsm.segments) GSM-7 in \(number(gsm.messages, "message")), "
        + "\(ucs.segments) UCS-2 in \(number(ucs.messages, "message"))"
    ]
    if let cost = plan.cost, let price = plan.price {
      lines.append("  cost \(cost), at \(price) a segment")
    }
    let (longest, dearest) = (plan.longestMessage, plan.mostExpensive)
    lines += Self.place(of: longest, "longest")
    if let longest, let dearest, longest.segments.count < dearest.segments.count {
      lines += Self.place(of: dearest, "most expensive")
    }
    return lines + saving
  }

  private static func place(of sample: Plan.Sample?, _ name: String) -> [String] {
    sample.map { ["  \(name) message: \(SampleText.size(of: $0.segments)), in row \($0.row)"] }
      ?? []
  }

  private var saving: [String] {
    if let saved = plan.segments.savedByPlainQuotes {
      return ["  --smart-quotes plain saves \(segments(saved))"]
    }
    guard let saved = plan.savedIfPlain, saved > 0 else { return [] }
    return ["  --smart-quotes plain would save \(segments(saved))"]
  }

  /// How many segments, with what they cost, where that is known.
  private func segments(_ count: Int) -> String {
    let cost = count > 0 ? plan.price?.times(count).map { ", \($0)" } : nil
    return number(count, "segment") + (cost ?? "")
  }

  private var sending: [String] {
    let senders = plan.senders
    let shown = senders.sorted.prefix(5).map { entry in
      "\(entry.key) (\(number(entry.count, "message", isAtLeast: entry.isAtLeast)))"
    }
    let more = senders.different - shown.count
    let column = draft.options.audience.fromColumn.map { " column \($0)" } ?? ""
    // A plan without messages has senders all the same.
    let all = shown.isEmpty ? draft.senders.map(\.description) : shown
    // A column names none where no row is ready.
    if all.isEmpty { return ["  from\(column)"] }
    return [
      "  from\(column)\(column.isEmpty ? "" : ":") " + all.joined(separator: ", ")
        + (more > 0 ? " and \(number(more, "other number", isAtLeast: senders.isCut))" : "")
    ]
  }

  private var window: [String] {
    draft.windowInWords.map { ["  window \($0)"] } ?? []
  }

  private var suppressions: [String] {
    guard !draft.options.audience.suppressions.isEmpty else { return [] }
    let list = draft.list.suppressions
    var lines = ["  suppression lists: \(number(list.count, "number"))"]
    lines += draft.suppressionListDoubts.map { "  warning: \($0)" }
    if list.badCount > 0 {
      lines.append("  warning: \(list.badCount) of their entries cannot surely be matched:")
      lines += list.badEntries.prefix(5).map { entry in
        "    " + (isMasked ? PhoneNumber.masked(in: entry.description) : entry.description)
      }
      if list.badCount > 5 { lines.append("    … and \(list.badCount - 5) more") }
    }
    return lines
  }

  private var warnings: [String] { plan.doubts.map { "  warning: \($0)" } }

  private var forcing: [String] {
    let (characters, count) = (plan.forcing, plan.forcing.different)
    guard count > 0 else { return [] }
    return ["", "  characters that force UCS-2"]
      + characters.sorted.prefix(5).map { entry in
        "    \(CharacterText.named(entry.key)): "
          + number(entry.count, "message", isAtLeast: entry.isAtLeast)
      } + Self.more(count - 5, "other", isAtLeast: characters.isCut)
  }

  private var invalid: [String] {
    let troubles = plan.troubles
    guard !troubles.isEmpty else { return [] }
    let shown = troubles.prefix(10).map(Self.line)
    let reasons = plan.reasons
    return ["", "  invalid"] + shown
      + Self.more(reasons.count - 10, "other reason", isAtLeast: reasons.isAtLeast)
  }

  private static func more(_ count: Int, _ noun: String, isAtLeast: Bool) -> [String] {
    count > 0 ? ["    … and \(number(count, noun, isAtLeast: isAtLeast))"] : []
  }

  private var leftOut: [String] {
    let troubles = [plan.duplicates, plan.suppressed].filter { $0.count > 0 }
    return troubles.isEmpty ? [] : ["", "  left out"] + troubles.map(Self.line)
  }

  private static func line(_ trouble: Plan.Trouble) -> String {
    "    \(trouble.rowsInWords): \(trouble.reason)"
  }
}

/// `1 row`, `2 rows`, `at least 2 rows`.
func number(_ count: Int, _ noun: String, isAtLeast: Bool = false) -> String {
  (isAtLeast ? "at least " : "") + (count == 1 ? "1 \(noun)" : "\(count) \(noun)s")
}
