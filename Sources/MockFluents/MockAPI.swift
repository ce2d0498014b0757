import Foundation
import Synchronization

/// What all connections of one mock share: the contract, the rules for faults, and the record.
final class MockAPI: Sendable {
  private let contract: Contract
  private let log: MessageLog?
  private let keepsReceived: Bool
  let latency: Duration
  private let state: Mutex<State>

  private struct State {
    var statistics = Statistics()
    var received: [Received] = []
    var queue: [Fault?] = []
    var requestFaults: Chooser<Fault>
    var connectionFaults: Chooser<ConnectionFault>
    var window: RateWindow?
    var waiters: [Int: Waiter] = [:]
    var nextWaiter = 0
    /// Answers; nil once they have been let go.
    var held: [@Sendable () -> Void]? = []
    var isStopped = false
  }

  private struct Waiter {
    let condition: @Sendable (Statistics) -> Bool
    let continuation: CheckedContinuation<Void, any Error>
  }

  init(_ configuration: MockConfiguration) throws(MockError) {
    contract = Contract(numbers: configuration.numbers, token: configuration.token)
    log = if let path = configuration.log { try MessageLog(path: path) } else { nil }
    keepsReceived = configuration.keepsReceived
    latency = configuration.latency
    let faults = configuration.faults
    let window = configuration.rateLimit.map { RateWindow($0) }
    state = Mutex(
      State(
        requestFaults: Chooser(faults.requests, seed: faults.seed),
        connectionFaults: Chooser(faults.connections, seed: faults.seed),
        window: window))
  }

  // MARK: What connections report

  /// A connection has been accepted: its number, and what to do to it.
  func opened() -> (number: Int, fault: ConnectionFault?) {
    change { state in
      state.statistics.connections += 1
      state.statistics.openConnections += 1
      let fault = state.connectionFaults.next()
      if let fault { state.statistics.faults[fault.rawValue, default: 0] += 1 }
      return (state.statistics.connections, fault)
    }
  }

  func closed() {
    change { $0.statistics.openConnections -= 1 }
  }

  /// The head of a request has arrived: the fault it is to have, unless its number decides.
  func began() -> Fault? {
    change { state in
      state.statistics.requests += 1
      state.statistics.inFlight += 1
      let now = state.statistics.inFlight
      state.statistics.maximumInFlight = max(state.statistics.maximumInFlight, now)
      let drawn = state.requestFaults.next()
      return state.queue.isEmpty ? drawn : state.queue.removeFirst()
    }
  }

  /// The request is answered, or never will be.
  func ended() {
    change { $0.statistics.inFlight -= 1 }
  }

  /// A request has been refused before it was read whole.
  func refused(_ status: Int) {
    change { $0.statistics.answers[status, default: 0] += 1 }
  }

  /// A fault that strikes before its request is read.
  func struck(_ fault: Fault, _ request: Request) -> [WireStep] {
    var manner = request.manner(now: Date())
    // What is left of the request would be taken for the next one.
    manner.keepAlive = false
    return change { [manner] state in strike(fault, .created, manner, &state) }
  }

  /// A request has been read whole: what to do on the wire. A message that is taken is in the log
  /// when this returns.
  func answer(_ request: Request) -> [WireStep] {
    let body = RequestBody(request.body.readableBytesView)
    let early = contract.refusal(
      method: request.method, target: request.target, authorization: request.authorization)
    let verdict = contract.verdict(on: body)
    let manner = request.manner(now: Date())
    return change { state in
      let number = body.string("to_number")
      let fault = number.flatMap { state.requestFaults.action(for: $0) } ?? request.fault
      if fault?.judgement != .at(.unread), keepsReceived, let number {
        state.statistics.seen[number, default: 0] += 1
      }
      if let fault, [.at(.unread), .at(.read)].contains(fault.judgement) {
        return strike(fault, .created, manner, &state)
      }
      let answer = early ?? judge(verdict, request, manner.now, &state)
      return deliver(answer, fault, manner, &state)
    }
  }

  /// The contract's answer; a message that is taken is recorded and logged.
  private func judge(
    _ verdict: Contract.Verdict, _ request: Request, _ now: Date, _ state: inout State
  ) -> Answer {
    let instant = ContinuousClock.now
    if let wait = state.window?.wait(at: instant) {
      return tooMany(state.window?.retryAfter(wait) ?? .none, now)
    }
    switch verdict {
    case .refused(let answer): return answer
    case .taken(let to, let from, let message):
      let received = Received(
        to: to, from: from, message: message, time: now, instant: instant,
        connection: request.connection, contentType: request.contentType)
      return take(received, &state)
    }
  }

  private func take(_ message: Received, _ state: inout State) -> Answer {
    // Written under the lock, so that the log has the order of `received`.
    if let log, !log.append(message) { return .refusal(500, "The log cannot be written") }
    state.statistics.accepted += 1
    if keepsReceived { state.received.append(message) }
    return .created
  }

  private func tooMany(_ retryAfter: RetryAfter, _ now: Date) -> Answer {
    var answer = Answer.refusal(429, "ThrottlerException: Too Many Requests")
    answer.headers += retryAfter.header(now: now)
    return answer
  }

  private func deliver(
    _ answer: Answer, _ fault: Fault?, _ manner: Manner, _ state: inout State
  ) -> [WireStep] {
    if let fault, fault.judgement == .byContract || answer.status == 201 {
      return strike(fault, answer, manner, &state)
    }
    state.statistics.answers[answer.status, default: 0] += 1
    return Fault.plain(answer, manner)
  }

  private func strike(
    _ fault: Fault, _ answer: Answer, _ manner: Manner, _ state: inout State
  ) -> [WireStep] {
    state.statistics.faults[fault.name, default: 0] += 1
    if let status = fault.status(answer) { state.statistics.answers[status, default: 0] += 1 }
    return fault.script(answer, manner)
  }

  // MARK: What tests ask

  var statistics: Statistics { state.withLock { $0.statistics } }
  var received: [Received] { state.withLock { $0.received } }

  func enqueue(_ faults: [Fault?]) {
    state.withLock { $0.queue += faults }
  }

  /// Does `action` when answers are released, or at once if they have been.
  func onRelease(_ action: @escaping @Sendable () -> Void) {
    let isHeld = state.withLock { state in
      state.held?.append(action)
      return state.held != nil
    }
    if !isHeld { action() }
  }

  func release() {
    let held = state.withLock { state in
      defer { state.held = nil }
      return state.held ?? []
    }
    for action in held { action() }
  }

  /// Returns when `condition` holds; throws when the task is cancelled or the mock stops first.
  func wait(until condition: @escaping @Sendable (Statistics) -> Bool) async throws {
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        register(Waiter(condition: condition, continuation: continuation), id)
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?
        .continuation.resume(throwing: CancellationError())
    }
  }

  private func register(_ waiter: Waiter, _ id: Int) {
    let now: Result<Void, any Error>? = state.withLock { state in
      if waiter.condition(state.statistics) { return .success(()) }
      // Cancelled before it was registered: `onCancel` has found nothing to resume.
      if Task.isCancelled || state.isStopped { return .failure(CancellationError()) }
      state.waiters[id] = waiter
      return nil
    }
    if let now { waiter.continuation.resume(with: now) }
  }

  /// Nothing will change any more: whoever still waits does so in vain.
  func stopped() {
    let waiters = state.withLock { state in
      state.isStopped = true
      defer { state.waiters = [:] }
      return state.waiters
    }
    for waiter in waiters.values { waiter.continuation.resume(throwing: CancellationError()) }
  }

  private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
    let (result, due) = state.withLock { state in
      let result = body(&state)
      guard !state.waiters.isEmpty else { return (result, [Waiter]()) }
      let due = state.waiters.filter { $0.value.condition(state.statistics) }
      for id in due.keys { state.waiters.removeValue(forKey: id) }
      return (result, Array(due.values))
    }
    for waiter in due { waiter.continuation.resume() }
    return result
  }
}
