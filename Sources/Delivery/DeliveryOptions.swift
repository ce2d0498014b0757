import Logging

/// How messages are to be delivered.
package struct DeliveryOptions: Sendable {
  package var endpoint: Endpoint
  /// What every request is authorised by; it is in no log, report or ledger.
  package var token: String
  /// The `User-Agent` of every request.
  package var agent: String
  package var proxy: Proxy?
  /// PEM, trusted besides the system's own.
  package var caFile: String?
  /// Lanes; at least 1.
  package var concurrency: Int
  /// For a whole exchange: connecting, writing, head and body.
  package var timeout: Duration
  /// What `--retry-on` names: the API does not accept a message that it answers with one of these.
  package var safeStatuses: Set<Int>
  package var errorLimit: ErrorLimit?
  /// Told of what is out of the ordinary, and at level `debug` of every attempt.
  package var logger = Logger(label: "volley") { _ in SwiftLogNoOpLogHandler() }

  package init(
    endpoint: Endpoint, token: String, agent: String, proxy: Proxy? = nil, caFile: String? = nil,
    concurrency: Int = 10, timeout: Duration = .seconds(30), safeStatuses: Set<Int> = [],
    errorLimit: ErrorLimit? = nil
  ) {
    self.endpoint = endpoint
    self.token = token
    self.agent = agent
    self.proxy = proxy
    self.caFile = caFile
    self.concurrency = concurrency
    self.timeout = timeout
    self.safeStatuses = safeStatuses
    self.errorLimit = errorLimit
  }
}
