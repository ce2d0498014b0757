import Delivery
import Ledger
import Reports

extension Run {
  /// Messages that this run will try, as far as the ledger tells: those of the plan, without those
  /// that earlier runs brought to an end.
  package func remaining() throws(CampaignError) -> Int {
    let ended = try known().filter { state, _ in
      state != .released && !options.retrying.contains(state)
    }
    return min(max(0, plan.ready - ended.values.reduce(0, +)), options.limit ?? .max)
  }

  /// Writes the run in numbers for Prometheus; the file appears whole or not at all.
  package func writeMetrics(
    of ending: Ending, _ progress: RunProgress, to path: String
  ) throws(CampaignError) {
    let metrics = Metrics(
      summary: ending.summary, attempts: Metrics.Attempts(progress), lastSuccess: lastSuccess())
    do throws(FileProblem) {
      var file = try AtomicFile(path: try AtomicFile.named(path), isPublic: true)
      try file.append { $0.append(contentsOf: metrics.text.utf8) }
      try file.commit()
    } catch {
      throw CampaignError(.error, error.description)
    }
  }

  /// Nil when there was none, or when the ledger cannot be read any more.
  private func lastSuccess() -> Int64? {
    try? ledger.read { view in
      try view.campaign(named: options.campaign).flatMap { try view.lastSuccess(of: $0) }
    }
  }
}

extension Metrics.Attempts {
  init(_ progress: RunProgress) {
    let totals = progress.attempts
    self.init()
    byOutcome = AttemptTotals.Kind.allCases.map { ($0.rawValue, totals.byOutcome[$0] ?? 0) }
    buckets = zip(AttemptTotals.bounds, totals.buckets).map { ($0, $1) }
    seconds = totals.seconds
    heldSeconds = totals.held
    retries = progress.counts.retries
  }
}
