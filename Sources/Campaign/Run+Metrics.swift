import Delivery
import Foundation
import Ledger
import Reports

extension Run {
  /// Messages that this run will try, as far as the ledger tells: those of the plan, without those that
  /// earlier runs brought to an end. Too few, where some of these are not in this list.
  package func remaining() throws(CampaignError) -> Int {
    let ended = try entryCounts().filter { state, _ in
      state != .released && !options.retrying.contains(state)
    }
    return min(max(0, plan.ready - ended.values.reduce(0, +)), options.limit ?? .max)
  }

  /// Writes the run in numbers for Prometheus; the file appears whole or not at all.
  package func writeMetrics(
    of ending: Ending, _ progress: RunProgress, to path: String
  ) throws(CampaignError) {
    let metrics = Metrics(
      summary: ending.summary, attempts: Metrics.Attempts(progress),
      lastSuccess: Self.lastSuccess(of: options.campaign, in: ledger))
    try Self.write(metrics, to: path)
  }

  /// Writes that a run did not begin, and with which exit code the command ends: what the run before left
  /// there must not pass for this one's. Of a campaign that is being run, that run writes its own.
  package static func writeMetrics(
    of refusal: CampaignError, _ name: CampaignName, ledger: String?, contacts: String,
    to path: String
  ) throws(CampaignError) {
    let holder = ledger.flatMap { CampaignLock.holder(of: name, beside: $0) }
    guard refusal.code != .held, holder == nil || holder?.process == getpid() else { return }
    var summary = Summary(
      version: Volley.version, campaign: name.description, contacts: contacts)
    summary.exitCode = Int(refusal.code.rawValue)
    summary.endedAt = wallClock()
    // The ledger is left alone by what does not begin.
    let before = FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self)
    }
    let success = before.flatMap { Metrics.lastSuccess(of: name.description, in: $0) }
    try write(Metrics(summary: summary, attempts: nil, lastSuccess: success), to: path)
  }

  private static func write(_ metrics: Metrics, to path: String) throws(CampaignError) {
    do throws(FileProblem) {
      var file = try AtomicFile(path: try AtomicFile.named(path), isPublic: true)
      try file.append { $0.append(contentsOf: metrics.text.utf8) }
      try file.commit()
    } catch {
      throw CampaignError(.error, error.description)
    }
  }

  /// Nil when there was none, or when the ledger cannot be read any more.
  private static func lastSuccess(of name: CampaignName, in ledger: Ledger) -> Int64? {
    try? ledger.read { view in
      try view.campaign(named: name).flatMap { try view.lastSuccess(of: $0) }
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
