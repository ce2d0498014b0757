import Testing

@testable import Delivery

@Suite("The proxy")
struct ProxyTests {
  private func named(
    _ environment: [String: String], for address: String = "https://api.fluents.ai"
  ) throws -> Proxy? {
    try Proxy.named(by: environment, for: Endpoint(address))
  }

  @Test(
    "is a host and a port",
    arguments: [
      ("http://proxy.example:3128", "proxy.example", 3128),
      ("proxy.example:3128", "proxy.example", 3128),
      ("proxy.example", "proxy.example", 80), ("HTTP://proxy.example/", "proxy.example", 80),
      ("http://[::1]:3128", "::1", 3128), ("http://10.0.0.1:8080", "10.0.0.1", 8080),
    ])
  func read(_ text: String, _ host: String, _ port: Int) {
    let proxy = Proxy(text)
    #expect(proxy?.host == host)
    #expect(proxy?.port == port)
    #expect(proxy?.headers.isEmpty == true)
  }

  @Test(
    "is asked in clear HTTP or not at all",
    arguments: [
      "", "http://", "https://proxy.example", "socks5://proxy.example:1080", "://", "a b",
      "proxy.example:0", "proxy.example:65536", "http://proxy.example:99999999999999999999",
    ])
  func refused(_ text: String) {
    #expect(Proxy(text) == nil)
  }

  @Test(
    "is shown the user and password it is given",
    arguments: [
      ("http://u:p@proxy.example", "Basic dTpw"), ("u:p@proxy.example:3128", "Basic dTpw"),
      ("http://u@proxy.example", "Basic dTo="),
      ("http://a%40b:c%3Ad@proxy.example", "Basic YUBiOmM6ZA=="),
    ])
  func credentials(_ text: String, _ expected: String) {
    #expect(Proxy(text)?.headers["Proxy-Authorization"] == [expected])
  }

  @Test("comes from the environment, in either case")
  func environment() throws {
    #expect(try named([:]) == nil)
    #expect(try named(["HTTPS_PROXY": ""]) == nil)
    #expect(try named(["HTTPS_PROXY": "a:1"]) == Proxy("a:1"))
    #expect(try named(["https_proxy": "b:2"]) == Proxy("b:2"))
    #expect(try named(["HTTPS_PROXY": "a:1", "https_proxy": "b:2"]) == Proxy("a:1"))
    #expect(try named(["HTTP_PROXY": "a:1", "ALL_PROXY": "a:1"]) == nil)
  }

  @Test("is not passed by in silence when its address is none")
  func nonsense() {
    let error = #expect(throws: ProxyError.self) {
      try named(["HTTPS_PROXY": "https://u:secret@proxy.example"])
    }
    #expect(error?.description.contains("secret") == false)
  }

  @Test("is not used for this machine")
  func loopback() throws {
    #expect(try named(["HTTPS_PROXY": "a:1"], for: "http://127.0.0.1:8080") == nil)
  }

  @Test(
    "is not used for hosts that NO_PROXY has",
    arguments: [
      "*", "api.fluents.ai", "API.Fluents.AI", "fluents.ai", ".fluents.ai", "ai",
      "api.fluents.ai:443", "a.example, api.fluents.ai", " fluents.ai ", "x,,fluents.ai",
      "*.fluents.ai", "*.Fluents.AI.", "api.fluents.ai.",
    ])
  func excluded(_ list: String) throws {
    #expect(try named(["HTTPS_PROXY": "a:1", "NO_PROXY": list]) == nil)
    #expect(try named(["HTTPS_PROXY": "a:1", "no_proxy": list]) == nil)
    #expect(try named(["HTTPS_PROXY": "https://nonsense", "NO_PROXY": list]) == nil)
  }

  @Test(
    "is used for all others",
    arguments: [
      "", ",", ".", "*.", "*.uents.ai",
      "uents.ai", "pi.fluents.ai", "www.api.fluents.ai", "fluents.ai.example",
      "api.fluents.ai:8443", "*.example", "localhost,127.0.0.1",
    ])
  func used(_ list: String) throws {
    #expect(try named(["HTTPS_PROXY": "a:1", "NO_PROXY": list]) == Proxy("a:1"))
  }

  @Test("cannot lead to an address, whose certificate nobody could check")
  func address() throws {
    let environment = ["HTTPS_PROXY": "http://proxy.example:3128"]
    for host in ["192.0.2.1", "[2001:db8::1]"] {
      #expect(throws: ProxyError.self) { try named(environment, for: "https://\(host)") }
    }
    #expect(try named(environment, for: "https://name.example") != nil)
    let past = environment.merging(["NO_PROXY": "192.0.2.1"]) { $1 }
    #expect(try named(past, for: "https://192.0.2.1") == nil)
  }
}
