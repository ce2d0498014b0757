import Audience
import Campaign
import Composing

/// Messages as they will arrive.
enum SampleText {
  /// What begins each line of a message.
  static let margin = "  │ "

  /// - Parameter isMasked: Whether phone numbers are shown by their ends only, also those within messages.
  static func lines(of plan: Plan, isMasked: Bool) -> [String] {
    plan.samples.flatMap { sample in
      let words = plan.ready > 1 ? sample.kinds.map(\.words) : []
      let kinds = words.isEmpty ? "" : ": " + words.joined(separator: ", ")
      return [
        "", "  row \(sample.row)\(kinds)",
        "  to \(isMasked ? sample.to.masked : "\(sample.to)") from \(sample.from), \(size(of: sample.segments))",
      ] + lines(isMasked ? PhoneNumber.masked(in: sample.text) : sample.text).map { margin + $0 }
    }
  }

  /// `2 segments of UCS-2, 90 units`
  static func size(of segments: Segments) -> String {
    "\(number(segments.count, "segment")) of \(segments.encoding.rawValue), "
      + number(segments.units, "unit")
  }

  /// Line breaks are those of the message. Split by bytes: CRLF is one `Character`.
  private static func lines(_ text: String) -> [String] {
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String($0) ?? "" }
  }
}

extension Plan.Sample.Kind {
  fileprivate var words: String {
    switch self {
    case .longestValues: "longest values"
    case .accents: "accents"
    case .mostExpensive: "most expensive"
    }
  }
}
