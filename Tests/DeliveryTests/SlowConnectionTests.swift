import Glibc
import Ledger
import MockFluents
import NIOCore
import NIOPosix
import Testing

@testable import Delivery

/// Connecting may take as long as an exchange: what was right when a message was promised may be wrong
/// when its request could be written.
@Suite("A connection that takes its time", .timeLimit(.minutes(2)))
struct SlowConnectionTests {
  /// Runs so many lanes whose tunnels open together, after `before`.
  private func run(
    lanes: Int, _ settings: Rig.Settings, before: @escaping @Sendable (Rig) -> Void = { _ in },
    then check: (Rig, MockServer) async throws -> Void
  ) async throws {
    try await MockServer.withServer { server in
      let rigs = Handover<Rig>()
      var configuration = ProxyConfiguration()
      configuration.gathering = .init(lanes) { if let rig = rigs.value { before(rig) } }
      try await MockProxy.withProxy(configuration) { proxy in
        var settings = settings
        settings.concurrency = lanes
        settings.proxy = Proxy("127.0.0.1:\(proxy.port)")
        try await Rig.with(port: server.port, settings) { rig async throws in
          rigs.value = rig
          await rig.run()
          try await check(rig, server)
        }
      }
    }
  }

  @Test("sends nothing after the run was stopped")
  func stopped() async throws {
    let stop: @Sendable (Rig) -> Void = { $0.stop.stop(.interrupted(signal: 2)) }
    try await run(lanes: 4, .init(messages: 9), before: stop) { rig, server async throws in
      #expect(server.statistics.requests == 0)
      #expect(try rig.counts() == [.released: 4])
    }
  }

  @Test("sends nothing while all lanes are told to hold back")
  func held() async throws {
    let hold = Duration.milliseconds(400)
    let held = Handover<Int64>()
    let holding: @Sendable (Rig) -> Void = { rig in
      held.value = wallClock()
      _ = rig.flow.holdBack.hold(for: hold)
    }
    try await run(lanes: 4, .init(messages: 9), before: holding) { rig, server async throws in
      #expect(try rig.counts() == [.sent: 9])
      #expect(server.received.count == 9)
      let facts = try (0..<9).compactMap { try rig.entry($0)?.facts }
      #expect(facts.allSatisfy { $0.attempts == 1 })
      let end = try #require(held.value) + hold.microseconds
      // The clocks of holds and of ledgers are two.
      #expect(facts.allSatisfy { $0.at > end - 50_000 }, "\(facts.map { $0.at - end })")
    }
  }

  /// All six were due within a quarter of a second, and none of them could leave.
  @Test("keeps the pace, though all could leave at once")
  func paced() async throws {
    let rate = try #require(Rate("20/s"))
    try await run(
      lanes: 6, .init(messages: 6, pace: PaceOptions(rate: rate))
    ) { rig, server async throws in
      #expect(server.received.count == 6)
      let times = try (0..<6).compactMap { try rig.entry($0)?.facts.at }.sorted()
      #expect(times.count == 6)
      #expect((times.last ?? 0) - (times.first ?? 0) >= 150_000, "\(times)")
    }
  }

  /// The connection is gone each time that the next slot comes, and a new one takes longer than a message
  /// may be late.
  @Test("keeps a slow pace though each message needs a connection")
  func slow() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: "answer-close=100%")
    try await MockServer.withServer(configuration) { server in
      var proxied = ProxyConfiguration()
      proxied.latency = .milliseconds(60)
      try await MockProxy.withProxy(proxied) { proxy in
        var settings = Rig.Settings(messages: 4)
        settings.pace.rate = Rate("5/s")
        settings.proxy = Proxy("127.0.0.1:\(proxy.port)")
        try await Rig.with(port: server.port, settings) { rig async throws in
          await rig.run()
          #expect(try rig.counts() == [.sent: 4])
          #expect(server.received.count == 4)
          let times = try (0..<4).compactMap { try rig.entry($0)?.facts.at }.sorted()
          #expect((times.last ?? 0) - (times.first ?? 0) >= 550_000, "\(times)")
        }
      }
    }
  }

  @Test("lets nothing leave after the hour")
  func hours() async throws {
    try await beforeAnHour { try await letsNothingLeave(after: $0) }
  }

  /// - Returns: false when nothing was promised before the hour.
  private func letsNothingLeave(after hour: Int64) async throws -> Bool {
    var pace = PaceOptions()
    pace.notAfter = hour
    let waited = Handover<Bool>()
    let untilThen: @Sendable (Rig) -> Void = { _ in
      waited.value = true
      while wallClock() / 1_000_000 < hour { usleep(5_000) }
    }
    try await run(lanes: 3, .init(messages: 3, pace: pace), before: untilThen) {
      rig, server async throws in
      #expect(server.statistics.requests == 0)
      if waited.value == true { #expect(try rig.counts() == [.released: 3]) }
    }
    return waited.value == true
  }
}

/// A promise may take long too, over connections that are open.
@Suite("A promise that takes its time", .timeLimit(.minutes(2)))
struct SlowPromiseTests {
  @Test("lets nothing leave after the hour")
  func hours() async throws {
    try await beforeAnHour { try await letsNothingLeave(after: $0) }
  }

  /// - Returns: false when nothing was sent before the hour.
  private func letsNothingLeave(after hour: Int64) async throws -> Bool {
    try await MockServer.withServer { server in
      var settings = Rig.Settings(messages: 2)
      settings.pace.notAfter = hour
      settings.before = { index in
        while index == 1, wallClock() / 1_000_000 < hour { usleep(5_000) }
      }
      return try await Rig.with(port: server.port, settings) { rig async throws in
        await rig.run()
        let sent = server.received.count
        #expect(sent < 2)
        if sent == 1 { #expect(try rig.counts() == [.sent: 1, .released: 1]) }
        return sent == 1
      }
    }
  }

  /// Its connection is no longer there after the wait, so that it cannot leave.
  @Test("makes a message wait for those that left")
  func waits() async throws {
    var settings = Rig.Settings()
    settings.pace.rate = Rate("2/s")
    try await Rig.with(port: 1, settings) { rig async throws in
      let start = ContinuousClock.now
      #expect(await obstacles(rig, 2) == [nil, "late"])
      #expect(ContinuousClock.now - start >= .milliseconds(490))
      rig.stop.stop(.interrupted(signal: 2))
      #expect(await obstacles(rig, 1) == ["heldBack"])
    }
  }

  @Test("lets no message leave that waited for those before it until the run was stopped")
  func stoppedWhileItWaits() async throws {
    var settings = Rig.Settings()
    settings.pace.rate = Rate("2/s")
    try await Rig.with(port: 1, settings) { rig async throws in
      let stop = rig.stop
      let obstacles = await obstacles(rig, 2) { index, loop in
        // Comes to its turn when the message waits.
        if index == 1 { loop.execute { stop.stop(.interrupted(signal: 2)) } }
      }
      #expect(obstacles == [nil, "heldBack"])
    }
  }

  @Test("gives a message another moment rather than let it wait long")
  func waitsNotLong() async throws {
    var settings = Rig.Settings()
    settings.pace.rate = Rate("1/h")
    try await Rig.with(port: 1, settings) { rig async throws in
      #expect(await obstacles(rig, 3) == [nil, "late", "late"])
    }
  }

  /// What a lane finds in the way of messages, one after another, by name.
  private func obstacles(
    _ rig: Rig, _ count: Int,
    before: @escaping @Sendable (Int, any EventLoop) -> Void = { _, _ in }
  ) async -> [String?] {
    let executor = LoopExecutor(MultiThreadedEventLoopGroup.singleton.any())
    let sender = rig.sender
    return await Task(executorPreference: executor) {
      let lane = Lane(on: executor, of: sender)
      var obstacles: [String?] = []
      for index in 0..<count {
        let turn = Desk.Turn(message: .example(0), entry: EntryID(rawValue: 1), at: .now)
        before(index, executor.loop)
        obstacles.append(await lane.obstacle(turn).map { "\($0)" })
      }
      return obstacles
    }.value
  }

  @Test("takes nothing from the time of an exchange while it waits for those that left")
  func timeout() async throws {
    try await MockServer.withServer { server in
      var settings = Rig.Settings()
      settings.pace.rate = Rate("66/m")
      // Less than what is between two messages.
      settings.timeout = .milliseconds(850)
      try await Rig.with(port: server.port, settings) { rig async throws in
        let executor = LoopExecutor(MultiThreadedEventLoopGroup.singleton.any())
        let sender = rig.sender
        let ends = await Task(executorPreference: executor) {
          let lane = Lane(on: executor, of: sender)
          let turn = Desk.Turn(message: .example(0), entry: EntryID(rawValue: 1), at: .now)
          var ends: [String] = []
          for _ in 0..<2 { ends.append("\(await lane.attemptOnce(turn))") }
          return ends
        }.value
        #expect(ends.allSatisfy { $0.contains("sent(status: 201)") }, "\(ends)")
      }
    }
  }

  @Test("keeps the distance over a connection that is open, too")
  func distanceOverOpen() async throws {
    try await MockServer.withServer { server in
      var settings = Rig.Settings()
      settings.pace.rate = Rate("2/s")
      try await Rig.with(port: server.port, settings) { rig async throws in
        let executor = LoopExecutor(MultiThreadedEventLoopGroup.singleton.any())
        let sender = rig.sender
        let time = await Task(executorPreference: executor) {
          let lane = Lane(on: executor, of: sender)
          let turn = Desk.Turn(
            message: .example(0), entry: EntryID(rawValue: 1), at: .now + .seconds(-9))
          let start = Instant.now
          for _ in 0..<3 { _ = await lane.attemptOnce(turn) }
          return start.duration(to: .now)
        }.value
        #expect(time >= .milliseconds(950))
        #expect(server.received.count == 3)
      }
    }
  }
}

/// A busy machine may do nothing before an hour that comes soon, which shows nothing.
///
/// - Parameter shows: is given the hour, in seconds since 1970, and says whether anything was done.
private func beforeAnHour(_ shows: (Int64) async throws -> Bool) async throws {
  for seconds: Int64 in [4, 40] where try await shows(wallClock() / 1_000_000 + seconds) { return }
  Issue.record("nothing was done before the hour")
}
