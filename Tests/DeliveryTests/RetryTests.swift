import Delivery
import Ledger
import MockFluents
import Testing

@Suite("Trying again", .timeLimit(.minutes(2)))
struct RetryTests {
  @Test("after 429, when its time has come, in the same run's next attempt")
  func tooMany() async throws {
    try await MockServer.withServer { server in
      server.enqueue(.status(429, retryAfter: .seconds(1)))
      try await Rig.with(port: server.port) { rig async throws in
        let start = ContinuousClock.now
        await rig.run()
        #expect(try rig.counts() == [.sent: 3])
        #expect(try rig.entry(0)?.facts.attempts == 2)
        #expect(try rig.entry(1)?.facts.attempts == 1)
        #expect(server.received.count == 3)
        for message in server.received {
          #expect(start.duration(to: message.instant) >= .seconds(1))
        }
        #expect(rig.progress.counts == progress(sent: 3, retries: 1))
      }
    }
  }

  @Test("in spite of a Retry-After that makes no sense", arguments: ["soon", "-1", "", "1e9"])
  func nonsense(_ value: String) async throws {
    try await MockServer.withServer { server in
      server.enqueue(.status(429, retryAfter: .text(value)))
      try await Rig.with(port: server.port, .init(messages: 1)) { rig async throws in
        await rig.run()
        #expect(try rig.state(0) == .sent)
        #expect(try rig.entry(0)?.facts.attempts == 2)
      }
    }
  }

  @Test("with each status that says so", arguments: [408, 421, 425])
  func statuses(_ status: Int) async throws {
    try await MockServer.withServer { server in
      server.enqueue(.status(status))
      try await Rig.with(port: server.port, .init(messages: 1)) { rig async throws in
        await rig.run()
        #expect(try rig.state(0) == .sent)
        #expect(try rig.entry(0)?.facts.attempts == 2)
      }
    }
  }

  @Test("three times at most")
  func attempts() async throws {
    try await MockServer.withServer { server in
      server.enqueue(Array(repeating: .status(429), count: 3))
      try await Rig.with(port: server.port, .init(messages: 2)) { rig in
        await rig.run()
        let entry = try #require(try rig.entry(0))
        #expect(entry.facts.state == .failed)
        #expect(entry.facts.attempts == 3)
        #expect(entry.facts.httpStatus == 429)
        #expect(entry.error == "Told to answer 429")
        #expect(try rig.state(1) == .sent)
        #expect(rig.progress.counts == progress(sent: 1, failed: 1, retries: 2))
      }
    }
  }

  @Test("after a 5xx that is said to be safe, and no other")
  func safe() async throws {
    try await MockServer.withServer { server in
      server.enqueue(.status(500), nil, .status(503))
      try await Rig.with(port: server.port, .init(messages: 2, safe: [500])) { rig async throws in
        await rig.run()
        #expect(try rig.entry(0)?.facts.attempts == 2)
        #expect(try rig.state(0) == .sent)
        #expect(try rig.state(1) == .unknown)
        #expect(server.statistics.requests == 3)
      }
    }
  }

  /// It would be tried again for them, as one that surely was not accepted.
  @Test("not by words of an API that are volley's own")
  func wordsOfTheAPI() async throws {
    try await MockServer.withServer { server in
      // A mark that is one character with the last letter before it.
      for rest in [": no", "\u{301}"] {
        server.enqueue(.answer(.refusal(500, Finding.keptDoubt + rest)))
        try await Rig.with(port: server.port, .init(messages: 1)) { rig async throws in
          await rig.run()
          let entry = try #require(try rig.entry(0))
          #expect(entry.facts.state == .unknown)
          #expect(entry.error == "it answered: \(Finding.keptDoubt)\(rest)")
        }
      }
    }
  }

  @Test("when the connection was refused, and then it has failed")
  func refused() async throws {
    try await MockServer.withServer { server in
      await server.refuseConnections()
      try await Rig.with(port: server.port, .init(messages: 2, concurrency: 2)) { rig in
        await rig.run()
        for index in 0..<2 {
          let entry = try #require(try rig.entry(index))
          #expect(entry.facts.state == .failed)
          #expect(entry.facts.attempts == 3)
          #expect(entry.error.hasPrefix("no connection: 127.0.0.1 port"))
        }
        #expect(server.statistics.requests == 0)
        #expect(rig.progress.counts == progress(failed: 2, retries: 4))
      }
    }
  }

  @Test("is put off by a stop: the message is free again")
  func stopped() async throws {
    try await MockServer.withServer { server in
      server.enqueue(.status(429, retryAfter: .seconds(200)))
      try await Rig.with(port: server.port) { rig in
        let sender = rig.sender
        let running = Task { await sender.run() }
        try await server.wait { $0.answers[429] == 1 }
        rig.stop.stop(.interrupted(signal: 15))
        await running.value
        #expect(try rig.counts() == [.released: 1])
        #expect(server.received.isEmpty)
      }
    }
  }
}
