import Foundation
import MockFluents
import Testing

/// TLS is verified, and nothing but TLS leaves this machine.
@Suite struct SecurityTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: 3)
  }

  private func certificate(for host: String) async throws {
    let made = try await folder.run(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=\(host)", "-addext",
        "subjectAltName=DNS:\(host)",
      ])
    #expect(made.code == 0, "\(made)")
  }

  private func send(to server: MockServer, _ more: [String]) async throws -> Outcome {
    try await folder.volley(
      [
        "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
        "--api-url", "https://localhost:\(server.port)",
      ] + more)
  }

  private func secure(outdated: Bool = false) -> MockConfiguration {
    var configuration = MockConfiguration()
    configuration.tls = TLSFiles(
      certificate: "\(folder.path)/cert.pem", key: "\(folder.path)/key.pem", outdated: outdated)
    return configuration
  }

  @Test func aPortOfPlainHTTPIsNamed() async throws {
    try await MockServer.withServer(MockConfiguration()) { server in
      let outcome = try await send(to: server, [])
      #expect(outcome.code == 3, "\(outcome)")
      let report = try folder.read("reports/list/delivery.csv")
      #expect(
        report.contains("it does not speak TLS; is the port that of plain http?"), "\(report)")
      #expect(server.statistics.requests == 0)
    }
  }

  @Test func aCertificateOfTheCAFileIsTrusted() async throws {
    try await certificate(for: "localhost")
    try await MockServer.withServer(secure()) { server in
      let outcome = try await send(to: server, ["--ca-file", "cert.pem"])
      #expect(outcome.code == 0, "\(outcome)")
      #expect(server.received.count == 3)
    }
  }

  @Test(arguments: [
    ("localhost", false, false), ("other.example", true, false), ("localhost", true, true),
  ])
  func whatIsNotToBeTrustedGetsNothing(host: String, isKnown: Bool, isOutdated: Bool) async throws {
    try await certificate(for: host)
    try await MockServer.withServer(secure(outdated: isOutdated)) { server in
      let outcome = try await send(to: server, isKnown ? ["--ca-file", "cert.pem"] : [])
      #expect(outcome.code == 3, "\(outcome)")
      #expect(server.statistics.requests == 0)
    }
    #expect(try folder.counts() == ["failed": 3])
  }

  @Test func aProxyIsAskedToConnectUnlessTheHostIsExcluded() async throws {
    try await certificate(for: "localhost")
    try await MockServer.withServer(secure()) { server in
      try await MockProxy.withProxy { proxy in
        let environment = [
          "FLUENTS_API_TOKEN": "secret-token", "HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)",
        ]
        let arguments = [
          "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
          "--api-url", "https://localhost:\(server.port)", "--ca-file", "cert.pem",
        ]
        let through = try await folder.volley(
          arguments + ["--campaign", "through"], environment: environment)
        #expect(through.code == 0, "\(through)")
        #expect(!proxy.connects.isEmpty)
        let before = proxy.connects.count
        let past = try await folder.volley(
          arguments + ["--campaign", "past"],
          environment: environment.merging(["NO_PROXY": "localhost"]) { $1 })
        #expect(past.code == 0, "\(past)")
        #expect(proxy.connects.count == before)
        #expect(server.received.count == 6)
      }
    }
  }
}
