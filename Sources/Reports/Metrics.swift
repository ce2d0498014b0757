/// A run in numbers for Prometheus, in its text format (version 0.0.4).
///
/// Names and units are by its conventions: base units, `_total` for counters.
package struct Metrics: Sendable {
  /// The requests of the run.
  package struct Attempts: Sendable {
    /// How many attempts had each outcome.
    package var byOutcome: [(name: String, count: Int)] = []
    /// Upper bounds in seconds, rising, and how many attempts are in each bucket alone.
    package var buckets: [(bound: Double, count: Int)] = []
    /// What all attempts took together, from the start of each request to the end of its exchange.
    package var seconds = 0.0
    /// After how many of them the message was to be tried again.
    package var retries = 0
    /// For how many seconds all lanes were told to hold back.
    package var heldSeconds = 0.0

    package init() {}
  }

  private let summary: Summary
  private let attempts: Attempts?
  private let lastSuccess: Int64?

  /// - Parameters:
  ///   - attempts: nil for a run that did not begin: then there is only its end to tell of.
  ///   - lastSuccess: when a run last ended with exit code 0, in microseconds since 1970.
  package init(summary: Summary, attempts: Attempts?, lastSuccess: Int64?) {
    self.summary = summary
    self.attempts = attempts
    self.lastSuccess = lastSuccess
  }

  /// What an earlier text says of when a run of a campaign last ended with exit code 0, in microseconds
  /// since 1970.
  package static func lastSuccess(of campaign: String, in text: String) -> Int64? {
    let start = "\(lastSuccessName){campaign=\"\(campaign)\"} "
    let line = text.split(separator: "\n").first { $0.hasPrefix(start) }
    guard let seconds = line.flatMap({ Double($0.dropFirst(start.count)) }) else { return nil }
    return Int64(exactly: (seconds * 1_000_000).rounded())
  }

  private static let lastSuccessName = "volley_last_success_timestamp_seconds"

  /// What Prometheus reads.
  package var text: String {
    guard let attempts else { return ends }
    return rows + requests(attempts) + histogram(attempts)
      + family(
        "volley_retries_total", "counter", "Messages that were tried again in the last run.",
        [("", Double(attempts.retries))])
      + family(
        "volley_held_back_seconds_total", "counter",
        "For how long all lanes were told to hold back in the last run.",
        [("", attempts.heldSeconds)]) + ends
  }

  /// None where they could not be counted, since zeros would say that there are none.
  private var rows: String {
    if summary.counts.total == 0 { return "" }
    return family(
      "volley_rows", "gauge", "Rows of the contacts by status, after the last run.",
      Status.allCases.filter { $0 != .ready }.map { status in
        (label("status", status.rawValue), Double(summary.counts[status]))
      })
  }

  private func requests(_ attempts: Attempts) -> String {
    family(
      "volley_attempts_total", "counter", "Requests of the last run by outcome.",
      attempts.byOutcome.map { (label("outcome", $0.name), Double($0.count)) })
  }

  private func histogram(_ attempts: Attempts) -> String {
    let name = "volley_request_duration_seconds"
    let count = attempts.byOutcome.reduce(0) { $0 + $1.count }
    var text = head(name, "histogram", "From the start of a request to the end of its exchange.")
    var below = 0
    for (bound, inBucket) in attempts.buckets {
      below += inBucket
      text += "\(name)_bucket{\(campaign),le=\"\(Self.number(bound))\"} \(below)\n"
    }
    text += "\(name)_bucket{\(campaign),le=\"+Inf\"} \(count)\n"
    text += "\(name)_sum{\(campaign)} \(Self.number(attempts.seconds))\n"
    return text + "\(name)_count{\(campaign)} \(count)\n"
  }

  private var ends: String {
    var text = family(
      "volley_last_run_exit_code", "gauge", "The exit code of the last run.",
      [("", Double(summary.exitCode ?? 0))])
    if let endedAt = summary.endedAt {
      text += family(
        "volley_last_run_timestamp_seconds", "gauge", "When the last run ended.",
        [("", Double(endedAt) / 1_000_000)])
    }
    if let lastSuccess {
      text += family(
        Self.lastSuccessName, "gauge",
        "When a run last ended with exit code 0.", [("", Double(lastSuccess) / 1_000_000)])
    }
    return text
  }

  private func family(
    _ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: Double)]
  ) -> String {
    samples.reduce(head(name, type, help)) { text, sample in
      text + "\(name){\(campaign)\(sample.labels)} \(Self.number(sample.value))\n"
    }
  }

  private func head(_ name: String, _ type: String, _ help: String) -> String {
    "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  /// A campaign's name has nothing in it that would have to be escaped.
  private var campaign: String { "campaign=\"\(summary.campaign)\"" }

  private func label(_ name: String, _ value: String) -> String { ",\(name)=\"\(value)\"" }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
