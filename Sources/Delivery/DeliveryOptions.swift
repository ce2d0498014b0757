import Logging

/// How messages are to be delivered.
package struct DeliveryOptions: Sendable {
  /// Where every request goes.
  package var endpoint: Endpoint
  /// What every request is authorised by; it is in no log, report or ledger.
  package var token: String
  /// The `User-Agent` of every request.
  package var agent: String
  /// Nil: connections go straight to the endpoint.
  package var proxy: Proxy?
  /// The path of certificates in PEM that are trusted besides the system's own.
  package var caFile: String?
  /// How many lanes there are, each with one request at a time; at least 1.
  package var concurrency: Int
  /// What a whole exchange may take: connecting, writing, head and body.
  package var timeout: Duration
  /// What `--retry-on` names: the API does not accept a message that it answers with one of these.
  package var safeStatuses: Set<Int>
  /// What `--max-errors` names; nil: ``StopRules`` ends the run for equal rejections and long trouble alone.
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
