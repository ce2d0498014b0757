/// Why an attempt ended without an answer.
package enum Fault: Error, Equatable {
  /// No connection: name not found, refused, unreachable, or the proxy could not reach the API.
  case noConnection(reason: String)
  /// TLS could not be agreed on, or the certificate is not to be trusted.
  case noTrust(reason: String)
  /// The proxy wants nothing of us: 401, 403 and 407 to `CONNECT`.
  case proxyRefused(status: Int)
  /// Plain http, and the host is another machine.
  case elsewhere(host: String, address: String)
  /// It took longer than ``DeliveryOptions/timeout``.
  case timeout
  /// Reset or closed by the other side, or by something in between.
  case closed(reason: String)
  /// What came back is not HTTP.
  case notHTTP(reason: String)
}

extension Fault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noConnection(let reason): "no connection: \(reason)"
    case .noTrust(let reason): "no trusted connection: \(reason)"
    case .proxyRefused(let status): "the proxy answered \(status)"
    case .elsewhere(let host, let address): "\(host) is another machine (\(address))"
    case .timeout: "timeout"
    case .closed(let reason): "connection lost (\(reason))"
    case .notHTTP(let reason): "the answer is not HTTP (\(reason))"
    }
  }
}
