import Audience
import Campaign
import Composing
import Reports

/// A plan in words.
struct PlanText {
  let draft: Draft
  let plan: Plan

  var lines: [String] {
    ["\(contacts)", counts] + segments + sending + window + warnings + troubles + suppressions + samples
      + ["", "plan \(plan.fingerprint)"]
  }

  private var contacts: String {
    let name = draft.options.contacts == "-" ? "standard input" : draft.options.contacts
    return "\(name): \(number(plan.counts.total, "row")), \(draft.list.encoding), "
      + "delimiter \(delimiter), numbers in \(draft.list.header.names[draft.list.toColumn])"
  }

  private var delimiter: String {
    draft.list.delimiter == 9 ? "tab" : String(Unicode.Scalar(draft.list.delimiter))
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
    if !plan.forcing.isEmpty { lines.append("  UCS-2 because of \(forcing)") }
    if let saved = plan.segments.savedByPlainQuotes {
      lines.append("  --smart-quotes plain saves \(number(saved, "segment"))")
    }
    return lines
  }

  private var forcing: String {
    plan.forcing.prefix(5).map { entry in
      let code = String(entry.character.value, radix: 16, uppercase: true)
      let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
      return "\(entry.character) (U+\(padded)) in \(number(entry.messages, "message"))"
    }.joined(separator: ", ")
  }

  private var sending: [String] {
    if let column = draft.options.audience.fromColumn { return ["  from column \(column)"] }
    return ["  from " + draft.senders.map(\.description).joined(separator: ", ")]
  }

  private var window: [String] {
    guard let window = draft.options.window else { return [] }
    let zones = draft.options.audience.timezoneColumn.map { ", or the zone in column \($0)" } ?? ""
    return ["  window \(window)\(zones)"]
  }

  private var warnings: [String] {
    plan.warnings == 0
      ? []
      : ["  warning: \(number(plan.warnings, "number")) outside the known ranges of the country"]
  }

  private var troubles: [String] {
    plan.troubles.prefix(10).map { trouble in
      let more = trouble.count > trouble.rows.count ? " …" : ""
      let rows = trouble.rows.map(String.init).joined(separator: ", ")
      return "  invalid: \(trouble.reason) — \(number(trouble.count, "row")): \(rows)\(more)"
    } + (plan.troubles.count > 10 ? ["  … and \(plan.troubles.count - 10) other reasons"] : [])
  }

  private var suppressions: [String] {
    guard !draft.options.audience.suppressions.isEmpty else { return [] }
    let list = draft.list.suppressions
    var lines = ["  suppression lists: \(number(list.count, "number"))"]
    if list.badCount > 0 {
      lines.append("  warning: \(list.badCount) of their entries cannot be understood:")
      lines += list.badEntries.prefix(5).map { "    \($0)" }
    }
    return lines
  }

  private var samples: [String] {
    plan.samples.flatMap { sample in
      [
        "",
        "  row \(sample.row) · to \(sample.to) · from \(sample.from) · "
          + "\(sample.segments.encoding.rawValue), \(number(sample.segments.count, "segment")), "
          + "\(sample.segments.units) units",
      ] + Self.shown(sample.text).map { "  │ \($0)" }
    }
  }

  /// Lines of a message, without what a terminal would obey.
  private static func shown(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(
        String.UnicodeScalarView(
          line.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
          }))
    }
  }
}

/// `1 row`, `2 rows`.
func number(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
