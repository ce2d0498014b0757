import Foundation
import NIOHTTP1

/// A proxy that is asked to CONNECT (RFC 9110, section 9.3.6).
package struct Proxy: Sendable, Equatable {
  /// A name or an IP address, one of IPv6 without its brackets.
  package let host: String
  /// 1…65,535; 80 where none is named.
  package let port: Int
  /// `user:password` as `Basic` wants it; never shown.
  let credentials: String?

  /// `http://user:password@host:port`, or `host:port`.
  package init?(_ text: String) {
    let address = text.contains("://") ? text : "http://\(text)"
    guard let url = URLComponents(string: address), url.scheme?.lowercased() == "http",
      let host = url.host, !host.isEmpty
    else { return nil }
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    // One that is no number of 16 bits would be dialled as another.
    let hasPort = url.rangeOfPort.map { !$0.isEmpty } ?? false
    guard let port = hasPort ? url.port : 80, (1...65_535).contains(port) else { return nil }
    self.port = port
    credentials = url.user.map { Data("\($0):\(url.password ?? "")".utf8).base64EncodedString() }
  }

  /// The proxy that the environment names for `endpoint`, if any: `HTTPS_PROXY`, or its lower case,
  /// unless `NO_PROXY` has the host. Plain http stays on this machine and needs none.
  ///
  /// - Throws: ``ProxyError`` for an address that is none, since going past a proxy in silence
  ///   would surprise; and for an endpoint that is an IP address, since a certificate would be
  ///   checked against the address at the other end, which is the proxy's.
  package static func named(
    by environment: [String: String], for endpoint: Endpoint
  ) throws(ProxyError) -> Proxy? {
    guard endpoint.usesTLS,
      let text = environment["HTTPS_PROXY"] ?? environment["https_proxy"], !text.isEmpty,
      !isExcluded(endpoint, by: environment["NO_PROXY"] ?? environment["no_proxy"] ?? "")
    else { return nil }
    guard let proxy = Proxy(text) else { throw .notAnAddress }
    guard !endpoint.isAddress else { throw .cannotCheckAddress(endpoint.host) }
    return proxy
  }

  private static func isExcluded(_ endpoint: Endpoint, by list: String) -> Bool {
    let host = bare(endpoint.host)
    return list.split(separator: ",").contains { entry in
      let entry = entry.trimmingCharacters(in: .whitespaces)
      let words = bare(entry)
      if entry == "*" || words == "\(host):\(endpoint.port)" { return true }
      // `example.com`, `.example.com` and `*.example.com` mean the same.
      let name = words.trimmingPrefix(/\*?\./)
      return !name.isEmpty && (host == name || host.hasSuffix(".\(name)"))
    }
  }

  /// The name in small letters, without the dot that may end it.
  private static func bare(_ name: String) -> String {
    (name.hasSuffix(".") ? String(name.dropLast()) : name).lowercased()
  }

  var headers: HTTPHeaders {
    credentials.map { ["Proxy-Authorization": "Basic \($0)"] } ?? [:]
  }
}

/// Why the proxy of the environment cannot be used.
package enum ProxyError: Error, Equatable, CustomStringConvertible {
  /// `HTTPS_PROXY` is no address of a proxy; its text may hold a password and is not kept.
  case notAnAddress
  /// The endpoint is this IP address, whose certificate cannot be checked through a proxy.
  case cannotCheckAddress(String)

  package var description: String {
    switch self {
    case .notAnAddress:
      "HTTPS_PROXY is not a proxy's address; expected something like http://proxy.example:3128"
    case .cannotCheckAddress(let host):
      "HTTPS_PROXY: through a proxy, the certificate of an address (\(host)) cannot be checked; name "
        + "the host in --api-url, or leave the proxy out with NO_PROXY"
    }
  }
}
