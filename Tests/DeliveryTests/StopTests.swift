import Delivery
import Ledger
import MockFluents
import Testing

@Suite("A run that must stop", .timeLimit(.minutes(2)))
struct StopTests {
  @Test("because it is not authorized sends nothing more", arguments: [401, 403])
  func notAuthorized(_ status: Int) async throws {
    try await MockServer.withServer { server in
      server.enqueue(.status(status))
      try await Rig.with(port: server.port, .init(messages: 5)) { rig in
        await rig.run()
        let words = "Told to answer \(status)"
        #expect(rig.stop.reason == .notAuthorized(status: status, words: words))
        try checkReleased(rig, server)
      }
    }
  }

  @Test("because it is redirected follows nothing", arguments: [301, 302, 307, 308])
  func redirected(_ status: Int) async throws {
    try await MockServer.withServer { server in
      let place = "http://127.0.0.1:\(server.port)/v1/messages"
      server.enqueue(.redirect(status, to: place))
      try await Rig.with(port: server.port, .init(messages: 5)) { rig in
        await rig.run()
        #expect(rig.stop.reason == .redirected(status: status, location: place))
        try checkReleased(rig, server)
      }
    }
  }

  /// The message that met the stop is free, and no other was promised.
  private func checkReleased(_ rig: Rig, _ server: MockServer) throws {
    #expect(try rig.counts() == [.released: 1])
    #expect(try rig.state(0) == .released)
    #expect(server.statistics.requests == 1)
    #expect(server.received.isEmpty)
    #expect(rig.progress.counts == progress())
  }

  @Test("after twenty equal rejections")
  func sameRejection() async throws {
    try await MockServer.withServer { server in
      server.enqueue(Array(repeating: .status(404), count: 20))
      try await Rig.with(port: server.port, .init(messages: 30)) { rig async throws in
        await rig.run()
        #expect(rig.stop.reason == .sameRejection(count: 20, words: "404: Told to answer 404"))
        #expect(try rig.counts() == [.rejected: 20])
        #expect(server.statistics.requests == 20)
      }
    }
  }

  @Test("once --max-errors is passed")
  func tooMany() async throws {
    try await MockServer.withServer { server in
      server.enqueue(nil, .status(404), .reset(.read))
      try await Rig.with(port: server.port, .init(messages: 10, errorLimit: .count(1))) {
        rig async throws in
        await rig.run()
        #expect(rig.stop.reason == .tooManyErrors(count: 2, inDoubt: 1, limit: "1"))
        #expect(try rig.counts() == [.sent: 1, .rejected: 1, .unknown: 1])
        #expect(server.statistics.requests == 3)
      }
    }
  }

  @Test("because its ledger is gone sends nothing more, and names what it could not write")
  func ledger() async throws {
    try await MockServer.withServer { server in
      server.enqueue(.stall(.taken))
      try await Rig.with(port: server.port, .init(messages: 5)) { rig in
        let sender = rig.sender
        let running = Task { await sender.run() }
        try await server.wait { $0.accepted == 1 }
        try rig.scratch.remove("ledger.sqlite")
        await server.stop()
        await running.value
        let gone = LedgerError.gone(path: rig.ledger.path)
        #expect(rig.stop.reason == .ledger(gone.description))
        #expect(server.statistics.requests == 1)
        let unwritten = await rig.desk.unwritten
        #expect(unwritten.map(\.row) == [2])
        #expect(unwritten.map(\.state) == [.unknown])
      }
    }
  }

  @Test("because its contacts cannot be read sends what it has")
  func contacts() async throws {
    try await MockServer.withServer { server in
      try await Rig.with(
        port: server.port, .init(before: { index in if index == 2 { throw RigError.unreadable } })
      ) { rig async throws in
        await rig.run()
        #expect(rig.stop.reason == .contacts("unreadable"))
        #expect(try rig.counts() == [.sent: 2])
      }
    }
  }
}
