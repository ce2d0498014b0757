import Composing
import Ledger
import MockFluents
import Synchronization
import Testing

@testable import Delivery

@Suite("The sender", .timeLimit(.minutes(2)))
struct SenderTests {
  @Test("asks once more whether a message is wanted when it had to connect for it")
  func unwanted() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let asked = Mutex<[Int: Int]>([:])
      var settings = Rig.Settings()
      // Each is wanted when it is promised, and not any more after.
      settings.isWanted = { message in
        asked.withLock { asked in
          asked[message.row, default: 0] += 1
          return asked[message.row] == 1
        }
      }
      try await Rig.with(port: server.port, settings) { rig async throws in
        await rig.run()
        #expect(try rig.counts() == [.released: 1, .sent: 2])
        #expect(server.received.count == 2)
      }
    }
  }

  @Test("sends every message once, with no more requests at once than it has lanes")
  func concurrency() async throws {
    var configuration = MockConfiguration()
    configuration.latency = .milliseconds(2)
    try await MockServer.withServer(configuration) { server in
      try await Rig.with(port: server.port, .init(messages: 100, concurrency: 5)) {
        rig async throws in
        await rig.run()
        #expect(try rig.counts() == [.sent: 100])
        #expect(rig.progress.counts == progress(sent: 100))
        #expect(server.received.count == 100)
        #expect(Set(server.received.map(\.to)).count == 100)
        #expect(server.statistics.maximumInFlight <= 5)
        #expect(server.statistics.connections <= 5)
      }
    }
  }

  @Test("promises a message before its request is written, and no message before its turn")
  func order() async throws {
    try await MockServer.withServer { server in
      server.enqueue(Array(repeating: .stall(.read), count: 3))
      try await Rig.with(port: server.port, .init(messages: 10, concurrency: 3)) { rig in
        let sender = rig.sender
        let running = Task { await sender.run() }
        try await server.wait { $0.seen.count == 3 }
        let second = try Ledger(path: rig.ledger.path)
        let counts = try second.read { try $0.counts(of: rig.campaign) }
        #expect(counts == [.intent: 3])
        for index in 0..<3 { #expect(try rig.state(index) == .intent) }
        rig.stop.stop(.interrupted(signal: 2))
        await server.stop()
        await running.value
        #expect(try rig.counts() == [.unknown: 3])
      }
    }
  }

  @Test("notices a connection that was closed while idle, and sends everything once")
  func idle() async throws {
    try await MockServer.withServer { server in
      server.enqueue(
        .answerThenClose(announced: false), .answerThenClose(announced: true),
        .answerThenClose(announced: false), nil)
      // The source waits until the mock has closed what there was.
      let before: @Sendable (Int) throws -> Void = { index in
        if index > 0 { try blocking { try await server.wait { $0.openConnections == 0 } } }
      }
      try await Rig.with(port: server.port, .init(messages: 4, before: before)) {
        rig async throws in
        await rig.run()
        #expect(try rig.counts() == [.sent: 4])
        #expect(server.received.map(\.to).count == 4)
        #expect(server.statistics.requests == 4)
        #expect(server.statistics.connections == 4)
        for index in 0..<4 { #expect(try rig.entry(index)?.facts.attempts == 1) }
      }
    }
  }

  @Test("keeps its connection")
  func keepAlive() async throws {
    try await MockServer.withServer { server in
      try await Rig.with(port: server.port, .init(messages: 20)) { rig in
        await rig.run()
        #expect(server.statistics.connections == 1)
        #expect(server.received.map(\.to) == (0..<20).map { Message.example($0).to.description })
      }
    }
  }

  @Test("skips what was promised before, and leaves what a limit keeps out")
  func limit() async throws {
    try await MockServer.withServer { server in
      try await Rig.with(port: server.port, .init(messages: 10, limit: 4)) { rig async throws in
        await rig.run()
        #expect(try rig.counts() == [.sent: 4])
        #expect(server.received.count == 4)
        #expect(!rig.stop.isStopped)
      }
    }
  }

  @Test("obeys a hold with all of its lanes")
  func holdBack() async throws {
    try await MockServer.withServer { server in
      server.enqueue(.status(503, retryAfter: .seconds(1)), nil, nil)
      try await Rig.with(port: server.port) { rig async throws in
        let start = ContinuousClock.now
        await rig.run()
        #expect(try rig.counts() == [.unknown: 1, .sent: 2])
        for message in server.received {
          #expect(start.duration(to: message.instant) >= .seconds(1))
        }
      }
    }
  }

  /// Whoever sits it out is over the limit of the test.
  @Test(
    "sits out no hold past the time from which on nothing may leave", .timeLimit(.minutes(1)))
  func holdPastTheDeadline() async throws {
    try await MockServer.withServer { server in
      server.enqueue(.status(429, retryAfter: .seconds(90)))
      var settings = Rig.Settings(messages: 3, concurrency: 1)
      settings.pace.notAfter = wallClock() / 1_000_000 + 60
      try await Rig.with(port: server.port, settings) { rig async throws in
        await rig.run()
        #expect(try rig.counts() == [.released: 1])
        #expect(await rig.desk.hasLeft)
        #expect(server.statistics.requests == 1)
      }
    }
  }

  @Test("lets no try but the first of a message add to the requests that may be repeated")
  func budget() async throws {
    try await Rig.with(port: 1) { rig in
      let times = Times(start: 1, instant: .now)
      let steps = (0..<30).map { _ in
        rig.sender.decide(
          after: .notAccepted(status: 429, words: "later", retryAfter: nil), of: .example(0),
          attempt: 2, times: times, refusedFirst: nil)
      }
      // So many may be before there are others.
      #expect(steps.firstIndex(of: .withhold) == 20)
      #expect(steps.count { $0 == .withhold } == 10)
    }
  }

  /// Outcomes and the next promises are in one transaction: whoever was not held would have one.
  @Test("holds back its lanes that are at work when one of them is told to")
  func holdsBackOthers() async throws {
    try await MockServer.withServer { server in
      server.enqueue(.held, .held, .held, .status(429, retryAfter: .seconds(300)))
      try await Rig.with(port: server.port, .init(messages: 100, concurrency: 4)) { rig in
        let sender = rig.sender
        let running = Task { await sender.run() }
        while rig.flow.wait == .zero { await Task.yield() }
        server.releaseAnswers()
        while try rig.counts()[.sent, default: 0] < 3 { await Task.yield() }
        while try rig.counts()[.intent] == 1 { await Task.yield() }
        #expect(try rig.counts() == [.sent: 3, .released: 1])
        rig.stop.stop(.interrupted(signal: 2))
        await running.value
        #expect(server.statistics.requests == 4)
      }
    }
  }
}

func progress(
  sent: Int = 0, rejected: Int = 0, failed: Int = 0, unknown: Int = 0, retries: Int = 0
) -> RunProgress.Counts {
  var counts = RunProgress.Counts()
  counts.sent = sent
  counts.rejected = rejected
  counts.failed = failed
  counts.unknown = unknown
  counts.retries = retries
  return counts
}
