import Foundation
import Glibc
import Ledger
import MockFluents
import NIOCore
import NIOPosix
import Scratch
import Testing

@testable import Delivery

/// TLS and proxies over real sockets.
@Suite("A connection", .timeLimit(.minutes(2)))
struct DialerTests {
  /// A mock that speaks TLS, and what trusts it.
  private func withServer(
    _ faults: String = "", outdated: Bool = false,
    _ body: (MockServer, String) async throws -> Void
  ) async throws {
    try await Certificate.with { certificate in
      var configuration = MockConfiguration()
      configuration.faults = try FaultRules(parsing: faults)
      configuration.tls = certificate.files
      configuration.tls?.outdated = outdated
      try await MockServer.withServer(configuration) {
        try await body($0, certificate.files.certificate)
      }
    }
  }

  @Test("is made with TLS that a given certificate vouches for")
  func trusted() async throws {
    try await withServer { server, authority in
      let settings = Rig.Settings(address: "https://localhost:\(server.port)", caFile: authority)
      try await Rig.with(port: server.port, settings) { rig async throws in
        await rig.run()
        #expect(try rig.counts() == [.sent: 3])
        #expect(server.statistics.connections == 1)
      }
    }
  }

  @Test(
    "trusts no file that holds no certificate, or far more than all there are",
    arguments: [
      (0, "holds no certificate in PEM"), (1_000, "holds no certificate in PEM"),
      ((16 << 20) + 1, "is longer than 16 MiB"),
    ])
  func untrustworthy(_ length: Int, _ words: String) throws {
    try Scratch.with { scratch in
      let path = scratch.path("ca.pem")
      try Data().write(to: URL(filePath: path))
      try #require(truncate(path, length) == 0)
      let endpoint = try Endpoint("https://localhost")
      let error = #expect(throws: TrustError.self) {
        try Dialer(endpoint: endpoint, proxy: nil, caFile: path)
      }
      #expect(error?.description == "\(path): \(words)")
    }
  }

  @Test("is not made with a certificate that nobody vouches for")
  func untrusted() async throws {
    try await withServer { server, _ in
      try await expectNoTrust("https://localhost:\(server.port)", nil, server)
    }
  }

  @Test("is not made with a certificate for another host")
  func otherHost() async throws {
    try await withServer { server, authority in
      try await expectNoTrust("https://127.0.0.1:\(server.port)", authority, server)
    }
  }

  @Test("is not made with a TLS of the past")
  func outdated() async throws {
    try await withServer(outdated: true) { server, authority in
      try await expectNoTrust("https://localhost:\(server.port)", authority, server)
    }
  }

  private func expectNoTrust(
    _ address: String, _ authority: String?, _ server: MockServer
  ) async throws {
    let settings = Rig.Settings(messages: 1, address: address, caFile: authority)
    try await Rig.with(port: server.port, settings) { rig async throws in
      await rig.run()
      let entry = try #require(try rig.entry(0))
      #expect(entry.facts.state == .failed)
      #expect(entry.facts.attempts == 3)
      #expect(entry.error.hasPrefix("no trusted connection: "))
      #expect(server.statistics.requests == 0)
    }
  }

  @Test("that TLS never gets to finish is given up in time, and no message is in doubt")
  func silent() async throws {
    try await withServer("accept-silent=every:1") { server, authority in
      let settings = Rig.Settings(
        messages: 1, timeout: .milliseconds(200), address: "https://localhost:\(server.port)",
        caFile: authority)
      try await Rig.with(port: server.port, settings) { rig async throws in
        await rig.run()
        let entry = try #require(try rig.entry(0))
        #expect(entry.facts.state == .failed)
        let place = "localhost port \(server.port)"
        #expect(entry.error == "no connection: \(place): timeout before it was ready")
      }
    }
  }

  @Test("goes through a proxy, encrypted from end to end")
  func proxied() async throws {
    try await withServer { server, authority in
      var configuration = ProxyConfiguration()
      configuration.upstream = server.port
      configuration.authorization = "Basic dTpw"
      try await MockProxy.withProxy(configuration) { proxy in
        let settings = Rig.Settings(
          address: "https://localhost", proxy: Proxy("http://u:p@127.0.0.1:\(proxy.port)"),
          caFile: authority)
        try await Rig.with(port: server.port, settings) { rig async throws in
          await rig.run()
          #expect(try rig.counts() == [.sent: 3])
          #expect(proxy.connects == ["localhost:443"])
        }
      }
    }
  }

  @Test("wants the certificates that are named, also where it needs none")
  func missingCertificates() throws {
    let endpoint = try Endpoint("http://127.0.0.1:9")
    #expect(throws: TrustError.self) {
      try Dialer(endpoint: endpoint, proxy: nil, caFile: "/no/such.pem")
    }
  }

  @Test("that nobody takes is given up in time, and its host is named")
  func unanswered() async throws {
    let full = try FullListener()
    let settings = Rig.Settings(messages: 1, timeout: .milliseconds(200))
    try await Rig.with(port: full.port, settings) { rig async throws in
      await rig.run()
      let entry = try #require(try rig.entry(0))
      #expect(entry.facts.state == .failed)
      let place = "127.0.0.1 port \(full.port)"
      #expect(entry.error.hasPrefix("no connection: \(place): timeout"), "\(entry.error)")
    }
    withExtendedLifetime(full) {}
  }

  @Test("goes on to the next address of a host when the first refuses", arguments: [true, false])
  func secondAddress(isProxied: Bool) async throws {
    try await withServer { server, authority in
      var configuration = ProxyConfiguration()
      configuration.upstream = server.port
      try await MockProxy.withProxy(configuration) { proxy in
        let settings = Rig.Settings(
          address: "https://localhost", proxy: isProxied ? Proxy("http://proxy.example:1") : nil,
          caFile: authority,
          // Nobody may listen at the first of these.
          resolver: Addresses(
            try [1, isProxied ? proxy.port : server.port].map {
              try SocketAddress(ipAddress: "127.0.0.1", port: $0)
            }))
        try await Rig.with(port: server.port, settings) { rig async throws in
          await rig.run()
          #expect(try rig.counts() == [.sent: 3])
          #expect(proxy.connects == (isProxied ? ["localhost:443"] : []))
        }
      }
    }
  }

  @Test(
    "over plain http stops the run when localhost is another machine",
    .enabled(if: OtherPlace.address != nil))
  func elsewhere() async throws {
    let host = try #require(OtherPlace.address)
    let answer = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
    try await PlainListener.with(host: "0.0.0.0", answer: answer) { listener in
      let place = try SocketAddress(ipAddress: host, port: listener.port)
      let settings = Rig.Settings(
        address: "http://localhost:\(listener.port)", resolver: Addresses([place]))
      try await Rig.with(port: listener.port, settings) { rig async throws in
        await rig.run()
        #expect(rig.stop.reason == .notEncrypted(host: "localhost", address: host))
        #expect(try rig.counts() == [.released: 1])
        #expect(listener.heard == 0)
      }
    }
  }

  @Test("stops the run when the proxy wants nothing of it", arguments: [401, 403, 407])
  func proxyRefuses(_ status: Int) async throws {
    try await through(.answer(status)) { rig async throws in
      #expect(rig.stop.reason == .proxyRefused(status: status))
      #expect(try rig.counts() == [.released: 1])
    }
  }

  @Test(
    "that the proxy cannot make is tried again, and no message is in doubt",
    arguments: [ProxyBehaviour.answer(502), .answer(503), .close, .stall])
  func proxyFails(_ behaviour: ProxyBehaviour) async throws {
    try await through(behaviour, timeout: .milliseconds(500)) { rig async throws in
      #expect(!rig.stop.isStopped)
      #expect(try rig.counts() == [.failed: 1])
      if case .answer(let status) = behaviour {
        let words = "no connection: the proxy could not connect: it answered \(status)"
        #expect(try rig.entry(0)?.error == words)
      }
      #expect(try rig.entry(0)?.facts.attempts == 3)
    }
  }

  @Test("that is refused by the proxy's machine is told as the proxy's", arguments: [true, false])
  func proxyIsDown(isProxied: Bool) async throws {
    try await MockServer.withServer { server in
      await server.refuseConnections()
      let settings = Rig.Settings(
        messages: 1, proxy: isProxied ? Proxy("127.0.0.1:\(server.port)") : nil)
      try await Rig.with(port: server.port, settings) { rig async throws in
        await rig.run()
        let place = (isProxied ? "the proxy " : "") + "127.0.0.1 port \(server.port)"
        #expect(try rig.entry(0)?.error == "no connection: \(place): connection refused")
      }
    }
  }

  /// Sends one message through a proxy that does not let it pass.
  private func through(
    _ behaviour: ProxyBehaviour, timeout: Duration = .seconds(20),
    _ check: (Rig) async throws -> Void
  ) async throws {
    var configuration = ProxyConfiguration()
    configuration.behaviour = behaviour
    try await MockProxy.withProxy(configuration) { proxy in
      let settings = Rig.Settings(
        messages: 1, timeout: timeout, address: "https://localhost:9",
        proxy: Proxy("127.0.0.1:\(proxy.port)"))
      try await Rig.with(port: 9, settings) { rig in
        await rig.run()
        try await check(rig)
      }
    }
  }
}

/// Listens, and has no room for one more connection: the kernel drops what asks for it.
private final class FullListener {
  private let sockets: [CInt]
  let port: Int

  init() throws {
    let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    var opened = [listener]
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    try withUnsafeMutablePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        try #require(bind(listener, address, length) == 0 && listen(listener, 0) == 0)
        try #require(getsockname(listener, address, &length) == 0)
        for _ in 0..<4 {
          let client = socket(
            AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue), 0)
          opened.append(client)
          _ = connect(client, address, length)
        }
      }
    }
    sockets = opened
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { for socket in sockets { close(socket) } }
}

/// Every host has these addresses.
private struct Addresses: Resolver {
  let all: [SocketAddress]

  init(_ all: [SocketAddress]) {
    self.all = all
  }

  func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
    MultiThreadedEventLoopGroup.singleton.any().makeSucceededFuture(all)
  }

  func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
    MultiThreadedEventLoopGroup.singleton.any().makeSucceededFuture([])
  }

  func cancelQueries() {}
}

/// Where this machine is reached as another one would be.
private enum OtherPlace {
  static let address = try? System.enumerateDevices().compactMap(\.address).first {
    $0.protocol == .inet && $0.ipAddress?.hasPrefix("127.") == false
  }?.ipAddress
}
