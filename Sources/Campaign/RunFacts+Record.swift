import Ledger
import Reports

extension [RunRecord] {
  /// The runs as a page tells of them. The one that is being reported has not ended in the ledger yet.
  ///
  /// - Parameter workingAt: when that run was seen at work, in microseconds since 1970; nil when it is over.
  func facts(_ summary: Summary, workingAt: Int64?) -> [RunFacts] {
    map { record in
      var run = RunFacts(
        number: record.number, startedAt: record.startedAt, endedAt: record.endedAt,
        exitCode: record.exitCode, stop: record.stop)
      if run.number == summary.run, run.endedAt == nil {
        (run.endedAt, run.exitCode, run.stop) =
          (summary.endedAt, summary.exitCode, summary.stopReason)
        run.workingAt = workingAt
      }
      return run
    }
  }
}
