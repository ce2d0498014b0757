import Audience
import Composing
import Ledger
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Sends the messages of a desk over so many lanes.
package final class Sender: Sendable {
  let dialer: Dialer
  let writer: RequestWriter
  let token: String
  let desk: Desk
  let stop: StopSwitch
  let flow: Flow
  let safeStatuses: Set<Int>
  let timeout: TimeAmount
  private let concurrency: Int
  private let policy = RetryPolicy()
  private let logger: Logger
  let progress: RunProgress
  private let state: Mutex<State>

  private struct State {
    var budget: RetryBudget
    var rules: StopRules
    /// What connecting takes.
    var connecting = Duration.zero
    var departures: Departures
  }

  /// The most that a lane wants to be early by.
  private static let longestConnecting = Duration.seconds(1)

  /// - Parameter recipients: of the plan, for stop rules that are percentages.
  package init(
    _ options: DeliveryOptions, dialer: Dialer, desk: Desk, stop: StopSwitch, flow: Flow,
    progress: RunProgress, recipients: Int
  ) {
    self.dialer = dialer
    writer = RequestWriter(
      endpoint: options.endpoint, token: options.token, agent: options.agent)
    token = options.token
    self.desk = desk
    self.stop = stop
    self.flow = flow
    self.progress = progress
    safeStatuses = options.safeStatuses
    timeout = .microseconds(options.timeout.microseconds)
    concurrency = options.concurrency
    logger = options.logger
    state = Mutex(
      State(
        // All lanes may be refused at once before the API's limit is known, and once more after that.
        budget: RetryBudget(reserve: max(20, 2 * options.concurrency)),
        rules: StopRules(limit: options.errorLimit, recipients: recipients),
        departures: Departures(rate: desk.pace.rate, senderRate: desk.pace.ratePerSender)))
  }

  /// One loop for all lanes: what it can send in a second, no ledger can promise, and answers that come
  /// together cost less. It stays to the end of the process, as NIO's own does, which has a loop for each
  /// core.
  private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  /// Runs the lanes to their end: all messages attempted, or the run stopped and what was in flight
  /// waited for.
  package func run() async {
    let executor = LoopExecutor(Self.group.next())
    await withDiscardingTaskGroup { lanes in
      for _ in 0..<concurrency {
        lanes.addTask(executorPreference: executor) { await Lane(on: executor, of: self).run() }
      }
    }
  }

  /// What connecting takes, and somewhat more.
  var connecting: Duration {
    min(state.withLock { $0.connecting } * 3 / 2, Self.longestConnecting)
  }

  func noteConnecting(took duration: Duration) {
    state.withLock { $0.connecting = max(duration, $0.connecting * 3 / 4) }
  }

  /// Whether a message may leave at this moment: the run goes on, nothing holds it back, and its hours are
  /// not over.
  func allows(_ message: Message) -> Bool {
    !stop.isStopped && flow.wait == .zero
      && desk.pace.allows(message.zone, at: wallClock() / 1_000_000)
  }

  /// Whether messages leave as soon as there is a lane, as far as the options say.
  var isUnpaced: Bool { desk.pace.rate == nil && desk.pace.ratePerSender == nil }

  /// Books the moment of a message that has a rate to keep; nil when that is far.
  func book(_ message: Message) -> Departures.Booking? {
    state.withLock { $0.departures.book(message.from, at: .now) }
  }

  /// - Returns: when to ask again; nil: the message leaves now.
  func wait(_ booking: Departures.Booking) -> Instant? {
    state.withLock { $0.departures.wait(booking, at: .now) }
  }

  /// The connection was closed while a message waited over it since then.
  func noteClosed(since start: Instant) {
    state.withLock { $0.departures.noteClosed(after: start.duration(to: .now)) }
  }

  func noteLate(_ message: Message) {
    logger.debug(
      "missed its moment; it gets another one",
      metadata: ["row": "\(message.row)"])
  }

  /// Takes note of an outcome and says what comes next.
  ///
  /// - Parameter before: when the API answered 429 to this message first.
  func decide(
    after outcome: Outcome, of message: Message, attempt: Int, times: Times,
    refusedFirst before: Instant?
  ) -> NextStep {
    let now = Moment.now
    let (step, rule) = state.withLock { state -> (NextStep, StopReason?) in
      if attempt == 1 { state.budget.deposit() }
      let step = policy.next(
        after: outcome, attempt: attempt, budget: { state.budget.withdraw() },
        jitter: .random(in: 0..<1), now: now.second)
      if case .retry = step { return (step, nil) }
      return (step, state.rules.note(outcome))
    }
    // The message keeps its own end; the run gets the rule's.
    if let rule { stop.stop(rule) }
    if case .stop(let reason) = step { stop.stop(reason) }
    steer(after: outcome, step, times: times, at: now, refusedFirst: before)
    progress.note(outcome, step, times)
    log(outcome, step, attempt, times, of: message)
    return step
  }

  /// Lets all lanes know how much the API can bear.
  private func steer(
    after outcome: Outcome, _ step: NextStep, times: Times, at now: Moment,
    refusedFirst before: Instant?
  ) {
    if case .sent = outcome {
      return flow.noteAccepted(sentAt: times.instant, at: now.instant)
    }
    let asked = policy.hold(outcome.retryAfter, now: now.second)
    if case .notAccepted(status: 429, _, _) = outcome {
      var backoff = Duration.zero
      if case .retry(let wait) = step { backoff = wait }
      noteHold(
        flow.noteRefused(
          sentAt: times.instant, at: now.instant, asked: asked, backoff: backoff,
          refusedFirst: before),
        because: "the API answered 429", at: now)
    } else {
      noteHold(flow.holdBack.hold(for: asked), because: "the API asked for it", at: now)
    }
  }

  private static let noticeable = Duration.milliseconds(100)

  private func noteHold(_ duration: Duration, because reason: String, at now: Moment) {
    guard duration > .zero else { return }
    progress.noteHold(duration)
    // What each lane adds to a hold that was told of is no news.
    guard duration >= Self.noticeable else { return }
    var facts: Logger.Metadata = ["seconds": "\((flow.wait.inSeconds * 10).rounded() / 10)"]
    if let rate = flow.rate(at: now.instant) {
      facts["rate"] =
        rate < 1 ? "\((rate * 600).rounded() / 10)/m" : "\((rate * 10).rounded() / 10)/s"
    }
    logger.notice("all lanes hold back: \(reason)", metadata: facts)
  }

  private func log(
    _ outcome: Outcome, _ step: NextStep, _ attempt: Int, _ times: Times, of message: Message
  ) {
    guard logger.logLevel <= .info else { return }
    var facts: Logger.Metadata = [
      "row": "\(message.row)", "to": "\(message.to.masked)", "attempt": "\(attempt)",
      "milliseconds": "\(times.latency / 1_000)",
    ]
    let (_, status, words) = Finding.facts(outcome, step)
    if let status { facts["status"] = "\(status)" }
    if let words { facts["error"] = "\(Self.masked(words, of: message))" }
    switch outcome {
    case .sent: logger.debug("sent", metadata: facts)
    case .notAccepted: logger.info("not accepted", metadata: facts)
    case .rejected: logger.info("rejected", metadata: facts)
    case .unknown: logger.info("unknown", metadata: facts)
    case .stop: logger.info("stops the run", metadata: facts)
    }
  }

  /// The words without phone numbers, in whatever way the API writes those of the message.
  private static func masked(_ words: String, of message: Message) -> String {
    let others = [message.to, message.from].reduce(words) { $1.replaced(in: $0, by: $1.masked) }
    return PhoneNumber.masked(in: others)
  }
}
