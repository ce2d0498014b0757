import Audience
import NIOCore
import NIOExtras
import NIOHTTP1
import NIOPosix
import NIOSSL

extension Fault {
  /// Sorts what the network libraries throw.
  ///
  /// - Parameter isOfProxy: whether what could not be reached is a proxy.
  init(_ error: any Error, isOfProxy: Bool = false) {
    switch error {
    case let fault as Fault: self = fault
    case let error as NIOConnectionError:
      self = .noConnection(reason: (isOfProxy ? "the proxy " : "") + Self.words(for: error))
    case ChannelError.connectTimeout: self = .timeout
    case let error as IOError: self = .closed(reason: Self.words(forNumber: error.errnoCode))
    case let error as HTTPParserError: self = .notHTTP(reason: "\(error)")
    case NIOSSLError.uncleanShutdown: self = .closed(reason: "closed without a goodbye")
    case is NIOSSLError, is BoringSSLError:
      self = .noTrust(reason: Self.words(forTrust: "\(error)"))
    case is NIOSSLExtraError: self = .noTrust(reason: "the certificate is for another host")
    case is NIOHTTP1ProxyConnectHandler.Error:
      self = .noConnection(reason: "the proxy could not connect")
    default: self = .closed(reason: "\(error)")
    }
  }

  /// What the same error is called before a connection stands.
  var beforeConnecting: Fault {
    if case .closed(let reason) = self { return .noConnection(reason: reason) }
    return self
  }

  private static func words(for error: NIOConnectionError) -> String {
    let place = "\(error.host) port \(error.port)"
    if let first = error.connectionErrors.first {
      if let reason = first.error as? IOError {
        return "\(place): \(words(forNumber: reason.errnoCode))"
      }
      if case ChannelError.connectTimeout = first.error { return "\(place): timeout" }
      return "\(place): \(first.error)"
    }
    if OpenFiles.areSpent { return "\(place): too many open files" }
    return "\(error.host): no such host, or no answer from DNS"
  }

  private static func words(forTrust error: String) -> String {
    let known = [
      "CERTIFICATE_VERIFY_FAILED":
        "its certificate is expired, or signed by nobody who is trusted here; --ca-file can name more",
      "WRONG_VERSION_NUMBER": "it does not speak TLS; is the port that of plain http?",
      "HTTP_REQUEST": "it does not speak TLS; is the port that of plain http?",
      "UNSUPPORTED_PROTOCOL": "it offers no TLS 1.2 or newer",
      "PROTOCOL_VERSION": "it offers no TLS 1.2 or newer",
      "EOF during handshake": "it closed the connection in the middle of the TLS handshake",
    ]
    if let words = known.first(where: { error.contains($0.key) })?.value { return words }
    // What else the library says has its own files in it.
    let reason = error.firstMatch(of: /[A-Z][A-Z0-9]+(_[A-Z0-9]+)+/).map { " (\($0.0))" } ?? ""
    // In the handshake or after it.
    return "TLS failed\(reason)"
  }

  private static func words(forNumber number: Int32) -> String {
    systemWords(number).lowercased()
  }
}
