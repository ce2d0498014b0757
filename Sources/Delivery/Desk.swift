import Composing
import Ledger
import Synchronization

/// Where lanes hand over what came of their last message and get the next one.
///
/// Whatever has gathered while the ledger wrote becomes its next transaction. The desk runs on a
/// queue of its own, since a commit blocks.
package actor Desk {
  private let ledger: Ledger
  /// What keeps other runs of the campaign away; nil where nothing does.
  private let lock: CampaignLock?
  /// What is tried again in each pass through the plan.
  private let passes: [Repeats]
  private let stop: StopSwitch
  private let flow: Flow
  private let progress: RunProgress
  private let executor: QueueExecutor
  /// How many visitors are served in one transaction: half of the lanes, so that the requests of one
  /// half are on their way while the promises of the other are written. Left to themselves, all lanes
  /// would soon come together, and the desk and the network wait for each other.
  private let crowd: Int

  /// When messages may leave.
  nonisolated let pace: PaceOptions
  private let mailbox = Mutex(Mailbox())

  private var agenda: Agenda
  private(set) var promises: Promises
  /// Those who have to wait.
  private(set) var visitors: [Visitor] = []
  private var wakesAt: Instant?
  /// Whether the message that was promised last was one to try again.
  private var lastWasRepeat = false
  /// Outcomes that the ledger did not take yet.
  package private(set) var unwritten: [Finding] = []

  /// - Parameters:
  ///   - lanes: how many there will be.
  ///   - lock: of the campaign; the run stops where its file is gone.
  ///   - passes: through the plan, each with the keys that it tries again; at least one.
  package init(
    lanes: Int, ledger: Ledger, lock: CampaignLock? = nil, campaign: CampaignID, run: Int,
    passes: [Repeats], limit: Int?, source: sending any MessageSource,
    pace: PaceOptions = PaceOptions(), stop: StopSwitch, flow: Flow, progress: RunProgress
  ) {
    self.ledger = ledger
    self.lock = lock
    self.passes = passes
    self.stop = stop
    self.flow = flow
    self.progress = progress
    self.pace = pace
    agenda = Agenda(source: source, options: pace, limit: limit, passes: passes.count)
    promises = Promises(source, of: campaign, run: run, limit: limit)
    executor = QueueExecutor(label: "volley.desk")
    // Of few lanes, a transaction costs more than what goes on beside it.
    crowd = max(8, (lanes + 1) / 2)
  }

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// When the first one may leave of the messages that were left because of the hour: seconds
  /// since 1970.
  package var nextOpening: Int64? { agenda.left.opening }
  /// Whether any was left because of the hour.
  package var hasLeft: Bool { agenda.left.isAny }

  /// Whether the limit kept messages from being begun, if there were any more.
  package var isAtLimit: Bool { agenda.isAtLimit }

  /// Whether a message that is to be tried again after so long has no hour for it any more; it is left then.
  func isTooLate(_ message: Message, after wait: Duration) -> Bool {
    let now = Moment.now
    return agenda.isTooLate(message, at: now.later(at: now.instant + wait))
  }

  /// Hands over a finding, if there is one, and returns the message that the wish leads to, as soon
  /// as pace and hours allow: promised in the ledger, and to be sent at its time. Nil: there is
  /// none, or the run is to stop.
  ///
  /// The caller stays where it runs: only the mailbox is shared, so that a message costs the desk no
  /// turn of its own.
  ///
  /// - Parameters:
  ///   - early: how much before its moment the message is wanted.
  ///   - executor: of the caller's task, if that is one of a loop. It goes on there in a turn of its own:
  ///     whatever brought the finding, such as a connection that reads an answer, is done by then.
  nonisolated func exchange(
    _ finding: Finding?, _ wish: Wish, early: Duration = .zero, on executor: LoopExecutor?
  ) async -> Turn? {
    await wait { answer in
      let isFirst = mailbox.withLock { mailbox in
        if let finding { mailbox.findings.append(finding) }
        mailbox.visitors.append(
          Visitor(wish: wish, early: early, answer: answer, executor: executor))
        return mailbox.schedule()
      }
      if isFirst { serveSoon() }
    }
  }

  private nonisolated func serveSoon() {
    executor.run { self.assumeIsolated { $0.serve() } }
  }

  private func serve() {
    let now = Moment.now
    let post = mailbox.withLock { $0.empty() }
    visitors += post.visitors
    unwritten += post.findings
    agenda.follow(flow.rate(at: now.instant))
    // Asked once: a hold that ends meanwhile would leave visitors without a message or a moment.
    let held = heldUntil(now)
    // Where a moment is waited for, all are asked who can be served first.
    let isUnhindered = held == nil && agenda.isUnpaced && !agenda.isTimed
    // Where not all are served, those that try again leave others their turn: what they bring may be refused
    // whatever the rate.
    var round = Round(
      visitors.prefix(isUnhindered ? crowd : .max), held: held,
      repeatsFirst: isUnhindered || !lastWasRepeat)
    visitors.removeFirst(round.visitors.count)
    defer {
      if !visitors.isEmpty, isUnhindered, mailbox.withLock({ $0.schedule() }) { serveSoon() }
    }
    do throws(LedgerError) {
      if !unwritten.isEmpty || round.wantsMessages {
        try ledger.commit { try write(&round, at: now, $0) }
        unwritten.removeAll(keepingCapacity: true)
      }
    } catch {
      stop.stop(.ledger(error.description))
      promises.forgetLeases()
      round.fail()
    }
    noteTime(&round, since: now)
    answer(round, at: now)
  }

  /// Findings first, then promises for whoever waits.
  private func write(
    _ round: inout Round, at now: Moment, _ transaction: borrowing LedgerTransaction
  ) throws {
    for finding in unwritten { try transaction.finish(finding) }
    if let lock, !lock.isInPlace { stop.stop(.lockGone(path: lock.path)) }
    guard !stop.isStopped else { return }
    if let end = round.held {
      round.hasNoMessage = try hasNoMessage(at: now.later(at: end), transaction)
      return
    }
    var isSearching = false
    for index in round.visitors.indices {
      let wish = round.visitors[index].wish
      if isSearching, !wish.isForRepeat {
        round.wait(index, until: now.instant)
        continue
      }
      var next = try next(for: index, of: &round, at: now, transaction)
      if case .asleep = next, case .again(let message, let attempt) = wish {
        // It is nobody's from here on, so that no two lanes ever have it.
        promises.lay(aside: message, before: attempt)
        agenda.takeBack()
        round.visitors[index].wish = .next
        next = try self.next(for: index, of: &round, at: now, transaction)
      }
      switch next {
      case .message: lastWasRepeat = wish.isForRepeat
      case .later(let moment):
        round.wait(index, until: moment)
        // Others may have to write to the ledger meanwhile.
        isSearching = moment <= now.instant
      case .asleep, .nothing: break
      }
    }
    try promises.workAhead(after: round.turns.count { $0 != nil }, transaction)
  }

  /// What comes next for a visitor; a message is promised then.
  private func next(
    for index: Int, of round: inout Round, at now: Moment,
    _ transaction: borrowing LedgerTransaction
  ) throws -> Agenda.Next {
    let visitor = round.visitors[index]
    var (begun, attempt) = (Begun.taken(.unknown), 1)
    let repeats = passes[agenda.pass]
    let next = try ask(for: visitor, at: now) { message throws in
      try promises.isFree(message, repeats, transaction)
    } begin: { message throws in
      if stop.isStopped { return false }
      let own = visitor.wish.attempt(of: message)
      attempt = own ?? promises.attempt(of: message) ?? 1
      begun = try promises.begin(message, repeats, isRetry: own != nil, transaction)
      if case .taken = begun { return false }
      return true
    }
    if case .message(let message, let moment) = next {
      round.turns[index] = Turn(message, begun, at: moment, attempt: attempt)
    }
    return next
  }

  private func ask(
    for visitor: Visitor, at now: Moment, isFree: (Message) throws -> Bool,
    begin: (Message) throws -> Bool
  ) throws -> Agenda.Next {
    do {
      switch visitor.wish {
      case .nothing: return .nothing
      case .again(let message, _):
        return try agenda.again(message, at: now, early: visitor.early, begin: begin)
      case .next:
        return try agenda.next(at: now, early: visitor.early, isFree: isFree, begin: begin)
      }
    } catch let error as SourceError {
      stop.stop(.contacts(error.words))
      return .nothing
    }
  }

  /// When a promise took longer than was foreseen, all that was promised leaves later.
  private func noteTime(_ round: inout Round, since start: Moment) {
    guard !agenda.isUnpaced, let first = round.firstDeparture else { return }
    let end = Instant.now
    let late = max(.zero, first.duration(to: end))
    agenda.noteCommit(took: start.instant.duration(to: end), late: late)
    round.delay(by: late)
  }

  /// Whoever has to wait stays at the desk.
  private func answer(_ round: Round, at now: Moment) {
    let end = round.held.map { now.later(at: $0) }
    var soonest = round.held
    var answers: [(waiting: Waiting<Turn?>, value: Turn?)] = []
    answers.reserveCapacity(round.visitors.count)
    var executor: LoopExecutor?
    for (index, visitor) in round.visitors.enumerated() {
      let isLeft = end.map { isOver(for: visitor, at: $0, round.hasNoMessage) } ?? false
      if !isLeft, let moment = round.wait(of: index), !stop.isStopped {
        visitors.append(visitor)
        soonest = min(soonest ?? moment, moment)
      } else if visitor.executor != nil {
        executor = visitor.executor
        answers.append((visitor.answer, round.turns[index]))
      } else {
        visitor.answer.resume(returning: round.turns[index])
      }
    }
    executor?.resumeLater(answers)
    guard !visitors.isEmpty, let soonest else { return progress.noteWait(nil) }
    progress.noteWait(soonest)
    wake(at: soonest, from: now.instant)
  }

  /// Nobody is to sit out a hold for a message that is not there, or may not leave after it.
  private func isOver(for visitor: Visitor, at end: Moment, _ hasNone: Bool) -> Bool {
    guard case .again(let message, _) = visitor.wish else { return hasNone }
    return agenda.isTooLate(message, at: end)
  }

  /// Whether a promised message is still to be sent: to connect may have taken long.
  func isWanted(_ message: Message) -> Bool {
    do { return try agenda.isWanted(message, at: .now) } catch {
      if let error = error as? SourceError { stop.stop(.contacts(error.words)) }
      return false
    }
  }

  private func hasNoMessage(
    at end: Moment, _ transaction: borrowing LedgerTransaction
  ) throws -> Bool {
    let repeats = passes[agenda.pass]
    do {
      return try agenda.isAtEnd(at: end) { message throws in
        try promises.isFree(message, repeats, transaction)
      }
    } catch let error as SourceError {
      stop.stop(.contacts(error.words))
      return true
    }
  }

  private func heldUntil(_ now: Moment) -> Instant? {
    let wait = flow.wait
    return wait > .zero ? now.instant + wait : nil
  }

  /// The longest sleep, since clocks can be set, and machines suspended.
  private static let longestSleep = Duration.seconds(30)

  private func wake(at moment: Instant, from now: Instant) {
    let moment = min(moment, now + Self.longestSleep)
    if let wakesAt, wakesAt <= moment, wakesAt > now { return }
    wakesAt = moment
    Task {
      await stop.sleep(for: max(.zero, now.duration(to: moment)))
      if wakesAt == moment { wakesAt = nil }
      if mailbox.withLock({ $0.schedule() }) { serve() }
    }
  }
}
