import Delivery
import Glibc
import Ledger
import Reports

/// How a run ended.
package struct Ending: Sendable {
  /// The run in numbers; no row is counted where the contacts could not be read again.
  package var summary: Summary
  /// Why it stopped early; nil when nothing stopped it, and for reports that are written again.
  package var stop: StopReason?
  /// Outcomes that the ledger could not take.
  package var unwritten: [Finding]
  /// Messages of the campaign whose contacts are not in the list, as far as the reports tell.
  package var elsewhere = 0
  /// Why most of the rows were rejected or failed, as far as the reports tell.
  package var commonReason: CommonReason?
  /// Messages that were to be tried again, and that a limit or the hour kept from it.
  package var left = 0
  /// Messages were left because of the hour.
  package var isLeftByHours = false
  /// The time of `--not-after` was over before all was sent.
  package var isPastDeadline = false
  /// When the hours begin again, the time of `--not-after` will be over.
  package var opensTooLate = false
  /// Why the reports could not be written, in words.
  package var reportProblem: String?
  /// The run that is told of goes on, or was killed: when and how it ends is not known.
  package var isOpen = false
  /// Who is at it.
  package var holder: LockHolder?

  init(summary: Summary, unwritten: [Finding] = []) {
    self.summary = summary
    self.unwritten = unwritten
  }

  /// What the process is to end with.
  package var code: ExitCode {
    if !unwritten.isEmpty || reportProblem != nil { return .stopped }
    switch stop {
    case .interrupted(let signal): return .ended(by: signal)
    case .some: return .stopped
    case nil: break
    }
    return summary.testTo == nil ? codeOfCounts : codeOfTest
  }

  private var codeOfCounts: ExitCode {
    let counts = summary.counts
    if counts[.pending] + left > 0 { return .later }
    if counts[.unknown] > 0 { return .someUnknown }
    return counts[.invalid] + counts[.rejected] + counts[.failed] > 0 ? .someNotSent : .success
  }

  /// A test is about its own messages only: the other rows are not left for later.
  private var codeOfTest: ExitCode {
    let counts = summary.counts
    let bad = counts[.rejected] + counts[.failed]
    if isLeftByHours || counts[.sent] + counts[.unknown] + bad == 0 { return .later }
    if counts[.unknown] > 0 { return .someUnknown }
    return bad == 0 ? .success : .someNotSent
  }
}
