import Foundation
import Testing

@testable import MockFluents

@Suite("The mock over sockets", .timeLimit(.minutes(1)))
struct MockServerTests {
  @Test("201 with an empty body, again and again on one connection")
  func keepsAlive() async throws {
    try await MockServer.withServer { server in
      try await RawClient.with(server.port) { client in
        for _ in 1...3 {
          client.send(Raw.post())
          #expect(await client.readAnswer() == Raw.created)
        }
      }
      #expect(server.statistics.connections == 1)
      #expect(server.statistics.answers == [201: 3])
      #expect(server.statistics.maximumInFlight == 1)
    }
  }

  @Test("remembers what it took, in order, and from which connection")
  func remembers() async throws {
    try await MockServer.withServer { server in
      for number in ["+12025550101", "+12025550102"] {
        try await RawClient.with(server.port) { client in
          client.send(Raw.post(Raw.body(to: number, message: "Hi \\ud83d\\ude00")))
          _ = await client.readAnswer()
        }
      }
      let received = server.received
      #expect(received.map(\.to) == ["+12025550101", "+12025550102"])
      #expect(received.map(\.from) == [Raw.from, Raw.from])
      #expect(received.map(\.message) == ["Hi 😀", "Hi 😀"])
      #expect(received.map(\.connection) == [1, 2])
      #expect(received.map(\.contentType) == ["application/json", "application/json"])
      #expect(received[0].instant <= received[1].instant)
    }
  }

  @Test("thousands of pipelined requests are answered in order")
  func pipelines() async throws {
    try await MockServer.withServer { server in
      try await RawClient.with(server.port) { client in
        let numbers = (0..<5000).map { "+1202\(5_550_000 + $0)" }
        client.send(numbers.map { Raw.post(Raw.body(to: $0)) }.joined())
        let answers = await client.read(numbers.count * Raw.created.utf8.count)
        #expect(answers == String(repeating: Raw.created, count: numbers.count))
        #expect(server.received.map(\.to) == numbers)
      }
      #expect(server.statistics.maximumInFlight == 1)
    }
  }

  @Test("answers HEAD without a body, other methods and paths with 404, and goes on")
  func others() async throws {
    try await MockServer.withServer { server in
      try await RawClient.with(server.port) { client in
        client.send("HEAD /v1/messages HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(await client.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 404 Not Found\r\n"))
        client.send("GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(await client.readAnswer().contains(#"{"message":"Cannot GET /x","error""#))
        client.send(Raw.post(path: "/v1/message"))
        #expect(await client.readAnswer().contains("Cannot POST /v1/message\""))
      }
    }
  }

  @Test(
    "closes when the client says so",
    arguments: [
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
      "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
    ])
  func closes(_ request: String) async throws {
    try await MockServer.withServer { server in
      try await RawClient.with(server.port) { client in
        client.send(request)
        let answer = await client.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 404 "))
        #expect(answer.contains("Connection: close\r\n"))
        #expect(client.ending == .fin)
      }
    }
  }

  @Test(
    "answers what is not HTTP with 400, and closes",
    arguments: [
      "\u{16}\u{3}\u{1}hello\r\n\r\n", "nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\nHo st: a\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ])
  func malformed(_ request: String) async throws {
    try await MockServer.withServer { server in
      try await RawClient.with(server.port) { client in
        client.send(request)
        let answer = await client.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(answer.hasSuffix(#""error":"Bad Request","statusCode":400}"#))
        #expect(client.ending == .fin)
      }
      try await server.wait { $0.openConnections == 0 && $0.inFlight == 0 }
    }
  }

  @Test(
    "refuses bodies over 1 MiB, in either framing, and the answer arrives",
    arguments: [
      ("Content-Length: 3000000", ""), ("Transfer-Encoding: chunked", "2dc6c0\r\n"),
    ])
  func tooLarge(_ framing: String, _ prefix: String) async throws {
    try await MockServer.withServer { server in
      try await RawClient.with(server.port) { client in
        client.send("POST /v1/messages HTTP/1.1\r\nHost: x\r\n\(framing)\r\n\r\n\(prefix)")
        client.send(String(repeating: " ", count: 3_000_000))
        #expect(await client.readToEnd().hasPrefix("HTTP/1.1 413 Payload Too Large\r\n"))
      }
    }
  }

  @Test("takes a body of 1 MiB, in chunks, after a 100 Continue")
  func large() async throws {
    try await MockServer.withServer { server in
      try await RawClient.with(server.port) { client in
        let filler = String(repeating: "x", count: (1 << 20) - Raw.body(message: "").utf8.count)
        let head = Raw.post("", headers: "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n")
        client.send(head.replacing("Content-Length: 0\r\n", with: ""))
        #expect(await client.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        client.send("100000\r\n\(Raw.body(message: filler))\r\n0\r\n\r\n")
        #expect(await client.readAnswer() == Raw.created)
        #expect(server.received.map(\.message) == [filler])
      }
    }
  }

  @Test("demands a token, owns some numbers")
  func demands() async throws {
    var configuration = MockConfiguration()
    configuration.token = "secret"
    configuration.numbers = [Raw.from]
    try await MockServer.withServer(configuration) { server in
      try await RawClient.with(server.port) { client in
        for (request, status) in [
          (Raw.post(), 201), (Raw.post(authorization: nil), 401),
          (Raw.post(authorization: "Bearer other"), 401),
          (Raw.post(Raw.body(from: "+12025550199")), 404),
        ] {
          client.send(request)
          #expect(await client.readAnswer().hasPrefix("HTTP/1.1 \(status) "))
        }
      }
    }
  }

  @Test("counts the requests that are in flight at once, on several threads")
  func concurrency() async throws {
    var configuration = MockConfiguration()
    configuration.threads = 2
    configuration.faults.add(.stall(.taken), .every(1))
    try await MockServer.withServer(configuration) { server in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...8 {
          group.addTask {
            try await RawClient.with(server.port) { client in
              client.send(Raw.post())
              try await server.wait { $0.inFlight == 8 || $0.maximumInFlight == 8 }
            }
          }
        }
        try await group.waitForAll()
      }
      try await server.wait { $0.inFlight == 0 }
      #expect(server.statistics.maximumInFlight == 8)
      #expect(server.statistics.accepted == 8)
    }
  }

  @Test("waits its latency")
  func latency() async throws {
    var configuration = MockConfiguration()
    configuration.latency = .milliseconds(50)
    try await MockServer.withServer(configuration) { server in
      try await RawClient.with(server.port) { client in
        let start = ContinuousClock.now
        client.send(Raw.post() + Raw.post())
        for _ in 1...2 { #expect(await client.readAnswer() == Raw.created) }
        #expect(ContinuousClock.now - start >= .milliseconds(100))
      }
    }
  }

  @Test("queued faults come before the rules")
  func queue() async throws {
    try await MockServer.withServer(MockConfiguration(faults: "500=every:1")) { server in
      server.enqueue(.status(429), nil)
      try await RawClient.with(server.port) { client in
        for status in [429, 201, 500] {
          client.send(Raw.post())
          #expect(await client.readAnswer().hasPrefix("HTTP/1.1 \(status) "))
        }
      }
    }
  }
}
