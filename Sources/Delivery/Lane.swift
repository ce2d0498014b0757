import Composing
import Ledger
import NIOCore

/// One of the run's lanes: a connection of its own, and at most one request in flight.
///
/// Its task runs on the event loop of its connection, so that a request costs no hop between threads.
/// It is no actor: a continuation resumes on the executor of its task, and would go on to an actor's
/// from there.
final class Lane {
  private let executor: LoopExecutor
  private let sender: Sender
  private var connection: Connection?
  /// Connecting took too long for the moment of a message once.
  private var opensEarly = false

  init(on executor: LoopExecutor, of sender: Sender) {
    self.executor = executor
    self.sender = sender
  }

  /// Sends messages until there are no more, or the run is stopped.
  func run() async {
    var finding: Finding?
    while let turn = await sender.desk.exchange(finding, .next, early: early, on: executor) {
      finding = await deliver(turn)
    }
    connection?.close()
  }

  /// How long before its moment this lane wants a message, so that it can connect first.
  private var early: Duration {
    opensEarly || connection?.isOpen != true ? sender.connecting : .zero
  }

  /// What an attempt came to.
  enum Attempted {
    case done(Outcome, Times)
    /// The run was stopped, or all lanes were told to hold back.
    case heldBack
    /// Others leave first, and then its connection is gone, or it would have to wait long.
    case late
  }

  /// Tries a message until its end is known.
  /// - Returns: what came of it; nil when the ledger has that already.
  private func deliver(_ first: Desk.Turn) async -> Finding? {
    var turn = first
    var attempt = first.attempt
    var refusedFirst: Instant?
    while true {
      var wait = Duration.zero
      let finding: Finding
      switch await attemptOnce(turn) {
      case .done(let outcome, let times):
        let step = sender.decide(
          after: outcome, of: turn.message, attempt: attempt, times: times,
          refusedFirst: refusedFirst)
        if case .notAccepted(status: 429, _, _) = outcome { refusedFirst = refusedFirst ?? .now }
        finding = Finding(of: outcome, step: step, for: turn, times: times)
        guard case .retry(let asked) = step else { return finding }
        wait = asked
        attempt += 1
      case .heldBack: finding = Finding(withdrawing: turn)
      case .late:
        finding = Finding(withdrawing: turn)
        sender.noteLate(turn.message)
        opensEarly = true
      }
      guard
        let next = await retry(turn.message, attempt, after: wait, releasing: finding)
      else { return nil }
      attempt = next.attempt
      if next.message.row != turn.message.row { refusedFirst = nil }
      turn = next
    }
  }

  /// Gives the promise back while it waits, so that a crash leaves no doubt about it, and promises
  /// the same message again after; or another one, while this one has to wait for its own hours.
  private func retry(
    _ message: Message, _ attempt: Int, after wait: Duration, releasing finding: Finding
  ) async -> Desk.Turn? {
    _ = await sender.desk.exchange(finding, .nothing, on: executor)
    if wait > .zero {
      if await sender.desk.isTooLate(message, after: wait) { return nil }
      await sender.stop.sleep(for: wait)
    }
    return await sender.desk.exchange(
      nil, .again(message, attempt: attempt), early: early, on: executor)
  }

  /// Connects, where there is no connection, and then sends.
  func attemptOnce(_ turn: Desk.Turn) async -> Attempted {
    let request = sender.writer.request(for: turn.message, allocator: ByteBufferAllocator())
    let times = Times(start: wallClock(), instant: .now)
    let deadline = NIODeadline.now() + sender.timeout
    guard let connection = clearWay(for: turn) else {
      return await attemptOnceClear(turn, request, times, deadline)
    }
    sender.progress.begin()
    return done(await connection.exchange(request, deadline: deadline, on: executor), times)
  }

  /// Waits for a connection and for its moment, and then sends. Waiting is no part of the exchange: what is
  /// waited for moves its start and its deadline.
  private func attemptOnceClear(
    _ turn: Desk.Turn, _ request: ByteBuffer, _ times: Times, _ deadline: NIODeadline
  ) async -> Attempted {
    var (times, deadline) = (times, deadline)
    var (opened, isNew) = await connection(for: turn, &deadline)
    if case .success(let connection) = opened {
      let start = NIODeadline.now()
      // The desk may take long to answer, so the hour is looked at after that.
      if isNew, await !sender.desk.isWanted(turn.message) { return .heldBack }
      if let obstacle = await obstacle(turn) { return obstacle }
      deadline = deadline + (.now() - start)
      times = Times(start: wallClock(), instant: .now)
      // An answer before there was a request is none.
      if isNew, await !connection.isUsableOnceRead(on: executor.loop) {
        connection.close()
        opened = .failure(.closed(reason: "closed, or answered, before it was asked"))
      }
    }
    // It may have been given up for that.
    if case .failure = opened, sender.stop.isStopped { return .heldBack }
    sender.progress.begin()
    let attempt = await exchange(request, over: opened, deadline: deadline)
    return done(attempt, times)
  }

  /// A connection that stands at the moment of a message.
  private func connection(
    for turn: Desk.Turn, _ deadline: inout NIODeadline
  ) async -> (Result<Connection, Fault>, isNew: Bool) {
    let (opened, isNew) = await usableConnection(deadline)
    guard case .success = opened, turn.at > .now else { return (opened, isNew) }
    let start = NIODeadline.now()
    await sleep(until: turn.at)
    deadline = deadline + (.now() - start)
    // What was open may be closed by now.
    let again = await usableConnection(deadline)
    return (again.0, isNew || again.isNew)
  }

  /// The connection, when it is open and nothing is to be waited for: so it is for most messages, and
  /// they pass by what the others have to be asked.
  private func clearWay(for turn: Desk.Turn) -> Connection? {
    guard let connection, connection.isUsable, sender.isUnpaced, turn.at <= .now,
      sender.allows(turn.message)
    else { return nil }
    return connection
  }

  private func done(_ attempt: Attempt, _ times: Times) -> Attempted {
    var times = times
    times.latency = times.instant.duration(to: .now).microseconds
    return .done(Outcome(of: attempt, safe: sender.safeStatuses, hiding: sender.token), times)
  }

  /// A promise and a connection may have taken long, so what was right when the message was promised is
  /// looked at once more. Waits for those that leave before, where there is a rate.
  ///
  /// - Returns: nil when the message may leave now, over the connection that is open.
  func obstacle(_ turn: Desk.Turn) async -> Attempted? {
    guard sender.allows(turn.message) else { return .heldBack }
    if sender.isUnpaced { return nil }
    guard let booking = sender.book(turn.message) else { return .late }
    let start = Instant.now
    while let moment = sender.wait(booking) {
      await sleep(until: moment)
      guard sender.allows(turn.message) else { return .heldBack }
      guard await connection?.isUsableOnceRead(on: executor.loop) == true else {
        sender.noteClosed(since: start)
        return .late
      }
    }
    return nil
  }

  private func sleep(until moment: Instant) async {
    let rest = Instant.now.duration(to: moment)
    guard rest > .zero else { return }
    try? await executor.loop.scheduleTask(in: .microseconds(rest.microseconds)) {}.futureResult
      .get()
  }

  private func exchange(
    _ request: ByteBuffer, over opened: Result<Connection, Fault>, deadline: NIODeadline
  ) async -> Attempt {
    switch opened {
    case .success(let connection):
      await connection.exchange(request, deadline: deadline, on: executor)
    case .failure(let fault): Attempt(written: false, fault: fault)
    }
  }

  /// The open connection, or a new one: one found closed costs nothing, and nothing was written.
  private func usableConnection(
    _ deadline: NIODeadline
  ) async -> (Result<Connection, Fault>, isNew: Bool) {
    if let connection {
      if await connection.isUsableOnceRead(on: executor.loop) {
        return (.success(connection), false)
      }
      connection.close()
    }
    connection = nil
    let start = Instant.now
    do {
      let fresh = try await sender.dialer.connect(
        on: executor.loop, deadline: deadline, unless: sender.stop)
      connection = fresh
      sender.noteConnecting(took: start.duration(to: .now))
      return (.success(fresh), true)
    } catch {
      return (.failure(Fault(error)), true)
    }
  }
}

/// When a request was written, and how long it took, in microseconds.
struct Times {
  var start: Int64
  var instant: Instant
  var latency: Int64 = 0
}
