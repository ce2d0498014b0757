import Testing

@testable import MockFluents

/// Each fault as a client sees it.
@Suite("Faults on the wire", .timeLimit(.minutes(1)))
struct FaultTests {
  /// What a client is shown, and whether the API took the message.
  struct Sight: Sendable, CustomTestStringConvertible {
    let fault: String
    let starts: String
    let ending: RawClient.Ending
    let taken: Bool
    let seen: Bool

    init(
      _ fault: String, _ starts: String, _ ending: RawClient.Ending, taken: Bool, seen: Bool = true
    ) {
      self.fault = fault
      self.starts = starts
      self.ending = ending
      self.taken = taken
      self.seen = seen
    }

    var testDescription: String { fault }
  }

  private static let head = "HTTP/1.1 201 Created\r\n"
  private static let hundred = head + "Content-Length: 100\r\n\r\n"
  private static let chunks = head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"

  @Test(
    "that end the connection",
    arguments: [
      Sight("reset-unread", "", .reset, taken: false, seen: false),
      Sight("reset", "", .reset, taken: false),
      Sight("reset-taken", "", .reset, taken: true),
      Sight("close-unread", "", .fin, taken: false, seen: false),
      Sight("close", "", .fin, taken: false),
      Sight("close-taken", "", .fin, taken: true),
      Sight("truncated", hundred + "0123456789", .fin, taken: true),
      Sight("chunked-cut", chunks + "ff\r\n, wor", .fin, taken: true),
      Sight("garbage", "\u{1}\u{2}SSH-2.0-Not_HTTP", .fin, taken: false),
      Sight(
        "answer-close", head + "Content-Length: 0\r\nConnection: close\r\n\r\n", .fin, taken: true),
      Sight("answer-drop", Raw.created, .fin, taken: true),
      Sight("answer-drop:1ms", Raw.created, .fin, taken: true),
      Sight("http10", "HTTP/1.0 201 Created\r\nContent-Length: 0\r\n\r\n", .fin, taken: true),
    ])
  func endings(_ sight: Sight) async throws {
    try await MockServer.withServer(MockConfiguration(faults: sight.fault + "=#1")) { server in
      try await RawClient.with(server.port) { client in
        client.send(Raw.post())
        let text = await client.readToEnd()
        #expect(sight.starts.isEmpty ? text.isEmpty : text.hasPrefix(sight.starts))
        #expect(client.ending == sight.ending)
      }
      try await server.wait { $0.openConnections == 0 }
      check(server, sight)
    }
  }

  @Test(
    "that keep the connection, and the next request on it is answered as usual",
    arguments: [
      Sight("chunked", chunks + "7;note=1\r\n, world\r\n0\r\n\r\n", .fin, taken: true),
      Sight("100", "HTTP/1.1 100 Continue\r\n\r\n" + Raw.created, .fin, taken: true),
      Sight("103", "HTTP/1.1 103 Early Hints\r\nLink: ", .fin, taken: true),
      Sight("bytewise", Raw.created, .fin, taken: true),
      Sight("drip:1ms", Raw.created, .fin, taken: true),
      Sight("long-header:100000", head + "X-Long: xxxx", .fin, taken: true),
      Sight("400-list", "HTTP/1.1 400 Bad Request\r\n", .fin, taken: false),
      Sight("400-huge:5000000", "HTTP/1.1 400 Bad Request\r\n", .fin, taken: false),
      Sight("502-html", "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html", .fin, taken: false),
      Sight("503-html", "HTTP/1.1 503 Service Unavailable\r\n", .fin, taken: false),
      Sight("500", "HTTP/1.1 500 Internal Server Error\r\n", .fin, taken: false),
      Sight("200", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", .fin, taken: true),
      Sight("401", "HTTP/1.1 401 Unauthorized\r\n", .fin, taken: false),
      Sight("403", "HTTP/1.1 403 Forbidden\r\n", .fin, taken: false),
      Sight("408", "HTTP/1.1 408 Request Timeout\r\n", .fin, taken: false),
      Sight("421", "HTTP/1.1 421 Misdirected Request\r\n", .fin, taken: false),
      Sight("425", "HTTP/1.1 425 ", .fin, taken: false),
      Sight("429", "HTTP/1.1 429 Too Many Requests\r\n", .fin, taken: false),
    ])
  func keptAlive(_ sight: Sight) async throws {
    try await MockServer.withServer(MockConfiguration(faults: sight.fault + "=#1")) { server in
      try await RawClient.with(server.port) { client in
        client.send(Raw.post())
        try await server.wait { $0.requests == 1 && $0.inFlight == 0 }
        check(server, sight)
        client.send(Raw.post(headers: "Connection: close\r\n"))
        let text = await client.readToEnd()
        #expect(text.hasPrefix(sight.starts))
        #expect(text.hasSuffix("\(Self.head)Content-Length: 0\r\nConnection: close\r\n\r\n"))
        #expect(client.ending == .fin)
      }
      #expect(server.statistics.connections == 1)
    }
  }

  @Test(
    "that stall hold the connection until the client gives up",
    arguments: [
      Sight("stall-unread", "", .fin, taken: false, seen: false),
      Sight("stall", "", .fin, taken: false),
      Sight("stall-taken", "", .fin, taken: true),
      Sight("stall-status", head, .fin, taken: true),
      Sight("stall-body", hundred, .fin, taken: true),
    ])
  func stalls(_ sight: Sight) async throws {
    try await MockServer.withServer(MockConfiguration(faults: sight.fault + "=#1")) { server in
      try await RawClient.with(server.port) { client in
        client.send(Raw.post())
        #expect(await client.read(sight.starts.utf8.count) == sight.starts)
        // A second request proves that nothing more is said: it is never heard.
        client.send(Raw.post())
        try await server.wait { $0.faults.count == 1 }
        #expect(server.statistics.inFlight == 1)
        #expect(server.statistics.openConnections == 1)
      }
      try await server.wait { $0.openConnections == 0 && $0.inFlight == 0 }
      #expect(server.statistics.requests == 1)
      check(server, sight)
    }
  }

  @Test("a whole stall says nothing at all before it is ended")
  func silence() async throws {
    let server = try await MockServer.start(MockConfiguration(faults: "stall=#1"))
    try await RawClient.with(server.port) { client in
      client.send(Raw.post())
      try await server.wait { $0.faults["stall"] == 1 }
      await server.stop()
      #expect(await client.readToEnd().isEmpty)
    }
  }

  @Test("an answer that is held comes when it is let go, and none is held after that")
  func held() async throws {
    try await MockServer.withServer { server in
      server.enqueue(.held, nil, .held)
      try await RawClient.with(server.port) { client in
        client.send(Raw.post())
        try await server.wait { $0.faults["held"] == 1 }
        try await RawClient.with(server.port) { other in
          other.send(Raw.post())
          #expect(await other.readAnswer() == Raw.created)
        }
        #expect(server.statistics.inFlight == 1)
        server.releaseAnswers()
        #expect(await client.readAnswer() == Raw.created)
        client.send(Raw.post())
        #expect(await client.readAnswer() == Raw.created)
      }
      #expect(server.received.count == 3 && server.statistics.faults["held"] == 2)
    }
  }

  @Test("bytewise answers come in more than one write, a drip in as many as it has bytes")
  func pieces() {
    let manner = Manner(keepAlive: true, isHead: false, now: .init(timeIntervalSince1970: 0))
    let script = Fault.pieces(pause: .milliseconds(1)).script(.created, manner)
    let writes = script.compactMap { if case .bytes(let bytes) = $0 { bytes } else { nil } }
    #expect(writes.allSatisfy { $0.count == 1 })
    #expect(writes.flatMap { $0 } == Array(Raw.created.utf8))
  }

  @Test(
    "Retry-After in each of its forms",
    arguments: [
      ("429:3", "Retry-After: 3\r\n"), ("429:-1", "Retry-After: -1\r\n"),
      ("429:9999999999", "Retry-After: 9999999999\r\n"), ("503:soon", "Retry-After: soon\r\n"),
      ("429:date+5", " GMT\r\n"),
      ("301:https://example.com/a=b?c", "Location: https://example.com/a=b?c\r\n"),
      ("302:/x", "Location: /x\r\n"), ("307:/x", "Location: /x\r\n"),
    ])
  func headers(_ fault: String, _ field: String) async throws {
    try await MockServer.withServer(MockConfiguration(faults: fault + "=#1")) { server in
      try await RawClient.with(server.port) { client in
        client.send(Raw.post())
        let answer = await client.readAnswer()
        #expect(answer.hasPrefix("HTTP/1.1 \(fault.prefix(3)) "))
        #expect(answer.contains(field))
      }
    }
  }

  @Test("a message that the contract refuses is never taken, whatever the fault")
  func refusedAnyway() async throws {
    let configuration = try MockConfiguration(faults: "truncated=#1,reset-taken=#2,bytewise=#3")
    try await MockServer.withServer(configuration) { server in
      try await RawClient.with(server.port) { client in
        for _ in 1...3 {
          client.send(Raw.post(Raw.body(message: "")))
          #expect(await client.readAnswer().contains("message should not be empty"))
        }
      }
      #expect(server.received.isEmpty)
      #expect(server.statistics.answers == [400: 3])
    }
  }

  @Test("an answer of one's own")
  func own() async throws {
    var configuration = MockConfiguration()
    let answer = Answer(422, headers: [.init("X-A", "b")], body: "no".utf8)
    configuration.faults.add(.answer(answer), .number(Raw.to), times: 1)
    configuration.faults.add(.raw("odd", "HTTP/9\r\n", status: nil, then: .reset), .nth(2))
    try await MockServer.withServer(configuration) { server in
      try await RawClient.with(server.port) { client in
        client.send(Raw.post())
        let text = await client.readAnswer()
        #expect(text.hasSuffix("X-A: b\r\nContent-Length: 2\r\n\r\nno"))
        client.send(Raw.post())
        #expect(await client.readToEnd() == "HTTP/9\r\n")
        #expect(client.ending == .reset)
      }
    }
  }

  @Test("an unread fault strikes before the body has come")
  func unread() async throws {
    try await MockServer.withServer(MockConfiguration(faults: "reset-unread=#1")) { server in
      try await RawClient.with(server.port) { client in
        client.send(String(Raw.post().dropLast(5)))
        #expect(await client.readToEnd().isEmpty)
        #expect(client.ending == .reset)
      }
      #expect(server.statistics.seen.isEmpty)
    }
  }

  private func check(_ server: MockServer, _ sight: Sight) {
    #expect(server.received.map(\.to) == (sight.taken ? [Raw.to] : []))
    #expect(server.statistics.accepted == (sight.taken ? 1 : 0))
    #expect(server.statistics.seen == (sight.seen ? [Raw.to: 1] : [:]))
    #expect(server.statistics.faults.values.reduce(0, +) == 1)
  }
}
