import Foundation
import NIOCore
import Scratch
import Testing

@testable import MockFluents

@Suite("A mock's life", .timeLimit(.minutes(1)))
struct MockServerLifeTests {
  @Test(
    "listens on the loopback only",
    arguments: ["0.0.0.0", "::", "localhost", "192.168.0.1", "", "127.0.0.2"])
  func loopback(_ host: String) async {
    var configuration = MockConfiguration()
    configuration.host = host
    await #expect(throws: MockError.notLoopback(host)) {
      try await MockServer.start(configuration)
    }
  }

  @Test("refuses settings that make no sense, in words")
  func settings() async {
    let changes: [(inout MockConfiguration) -> Void] = [
      { $0.port = 65536 }, { $0.threads = 0 }, { $0.numbers = ["12"] }, { $0.token = "" },
      { $0.rateLimit = RateLimit(perSecond: 0) }, { $0.rateLimit = RateLimit(perSecond: .max) },
      { $0.log = "/nowhere/at/all" },
      { $0.tls = TLSFiles(certificate: "/nowhere", key: "/nowhere") },
    ]
    for change in changes {
      var configuration = MockConfiguration()
      change(&configuration)
      let error = await #expect(throws: MockError.self) {
        try await MockServer.start(configuration)
      }
      #expect(error?.description.hasSuffix(".") == true)
    }
  }

  @Test("says that a port is taken")
  func taken() async throws {
    try await MockServer.withServer { server in
      var configuration = MockConfiguration()
      configuration.port = server.port
      let error = await #expect(throws: MockError.self) {
        try await MockServer.start(configuration)
      }
      #expect(error?.description.hasPrefix("Cannot listen on 127.0.0.1 port") == true)
    }
  }

  @Test("refuses connections on request and listens again on the same port")
  func refuses() async throws {
    try await MockServer.withServer { server in
      try await RawClient.with(server.port) { client in
        // A connection that was not accepted yet would go with the listener.
        client.send(Raw.post())
        #expect(await client.readAnswer() == Raw.created)
        await server.refuseConnections()
        #expect(await RawClient.ending(server.port) == .refused)
        client.send(Raw.post())
        #expect(await client.readAnswer() == Raw.created)
      }
      try await server.acceptConnections()
      try await RawClient.with(server.port) { client in
        client.send(Raw.post())
        #expect(await client.readAnswer() == Raw.created)
      }
    }
  }

  @Test(
    "misbehaves when a connection is opened",
    arguments: [("accept-close", RawClient.Ending.fin), ("accept-reset", .reset)])
  func accepts(_ fault: String, _ ending: RawClient.Ending) async throws {
    try await MockServer.withServer(MockConfiguration(faults: fault + "=#1")) { server in
      #expect(await RawClient.ending(server.port) == ending)
      try await RawClient.with(server.port) { client in
        client.send(Raw.post())
        #expect(await client.readAnswer() == Raw.created)
      }
      #expect(server.statistics.faults == [fault: 1])
    }
  }

  @Test("accepts and never speaks")
  func silent() async throws {
    let server = try await MockServer.start(MockConfiguration(faults: "accept-silent=#1"))
    try await RawClient.with(server.port) { client in
      client.send(Raw.post())
      try await server.wait { $0.connections == 1 }
      #expect(server.statistics.requests == 0)
      await server.stop()
      #expect(await client.readToEnd().isEmpty)
    }
  }

  @Test("resets the second connection, and refuses the later ones")
  func refusesLater() async throws {
    try await MockServer.withServer(MockConfiguration(faults: "refuse=#2")) { server in
      try await RawClient.with(server.port) { first in
        #expect(await RawClient.ending(server.port) == .reset)
        #expect(await RawClient.ending(server.port) == .refused)
        first.send(Raw.post())
        #expect(await first.readAnswer() == Raw.created)
      }
    }
  }

  @Test("runs until its task is cancelled")
  func runs() async throws {
    let (ports, sink) = AsyncStream<Int>.makeStream()
    let task = Task { try await MockServer.run(MockConfiguration()) { sink.yield($0) } }
    var iterator = ports.makeAsyncIterator()
    let port = try #require(await iterator.next())
    try await RawClient.with(port) { client in
      client.send(Raw.post())
      #expect(await client.readAnswer() == Raw.created)
      task.cancel()
      try await task.value
      #expect(await client.readToEnd().isEmpty)
    }
    #expect(await RawClient.ending(port) == .refused)
  }

  @Test("whoever waits is told when the mock stops, and when the task is cancelled")
  func waiters() async throws {
    let server = try await MockServer.start()
    let cancelled = Task { try await server.wait { _ in false } }
    cancelled.cancel()
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    let waiting = Task { try await server.wait { _ in false } }
    await server.stop()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    await #expect(throws: CancellationError.self) { try await server.wait { _ in false } }
    await server.stop()
  }

  @Test("the log holds a whole line for each message taken, written before the answer")
  func log() async throws {
    try await Scratch.with { folder in
      var configuration = try MockConfiguration(faults: "reset-taken=#2,reset=#4")
      configuration.log = folder.path("log.jsonl")
      try await MockServer.withServer(configuration) { server in
        for message in ["one", #"two \"\n\u0001"#, "", "lost", "😀"] {
          try await RawClient.with(server.port) { client in
            client.send(Raw.post(Raw.body(message: message)))
            _ = await client.readAnswer()
          }
        }
        let lines = try folder.read("log.jsonl").split(separator: "\n").map { line in
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String] ?? [:]
        }
        #expect(lines.map { $0["message"] } == ["one", "two \"\n\u{1}", "😀"])
        #expect(lines.allSatisfy { $0["to_number"] == Raw.to && $0["from_number"] == Raw.from })
        #expect(lines.allSatisfy { $0["time"]?.count == 24 && $0.count == 4 })
        #expect(lines.map { $0["message"] } == server.received.map(\.message))
      }
    }
  }

  @Test("a message that cannot be logged is not taken")
  func fullLog() async throws {
    var configuration = MockConfiguration()
    configuration.log = "/dev/full"
    try await MockServer.withServer(configuration) { server in
      try await RawClient.with(server.port) { client in
        client.send(Raw.post())
        #expect(await client.readAnswer().hasPrefix("HTTP/1.1 500 "))
      }
      #expect(server.received.isEmpty)
    }
  }
}
