import Delivery
import Testing

@Suite("The API's address")
struct EndpointTests {
  /// What is made of an address.
  struct Reading: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let host: String
    let port: Int
    let usesTLS: Bool
    let path: String
    let authority: String

    init(
      _ text: String, _ host: String, _ port: Int, tls: Bool, path: String = "/v1/messages",
      authority: String
    ) {
      testDescription = text
      self.host = host
      self.port = port
      usesTLS = tls
      self.path = path
      self.authority = authority
    }
  }

  @Test(
    "is taken apart",
    arguments: [
      Reading(
        "https://api.fluents.ai", "api.fluents.ai", 443, tls: true, authority: "api.fluents.ai"),
      Reading(
        "https://api.fluents.ai/", "api.fluents.ai", 443, tls: true, authority: "api.fluents.ai"),
      Reading(
        "https://api.fluents.ai//", "api.fluents.ai", 443, tls: true, authority: "api.fluents.ai"),
      Reading(
        "https://a.example/v1/messages", "a.example", 443, tls: true, authority: "a.example"),
      Reading(
        "https://a.example/v1/messages/", "a.example", 443, tls: true, authority: "a.example"),
      Reading(
        "https://a.example/base/", "a.example", 443, tls: true, path: "/base/v1/messages",
        authority: "a.example"),
      Reading(
        "https://a.example:8443/b%20c", "a.example", 8443, tls: true, path: "/b%20c/v1/messages",
        authority: "a.example:8443"),
      Reading("https://a.example:443", "a.example", 443, tls: true, authority: "a.example"),
      Reading("https://a.example:80", "a.example", 80, tls: true, authority: "a.example:80"),
      Reading("HTTPS://a.example", "a.example", 443, tls: true, authority: "a.example"),
      Reading("http://localhost", "localhost", 80, tls: false, authority: "localhost"),
      Reading("http://LocalHost:8080", "LocalHost", 8080, tls: false, authority: "LocalHost:8080"),
      Reading("http://127.0.0.1:9", "127.0.0.1", 9, tls: false, authority: "127.0.0.1:9"),
      Reading("http://127.9.8.7", "127.9.8.7", 80, tls: false, authority: "127.9.8.7"),
      Reading("http://[::1]:8080", "::1", 8080, tls: false, authority: "[::1]:8080"),
      Reading("https://[2001:db8::1]", "2001:db8::1", 443, tls: true, authority: "[2001:db8::1]"),
    ])
  func read(_ reading: Reading) throws {
    let endpoint = try Endpoint(reading.testDescription)
    #expect(endpoint.host == reading.host)
    #expect(endpoint.port == reading.port)
    #expect(endpoint.usesTLS == reading.usesTLS)
    #expect(endpoint.path == reading.path)
    #expect(endpoint.authority == reading.authority)
  }

  @Test(
    "is never plain http to another machine",
    arguments: [
      "http://api.fluents.ai", "http://localhost.example", "http://127.0.0.1.example",
      "http://128.0.0.1", "http://127.0.0.1.", "http://0.0.0.0", "http://10.0.0.1",
      "http://[2001:db8::1]", "http://127.0.0.256", "http://127.1",
    ])
  func encrypted(_ text: String) {
    #expect(throws: EndpointError.notEncrypted(text)) { try Endpoint(text) }
  }

  @Test(
    "is an address alone, and nothing of another one is shown",
    arguments: [
      "https://user@a.example", "https://user:secret@a.example", "https://:secret@a.example",
      "http://u:secret@", "https://a.example?x=secret", "https://a.example/#secret",
      "https://a.example?",
    ])
  func alone(_ text: String) {
    let error = #expect(throws: EndpointError.self) { try Endpoint(text) }
    #expect(error == .tooMuch)
    #expect(error?.description.contains("secret") == false)
  }

  @Test(
    "is an address at all",
    arguments: [
      "", " ", "https://a%0d%0aX-Y:1/", "api.fluents.ai", "api.fluents.ai:443", "https://",
      "https:///v1", "ftp://a.example",
      "file:///etc/passwd", "https://a.example:0", "https://a.example:65536",
      "https://a.example:x", "//a.example",
    ])
  func noAddress(_ text: String) {
    #expect(throws: EndpointError.notAnAddress(text)) { try Endpoint(text) }
  }

  @Test(
    "is an IP address or a name",
    arguments: [
      ("https://1.2.3.4", true), ("https://[::1]", true), ("https://1.2.3.example", false),
      ("https://a.example", false), ("https://1.2.3", false),
    ])
  func isAddress(_ text: String, _ expected: Bool) throws {
    #expect(try Endpoint(text).isAddress == expected)
  }
}
