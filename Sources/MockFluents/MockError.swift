/// Why a mock could not be started. `reason`: in the words of the system, or of whoever read the text.
package enum MockError: Error, Equatable {
  /// A host that is neither `127.0.0.1` nor `::1`.
  case notLoopback(String)
  /// A setting out of its range, as a whole sentence.
  case badSetting(String)
  case cannotListen(host: String, port: Int, reason: String)
  case cannotOpenLog(path: String, reason: String)
  /// The certificate or key cannot be used, and why.
  case cannotUseTLS(String)
  /// `text`: what of `--faults` cannot be understood.
  case badFault(text: String, reason: String)
}

extension MockError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notLoopback(let host):
      "The mock listens on 127.0.0.1 or ::1 only, not on \(host)."
    case .badSetting(let words):
      words
    case .cannotListen(let host, let port, let reason):
      "Cannot listen on \(host) port \(port): \(reason); port 0 picks a free one."
    case .cannotOpenLog(let path, let reason):
      "Cannot open the log \(path): \(reason)."
    case .cannotUseTLS(let reason):
      "Cannot use the TLS certificate and key: \(reason)."
    case .badFault(let text, let reason):
      "Cannot understand the fault “\(text)”: \(reason)."
    }
  }
}
