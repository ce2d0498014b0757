import Campaign
import Ledger
import Reports

/// What the ledger knows of a campaign, for people.
enum RecordText {
  /// - Parameter ledger: as it was named; nil: the usual one.
  static func text(of record: Record, ledger: String?) -> String {
    let known = known(record)
    let test = record.testTo.map { " (a test: all to \($0))" } ?? ""
    let more = [state(record), record.lack, doubt(known, record, ledger)].compactMap(\.self)
    return (["\(record.name): \(counts(known))\(test)"] + more).joined(separator: "\n  ")
  }

  /// What a run left without an outcome is unknown, as in reports.
  private static func known(_ record: Record) -> [EntryState: Int] {
    var known = record.counts
    if record.holder == nil, let left = known.removeValue(forKey: .intent) {
      known[.unknown, default: 0] += left
    }
    return known
  }

  /// The ledger knows only those few of the pending ones that were tried.
  private static func counts(_ known: [EntryState: Int]) -> String {
    let names: [(EntryState, String)] = [
      (.sent, "sent"), (.rejected, "rejected"), (.failed, "failed"), (.unknown, "unknown"),
      (.intent, "in flight"),
    ]
    let counts = names.compactMap { state, name in known[state].map { "\($0) \(name)" } }
    return counts.isEmpty ? "nothing yet" : counts.joined(separator: " · ")
  }

  private static func state(_ record: Record) -> String? {
    if let holder = record.holder {
      return "is running (process \(holder.process), since \(holder.since))"
    }
    guard let run = record.lastRun else { return nil }
    let end = run.exitCode.map { "ended with exit code \($0)" } ?? "was ended from outside"
    return "run \(run.number) \(end)" + (run.stop.map { ": \($0)" } ?? "")
  }

  private static func doubt(
    _ known: [EntryState: Int], _ record: Record, _ ledger: String?
  ) -> String? {
    let doubt = known[.unknown] ?? 0
    guard doubt > 0, record.holder == nil else { return nil }
    return
      "\(number(doubt, "message")) may have been accepted. Look \(doubt == 1 ? "it" : "them") up, then: "
      + SettleCommand.line(for: record.name.description, ledger: ledger)
  }
}
