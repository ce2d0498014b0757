import Campaign
import Delivery
import Dispatch
import Glibc
import Reports

/// The part of a command that sends: signals, progress, and the words at the end.
struct Delivering {
  private let campaignRun: Run
  private let arguments: PlanArguments
  private let log: Log
  private let ledger: String?
  private let metricsFile: String?
  private let isTooLate: @Sendable (Int64) -> Bool
  private let signals: Signals

  /// - Parameters:
  ///   - ledger: As it was named; nil: the usual one.
  ///   - isTooLate: Whether the same command would find the time of `--not-after` over at that second (since
  ///     1970).
  init(
    _ run: Run, _ arguments: PlanArguments, _ log: Log, ledger: String?, metricsFile: String?,
    _ signals: Signals, isTooLate: @escaping @Sendable (Int64) -> Bool
  ) {
    campaignRun = run
    self.arguments = arguments
    self.log = log
    self.ledger = ledger
    self.metricsFile = metricsFile
    self.isTooLate = isTooLate
    self.signals = signals
  }

  func run() async throws -> Campaign.ExitCode {
    let stop = StopSwitch()
    signals.replace { [log] number in
      stop.stop(.interrupted(signal: number))
      let again = number == SIGINT && Console.notesAreSeen ? "press Ctrl-C" : "signal"
      log.say(
        "stopping once the messages in flight are answered; \(again) again after a second to stop at once",
        level: .notice)
    } last: { [log, campaign = campaignRun.options.campaign, ledger] in
      let named = ledger.map { " --ledger \(ShellText.quoted($0))" } ?? ""
      log.say(
        "stopped at once: messages that were in flight are unknown; see volley status \(campaign)\(named)"
      )
      StandardError.shared.flush(until: .now() + 1)
    }
    let progress = RunProgress()
    let line = ProgressLine(progress, total: try campaignRun.remaining(), log: log)
    let drawing = Task { await line.draw() }
    let result: Result<Ending, any Error>
    do {
      result = .success(try await campaignRun.send(stop: stop, progress: progress))
    } catch {
      result = .failure(error)
    }
    drawing.cancel()
    await drawing.value
    var ending = try result.get()
    ending.opensTooLate = ending.summary.nextOpening.map { isTooLate($0 / 1_000_000) } ?? false
    writeMetrics(ending, progress)
    // All is done but to tell of it, which may have to wait for a reader.
    signals.replace { _exit(128 + $0) }
    return show(ending)
  }

  /// A run is not a failure because nobody could be told of it.
  private func writeMetrics(_ ending: Ending, _ progress: RunProgress) {
    guard let metricsFile else { return }
    do throws(CampaignError) {
      try campaignRun.writeMetrics(of: ending, progress, to: metricsFile)
    } catch {
      log.say("--metrics-file: \(error.words)", level: .warning)
    }
  }

  private func show(_ ending: Ending) -> Campaign.ExitCode {
    // Who reads the end has read what came before it.
    StandardError.shared.flush()
    LineHandler(format: log.format).tellMissing()
    for finding in ending.unwritten {
      log.say(
        "the ledger could not take that row \(finding.row) is \(Status(finding.state).rawValue); "
          + "the next run calls it unknown, if its promise is known then")
    }
    if let problem = ending.reportProblem { log.say(problem) }
    if let stop = ending.stop { log.say("stopped: \(stop.masked)") }
    // Rows that could not even be counted make no summary.
    guard ending.summary.counts.total > 0 else { return ending.code }
    if arguments.json {
      Console.result(ending.summary)
    } else if !(arguments.quiet && ending.code == .success) {
      let text = EndingText(ending: ending, folder: folder(of: ending), ledger: ledger)
      Console.result(text.lines.joined(separator: "\n"))
    }
    return ending.code
  }

  /// Where the reports are; nil when there are none.
  private func folder(of ending: Ending) -> String? {
    guard ending.reportProblem == nil else { return nil }
    return ReportFolder.path(
      reports: campaignRun.options.reports, campaign: ending.summary.campaign)
  }
}
