import Foundation
import MockFluents
import Testing

@Suite struct TokenTests {
  let folder: Workdir

  init() throws {
    folder = try Workdir(contacts: 1)
    try folder.write("token", "from-file\n")
    try folder.write("fluents-token", "from-credentials\n")
  }

  @Test func itComesFromTheFileThenCredentialsThenTheEnvironment() async throws {
    let all = ["CREDENTIALS_DIRECTORY": folder.path, "FLUENTS_API_TOKEN": "from-environment"]
    try await expect("from-file", all, ["--token-file", "token"])
    try await expect("from-credentials", all, [])
    try await expect("from-environment", ["FLUENTS_API_TOKEN": "from-environment"], [])
  }

  @Test func credentialsThatCannotBeReachedAreNotReplacedByTheEnvironment() async throws {
    let environment = [
      "CREDENTIALS_DIRECTORY": "\(folder.path)/token", "FLUENTS_API_TOKEN": "from-environment",
    ]
    let outcome = try await folder.volley(arguments(9, "unreached"), environment: environment)
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains("token/fluents-token: the token cannot be read"), "\(outcome)")
  }

  /// As Windows' editor begins a text.
  @Test func aByteOrderMarkIsNoPartOfIt() async throws {
    try folder.write("token", "\u{FEFF}from-file\r\n")
    try await expect("from-file", [:], ["--token-file", "token"])
  }

  @Test(arguments: ["\"a-token\"", "'a-token'", "FLUENTS_API_TOKEN=a-token"])
  func whatStandsAroundItIsToBeLeftOut(_ text: String) async throws {
    try folder.write("token", text + "\n")
    let outcome = try await folder.volley(arguments(9, "around") + ["--token-file", "token"])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains("token holds more than the token"), "\(outcome)")
    #expect(!outcome.errors.contains("a-token"), "\(outcome)")
  }

  private func expect(
    _ token: String, _ environment: [String: String], _ more: [String]
  ) async throws {
    var configuration = MockConfiguration()
    configuration.token = token
    try await MockServer.withServer(configuration) { server in
      let outcome = try await folder.volley(
        arguments(server.port, token) + more, environment: environment)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(server.received.count == 1)
    }
  }

  private func arguments(_ port: Int, _ campaign: String) -> [String] {
    [
      "send", "list.csv", "--template", "text.liquid", "--from", "+12025550100", "--yes",
      "--api-url", "http://127.0.0.1:\(port)", "--campaign", campaign,
    ]
  }

  @Test func withoutOneItSaysHowToSetIt() async throws {
    let outcome = try await folder.volley(arguments(9, "none"), environment: [:])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains("--token-file"))
    #expect(outcome.errors.contains("FLUENTS_API_TOKEN"))
  }

  /// A gateway may repeat what it was asked with.
  @Test func itIsNotRepeatedNorAreNumbers() async throws {
    var configuration = MockConfiguration()
    configuration.faults = try FaultRules(
      parsing: "302:https://gate.example/needle-1234/+12025551000=#1")
    try await MockServer.withServer(configuration) { server in
      let outcome = try await folder.volley(
        arguments(server.port, "gate") + ["--verbose"],
        environment: ["FLUENTS_API_TOKEN": "needle-1234"])
      #expect(outcome.code == 5, "\(outcome)")
      #expect(outcome.errors.contains("to https://gate.example/[token]/+1202•••1000"), "\(outcome)")
    }
    let found = try await folder.run("grep", ["-r", "needle-1234", folder.path])
    #expect(found.code == 1, "\(found)")
  }

  @Test func itIsInNoFileAndNoOutput() async throws {
    var configuration = MockConfiguration()
    configuration.token = "another"
    try await MockServer.withServer(configuration) { server in
      let outcome = try await folder.volley(
        arguments(server.port, "hidden"), environment: ["FLUENTS_API_TOKEN": "needle-1234"])
      #expect(outcome.code == 5, "\(outcome)")
      #expect(!"\(outcome)".contains("needle-1234"))
    }
    let found = try await folder.run("grep", ["-r", "needle-1234", folder.path])
    #expect(found.code == 1, "\(found)")
  }
}
