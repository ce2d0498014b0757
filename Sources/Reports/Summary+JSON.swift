import Composing

extension Summary {
  /// The keys are always all there, in this order; what is not known is `null`.
  ///
  /// Money is text, since a JSON number would be read as binary floating point.
  var json: JSONValue {
    .object([
      ("schema", .integer(1)),
      ("version", .text(version)),
      ("campaign", .text(campaign)),
      ("run", .optional(run)),
      ("test_to", .optional(testTo?.description)),
      ("plan", .optional(plan)),
      ("contacts", .text(contacts)),
      ("file_encoding", .optional(fileEncoding)),
      ("delimiter", .optional(delimiter)),
      ("rows", .integer(counts.total)),
      ("counts", counts.json),
      ("warnings", .integer(warnings)),
      ("segments", .integer(segments.total)),
      ("encodings", segments.json),
      ("segments_saved", .optional(segments.savedByPlainQuotes)),
      ("price_per_segment", .optional(pricePerSegment?.description)),
      ("cost", .optional(cost?.description)),
      ("started_at", .optional(startedAt.map(Timestamp.text(microseconds:)))),
      ("ended_at", .optional(endedAt.map(Timestamp.text(microseconds:)))),
      ("duration_seconds", duration),
      ("exit_code", .optional(exitCode)),
      ("stop_reason", .optional(stopReason)),
      ("next_opening", .optional(nextOpening.map(Timestamp.text(microseconds:)))),
    ])
  }

  /// Seconds with milliseconds; a clock that was set back counts as none.
  private var duration: JSONValue {
    guard let startedAt, let endedAt else { return .null }
    let milliseconds = max(0, (endedAt - startedAt) / 1000)
    let fraction = String(milliseconds % 1000 + 1000).dropFirst()
    return .decimal("\(milliseconds / 1000).\(fraction)")
  }
}

extension StatusCounts {
  fileprivate var json: JSONValue {
    .object(Status.allCases.map { ($0.rawValue, .integer(self[$0])) })
  }
}

extension SegmentTotals {
  fileprivate var json: JSONValue {
    .object([
      (MessageEncoding.gsm7.rawValue, gsm7.json), (MessageEncoding.ucs2.rawValue, ucs2.json),
    ])
  }
}

extension SegmentTotals.Total {
  fileprivate var json: JSONValue {
    .object([("messages", .integer(messages)), ("segments", .integer(segments))])
  }
}
