import Foundation

/// Where messages go: the API's address, taken apart once.
package struct Endpoint: Sendable, Equatable {
  /// A name or an IP address, one of IPv6 without its brackets.
  package let host: String
  /// 1…65,535; where the address names none, 443, or 80 without TLS.
  package let port: Int
  /// False for this machine only.
  package let usesTLS: Bool
  /// The path of the address, with the API's own at its end: `/v1/messages`.
  package let path: String

  /// The path of the API to which messages are posted.
  package static let messages = "/v1/messages"

  /// - Throws: ``EndpointError`` for what is no `https` address, or plain `http` to another
  ///   machine: a token must not cross a network in the clear.
  package init(_ text: String) throws(EndpointError) {
    // Whatever may hold a secret is not taken apart any further, and not shown.
    guard !text.contains(where: { $0 == "@" || $0 == "?" || $0 == "#" }) else { throw .tooMuch }
    guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
      let rawHost = url.encodedHost, !rawHost.isEmpty, !rawHost.contains("%")
    else { throw .notAnAddress(text) }
    let host = rawHost.hasPrefix("[") ? String(rawHost.dropFirst().dropLast()) : rawHost
    guard scheme == "https" || scheme == "http" else { throw .notAnAddress(text) }
    guard scheme == "https" || Self.isLoopback(host) else { throw .notEncrypted(text) }
    usesTLS = scheme == "https"
    self.host = host
    port = url.port ?? (usesTLS ? 443 : 80)
    guard (1...65_535).contains(port) else { throw .notAnAddress(text) }
    path = Self.path(below: url.percentEncodedPath)
  }

  /// Host and port as the `Host` header names them (RFC 9110, section 7.2).
  package var authority: String {
    port == (usesTLS ? 443 : 80) ? bracketedHost : "\(bracketedHost):\(port)"
  }

  /// An IPv6 address stands in brackets wherever a port may follow it (RFC 3986, section 3.2.2).
  var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

  /// Whether the host is an IP address, which TLS does not send as a name.
  package var isAddress: Bool {
    host.contains(":")
      || (host.split(separator: ".").count == 4 && host.allSatisfy { $0.isNumber || $0 == "." })
  }

  /// Whether `host` can only be this machine.
  package static func isLoopback(_ host: String) -> Bool {
    let name = host.lowercased()
    if name == "localhost" || name == "::1" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  private static func path(below base: String) -> String {
    let base = String(base.reversed().drop { $0 == "/" }.reversed())
    return base.hasSuffix(messages) ? base : base + messages
  }
}

/// Why a text is no address to send to.
package enum EndpointError: Error, Equatable, CustomStringConvertible {
  /// No `http` or `https` address with a host, and with a port that there can be.
  case notAnAddress(String)
  /// It has a user, password, query or fragment; none of it is kept, since it may be a secret.
  case tooMuch
  /// Plain `http` to another machine.
  case notEncrypted(String)

  package var description: String {
    switch self {
    case .notAnAddress(let text):
      "\"\(text)\" is not an address; expected something like https://api.fluents.ai"
    case .tooMuch:
      "the address must stand alone, without user, password, query or fragment"
    case .notEncrypted(let text):
      "\(text) would carry the token in the clear; plain http is for this machine only, use https"
    }
  }
}
