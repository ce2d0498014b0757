import Audience
import Composing

/// A run or a preview in numbers: `summary.json`, the `summary` of `delivery.json`, and `--json`.
package struct Summary: Sendable, Equatable {
  /// Volley's own version.
  package var version: String
  package var campaign: String
  /// Counted from 1; `nil` for a preview.
  package var run: Int?
  /// The path of the contacts as it was given, `-` for standard input.
  package var contacts: String
  /// The encoding found in the contacts, such as `UTF-8`.
  package var fileEncoding: String?
  /// The delimiter found in the contacts, such as `,`.
  package var delimiter: String?
  /// One for each row read.
  package var counts = StatusCounts()
  /// Those of the messages that were sent, or in a preview of those that would be.
  package var segments = SegmentTotals()
  /// `nil` when no option names one.
  package var pricePerSegment: Price?
  /// The hash of everything that decides which messages are sent.
  package var plan: String?
  /// When the run started, in microseconds since 1970; `nil` for a preview.
  package var startedAt: Int64?
  /// When it ended, in microseconds since 1970; `nil` while it is at work, and for a preview.
  package var endedAt: Int64?
  /// What the process ends with; `nil` where the run has no end.
  package var exitCode: Int?
  /// When the first of the messages that were left because of the hour may leave, in microseconds
  /// since 1970.
  package var nextOpening: Int64?
  /// Why the run stopped early, in words.
  package var stopReason: String?
  /// The number that all messages of a test went to, in place of their recipients; nil for all others.
  package var testTo: PhoneNumber?
  /// Messages to numbers outside the known ranges.
  package var warnings = 0

  package init(version: String, campaign: String, contacts: String) {
    self.version = version
    self.campaign = campaign
    self.contacts = contacts
  }

  /// What the counted segments cost; `nil` without a price, or past what a price can hold.
  package var cost: Price? { pricePerSegment?.times(segments.total) }

  /// The options that send what was not sent under the same campaign, whose messages are known there.
  package var resending: String {
    "--campaign \(campaign)"
      + (counts[.rejected] + counts[.failed] > 0 ? " --retry failed,rejected" : "")
  }

  /// Appends the JSON object on many lines, with a line end: `summary.json`.
  package func appendPretty(to output: inout [UInt8]) {
    json.appendPretty(to: &output)
    output.append(UInt8(ascii: "\n"))
  }

  /// Appends the JSON object on one line, with a line end: `--json`.
  package func appendLine(to output: inout [UInt8]) {
    json.appendLine(to: &output)
    output.append(UInt8(ascii: "\n"))
  }
}

/// Messages and segments by encoding.
package struct SegmentTotals: Sendable, Equatable {
  /// Messages of one encoding, and the segments that they take together.
  package struct Total: Sendable, Equatable {
    package var messages = 0
    package var segments = 0
  }

  package var gsm7 = Total()
  package var ucs2 = Total()
  /// Segments that `--smart-quotes plain` saved; `nil` without that option.
  package var savedByPlainQuotes: Int?

  package init() {}

  /// Segments of both encodings.
  package var total: Int { gsm7.segments + ucs2.segments }

  /// Counts one message.
  package mutating func count(_ encoding: MessageEncoding, segments: Int) {
    switch encoding {
    case .gsm7:
      gsm7.messages += 1
      gsm7.segments += segments
    case .ucs2:
      ucs2.messages += 1
      ucs2.segments += segments
    }
  }
}
