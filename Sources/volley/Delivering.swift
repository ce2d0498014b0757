import Campaign
import Delivery
import Reports

/// The part of a command that sends: signals, progress, and the words at the end.
struct Delivering {
  private let campaign: Run
  private let arguments: PlanArguments
  private let log: Log
  private let metricsFile: String?

  init(_ run: Run, _ arguments: PlanArguments, _ log: Log, metricsFile: String?) {
    campaign = run
    self.arguments = arguments
    self.log = log
    self.metricsFile = metricsFile
  }

  func run() async throws -> Campaign.ExitCode {
    let stop = StopSwitch()
    let signals = Signals { number in
      log.say("ending after the messages in flight; once more ends at once", level: .notice)
      stop.stop(.interrupted(signal: number))
    }
    defer { signals.cancel() }
    let progress = RunProgress()
    let line = ProgressLine(progress, total: try campaign.remaining(), log: log)
    let drawing = Task { await line.draw() }
    let result: Result<Ending, any Error>
    do {
      result = .success(try await campaign.send(stop: stop, progress: progress))
    } catch {
      result = .failure(error)
    }
    drawing.cancel()
    await drawing.value
    let ending = try result.get()
    writeMetrics(ending, progress)
    return show(ending)
  }

  /// A run is not a failure because nobody could be told of it.
  private func writeMetrics(_ ending: Ending, _ progress: RunProgress) {
    guard let metricsFile else { return }
    do throws(CampaignError) {
      try campaign.writeMetrics(of: ending, progress, to: metricsFile)
    } catch {
      log.say("--metrics-file: \(error.words)", level: .warning)
    }
  }

  private func show(_ ending: Ending) -> Campaign.ExitCode {
    for finding in ending.unwritten {
      log.say(
        "the ledger could not take that row \(finding.row) is \(finding.state); "
          + "the next run will call it unknown")
    }
    if let problem = ending.reportProblem { log.say(problem) }
    if let stop = ending.stop { log.say("stopped: \(stop)") }
    guard ending.reportProblem == nil else { return ending.code }
    if arguments.json {
      var bytes: [UInt8] = []
      ending.summary.appendLine(to: &bytes)
      Console.write(bytes, to: 1)
    } else if !(arguments.quiet && ending.code == .success) {
      let text = EndingText(
        ending: ending,
        folder: ReportFolder.path(
          reports: campaign.options.reports, campaign: ending.summary.campaign))
      Console.result(text.lines.joined(separator: "\n"))
    }
    return ending.code
  }
}
