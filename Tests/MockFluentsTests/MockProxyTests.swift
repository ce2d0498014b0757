import NIOCore
import Testing

@testable import MockFluents

@Suite("The CONNECT proxy", .timeLimit(.minutes(1)))
struct MockProxyTests {
  private static let established = "HTTP/1.1 200 Connection established\r\n\r\n"

  private func connect(_ target: String, fields: String = "") -> String {
    "CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n\(fields)\r\n"
  }

  @Test("leads any host to its upstream, with what was sent ahead, and back")
  func tunnels() async throws {
    try await MockServer.withServer { server in
      var configuration = ProxyConfiguration()
      configuration.upstream = server.port
      try await MockProxy.withProxy(configuration) { proxy in
        try await RawClient.with(proxy.port) { client in
          client.send(connect("api.example:443") + Raw.post())
          #expect(await client.read(through: "\r\n\r\n") == Self.established)
          #expect(await client.readAnswer() == Raw.created)
          client.send(Raw.post(headers: "Connection: close\r\n"))
          #expect(await client.readToEnd().hasPrefix("HTTP/1.1 201 "))
        }
        #expect(proxy.connects == ["api.example:443"])
      }
      try await server.wait { $0.openConnections == 0 }
      #expect(server.received.count == 2)
    }
  }

  @Test("answers 400 to a CONNECT without Host")
  func hostless() async throws {
    try await MockProxy.withProxy { proxy in
      try await RawClient.with(proxy.port) { client in
        client.send("CONNECT localhost:1 HTTP/1.1\r\n\r\n")
        #expect(await client.readToEnd().hasPrefix("HTTP/1.1 400 "))
      }
    }
  }

  @Test("carries megabytes whole, then the close")
  func carries() async throws {
    try await MockServer.withServer(MockConfiguration(faults: "400-huge=#1")) { server in
      try await MockProxy.withProxy { proxy in
        try await RawClient.with(proxy.port) { client in
          client.send(connect("localhost:\(server.port)"))
          #expect(await client.read(through: "\r\n\r\n") == Self.established)
          client.send(Raw.post(headers: "Connection: close\r\n"))
          #expect(await client.readToEnd().utf8.count > 5_000_000)
          #expect(client.ending == .fin)
        }
      }
    }
  }

  @Test("ends the tunnel when the client does")
  func ends() async throws {
    try await MockServer.withServer { server in
      try await MockProxy.withProxy { proxy in
        try await RawClient.with(proxy.port) { client in
          client.send(connect("127.0.0.1:\(server.port)"))
          #expect(await client.read(through: "\r\n\r\n") == Self.established)
          try await server.wait { $0.openConnections == 1 }
        }
        try await server.wait { $0.openConnections == 0 }
      }
    }
  }

  @Test("demands its authorization")
  func authorization() async throws {
    try await MockServer.withServer { server in
      var configuration = ProxyConfiguration()
      configuration.authorization = "Basic dTpw"
      configuration.upstream = server.port
      try await MockProxy.withProxy(configuration) { proxy in
        for (fields, status) in [
          ("", 407), ("Proxy-Authorization: Basic x\r\n", 407),
          ("proxy-authorization: Basic dTpw\r\n", 200),
        ] {
          try await RawClient.with(proxy.port) { client in
            client.send(connect("a:1", fields: fields))
            #expect(await client.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 \(status) "))
          }
        }
        #expect(proxy.connects.count == 3)
      }
    }
  }

  @Test("refuses as told, and whatever leads elsewhere than to the loopback")
  func refuses() async throws {
    for (behaviour, target, answer) in [
      (.answer(403), "a:1", "HTTP/1.1 403 "), (.answer(502), "a:1", "HTTP/1.1 502 "),
      (.close, "a:1", ""), (.tunnel, "example.com:443", "HTTP/1.1 403 "),
      (.tunnel, "10.0.0.1:443", "HTTP/1.1 403 "), (.tunnel, "nonsense", "HTTP/1.1 403 "),
    ] as [(ProxyBehaviour, String, String)] {
      var configuration = ProxyConfiguration()
      configuration.behaviour = behaviour
      try await MockProxy.withProxy(configuration) { proxy in
        try await RawClient.with(proxy.port) { client in
          client.send(connect(target))
          let text = await client.readToEnd()
          #expect(answer.isEmpty ? text.isEmpty : text.hasPrefix(answer))
        }
      }
    }
  }

  @Test("answers 502 when there is nobody to lead to, 405 to other methods, 400 to a flood")
  func dead() async throws {
    let server = try await MockServer.start()
    await server.stop()
    try await MockProxy.withProxy { proxy in
      for (request, status) in [
        (connect("127.0.0.1:\(server.port)"), 502), ("GET / HTTP/1.1\r\n\r\n", 405),
        (String(repeating: "x", count: 20_000), 400),
      ] {
        try await RawClient.with(proxy.port) { client in
          client.send(request)
          #expect(await client.readToEnd().hasPrefix("HTTP/1.1 \(status) "))
        }
      }
    }
  }

  @Test("can stall")
  func stalls() async throws {
    var configuration = ProxyConfiguration()
    configuration.behaviour = .stall
    let proxy = try await MockProxy.start(configuration)
    try await RawClient.with(proxy.port) { client in
      client.send(connect("a:1"))
      while proxy.connects.isEmpty { await Task.yield() }
      await proxy.stop()
      #expect(await client.readToEnd().isEmpty)
    }
  }
}
