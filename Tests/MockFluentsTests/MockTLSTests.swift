import Foundation
import NIOSSL
import Scratch
import Testing

@testable import MockFluents

@Suite("The mock over TLS", .timeLimit(.minutes(1)))
struct MockTLSTests {
  @Test("answers, and a fault beneath TLS is one: RST, not a polite close")
  func answers() async throws {
    try await withCertificate { files, client in
      var configuration = try MockConfiguration(faults: "reset=#2")
      configuration.tls = files
      try await MockServer.withServer(configuration) { server in
        try await RawClient.with(server.port, tls: client) { client in
          client.send(Raw.post())
          #expect(await client.readAnswer() == Raw.created)
          client.send(Raw.post())
          #expect(await client.readToEnd().isEmpty)
          #expect(client.ending == .reset)
        }
      }
    }
  }

  @Test("refuses what it cannot read whole with an answer that arrives")
  func tooLarge() async throws {
    try await withCertificate { files, client in
      var configuration = MockConfiguration()
      configuration.tls = files
      try await MockServer.withServer(configuration) { server in
        try await RawClient.with(server.port, tls: client) { client in
          client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n")
          #expect(await client.readAnswer().hasPrefix("HTTP/1.1 413 "))
        }
      }
    }
  }

  @Test("can be silent before the handshake, or too old for a client of today")
  func handshakes() async throws {
    try await withCertificate { files, client in
      var configuration = try MockConfiguration(faults: "accept-silent=#1")
      configuration.tls = files
      configuration.tls?.outdated = true
      try await MockServer.withServer(configuration) { server in
        try await RawClient.with(server.port, tls: client) { silent in
          try await server.wait { $0.connections == 1 }
          try await RawClient.with(server.port, tls: client) { old in
            old.send(Raw.post())
            #expect(await old.readToEnd().isEmpty)
            #expect(old.ending != .fin)
          }
          #expect(silent.ending == nil)
        }
        #expect(server.statistics.requests == 0)
      }
    }
  }

  private func withCertificate(
    _ body: (TLSFiles, NIOSSLContext) async throws -> Void
  ) async throws {
    try await Scratch.with { folder in
      let files = TLSFiles(certificate: folder.path("cert.pem"), key: folder.path("key.pem"))
      try openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", files.key, "-out", files.certificate, "-days", "2", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=DNS:localhost")
      var settings = TLSConfiguration.makeClientConfiguration()
      settings.trustRoots = .file(files.certificate)
      settings.minimumTLSVersion = .tlsv12
      try await body(files, NIOSSLContext(configuration: settings))
    }
  }

  private func openssl(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
