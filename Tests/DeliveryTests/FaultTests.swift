import Delivery
import Ledger
import MockFluents
import Testing

/// One message meets a fault; what the ledger knows of it, and that its lane goes on.
@Suite("A fault", .timeLimit(.minutes(2)))
struct FaultTests {
  /// A fault as the mock names it, and what it makes of the message.
  struct Sight: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let state: EntryState
    let status: Int?
    /// A part of the error.
    let words: String?
    let taken: Bool

    init(
      _ fault: String, _ state: EntryState, _ status: Int? = nil, _ words: String? = nil,
      taken: Bool = false
    ) {
      testDescription = fault
      self.state = state
      self.status = status
      self.words = words
      self.taken = taken
    }
  }

  private static let longTimeout = Duration.seconds(30)
  private static let written = "after the request was written"

  @Test(
    "that loses the answer leaves the message in doubt",
    arguments: [
      Sight("reset", .unknown, nil, written),
      Sight("reset-unread", .unknown, nil, written),
      Sight("reset-taken", .unknown, nil, written, taken: true),
      Sight("close", .unknown, nil, written),
      Sight("close-unread", .unknown, nil, written),
      Sight("close-taken", .unknown, nil, written, taken: true),
      Sight("garbage", .unknown, nil, "not HTTP"),
      Sight("500", .unknown, 500, "Told to answer 500"),
      Sight("502-html", .unknown, 502, "HTTP 502 Bad Gateway"),
      Sight("503", .unknown, 503, "Told to answer 503"),
    ])
  func doubt(_ sight: Sight) async throws { try await meet(sight) }

  @Test(
    "that only mars the answer does not hide that it was sent",
    arguments: [
      Sight("truncated", .sent, 201, taken: true),
      Sight("chunked", .sent, 201, taken: true),
      Sight("chunked-cut", .sent, 201, taken: true),
      Sight("stall-body", .sent, 201, taken: true),
      Sight("100", .sent, 201, taken: true),
      Sight("103", .sent, 201, taken: true),
      Sight("answer-close", .sent, 201, taken: true),
      Sight("http10", .sent, 201, taken: true),
      Sight("bytewise", .sent, 201, taken: true),
      Sight("200", .sent, 200, taken: true),
      Sight("204", .sent, 204, taken: true),
    ])
  func sent(_ sight: Sight) async throws { try await meet(sight) }

  @Test(
    "that is a refusal rejects this message alone",
    arguments: [
      Sight(
        "400-list", .rejected, 400, "to_number must be a phone number; message should not be empty"),
      Sight("400-huge", .rejected, 400, #"{"message":"xxx"#),
      Sight("404", .rejected, 404, "Told to answer 404"),
      Sight("413", .rejected, 413, "Told to answer 413"),
      Sight("422", .rejected, 422, "Told to answer 422"),
    ])
  func rejected(_ sight: Sight) async throws { try await meet(sight) }

  @Test(
    "that is silence ends with the timeout, in doubt",
    arguments: [
      Sight("stall", .unknown, nil, "timeout after the request was written"),
      Sight("stall-unread", .unknown, nil, "timeout after the request was written"),
      Sight("stall-taken", .unknown, nil, "timeout after the request was written", taken: true),
      Sight("stall-status", .unknown, nil, "timeout after the request was written", taken: true),
    ])
  func silence(_ sight: Sight) async throws {
    try await meet(sight, timeout: .seconds(4), others: 1)
  }

  /// What would be spoken after it is not HTTP: the next message needs another connection.
  @Test("that is another protocol ends the connection")
  func otherProtocol() async throws {
    try await MockServer.withServer { server in
      server.enqueue(
        .raw(
          "101", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
          at: .read, status: 101, then: .keepAlive))
      try await Rig.with(port: server.port, .init(messages: 2)) { rig async throws in
        await rig.run()
        #expect(try rig.counts() == [.unknown: 1, .sent: 1])
        #expect(server.statistics.connections == 2)
      }
    }
  }

  /// Sends some messages, the first of which meets the fault, over one lane.
  private func meet(
    _ sight: Sight, timeout: Duration = longTimeout, others: Int = 2
  ) async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(parsing: sight.testDescription + "=#1")
    try await MockServer.withServer(configuration) { server in
      try await Rig.with(port: server.port, .init(messages: 1 + others, timeout: timeout)) { rig in
        let start = ContinuousClock.now
        await rig.run()
        // Only silence holds a lane until the timeout.
        if timeout == Self.longTimeout { #expect(start.duration(to: .now) < timeout) }
        try check(sight, rig, server, others)
      }
    }
  }

  private func check(_ sight: Sight, _ rig: Rig, _ server: MockServer, _ others: Int) throws {
    let entry = try #require(try rig.entry(0))
    #expect(entry.facts.state == sight.state)
    #expect(entry.facts.httpStatus == sight.status)
    #expect(entry.facts.attempts == 1)
    if let words = sight.words {
      #expect(entry.error.contains(words))
      #expect(entry.error.count <= ErrorWords.longest + 1)
    } else {
      #expect(entry.error.isEmpty)
    }
    #expect(server.taken(0) == (sight.taken ? 1 : 0))
    for other in 1...others {
      #expect(try rig.state(other) == .sent)
      #expect(server.taken(other) == 1)
    }
    #expect(server.statistics.requests == 1 + others)
    #expect(!rig.stop.isStopped)
  }
}
