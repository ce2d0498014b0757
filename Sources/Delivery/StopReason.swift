import Audience

/// Why a run ended before all of its messages were attempted.
package enum StopReason: Sendable, Equatable {
  /// 401 or 403.
  case notAuthorized(status: Int, words: String)
  /// Any 3xx. `location`: where it leads, on one line, if the answer says it.
  case redirected(status: Int, location: String?)
  /// The proxy answered 401, 403 or 407.
  case proxyRefused(status: Int)
  /// Plain http to a name that is to be this machine, and led to another one.
  case notEncrypted(host: String, address: String)
  /// So many messages in a row were rejected in the same words, and none was accepted before.
  case sameRejection(count: Int, words: String)
  /// So many messages in a row failed or are in doubt. `last`: what was said of the last one.
  case trouble(count: Int, last: String)
  /// `--max-errors` was passed. `inDoubt`: how many of the messages may have been accepted.
  case tooManyErrors(count: Int, inDoubt: Int = 0, limit: String)
  /// The ledger could not be written, in its words.
  case ledger(String)
  /// The file at `path`, whose lock keeps other runs of the campaign away, is not there any more.
  case lockGone(path: String)
  /// The contacts changed, or could not be read to their end.
  case contacts(String)
  /// SIGINT, SIGTERM or SIGHUP, by number.
  case interrupted(signal: Int32)
}

extension StopReason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notAuthorized(let status, let words):
      "the API answered \(status) (\(words)): check the token and what it may do"
    case .redirected(let status, let location):
      "the API answered \(status)\(Self.place(location)); volley never follows a redirect: "
        + "check --api-url"
    case .proxyRefused(let status):
      "the proxy answered \(status): check HTTPS_PROXY and its user and password"
    case .notEncrypted(let host, let address):
      "\(host) leads to \(address) here, which is another machine, and plain http would carry the "
        + "token there in the clear: use https, or 127.0.0.1 for this machine"
    case .sameRejection(let count, let words):
      "\(count) messages in a row were rejected alike (\(words))"
    case .trouble(let count, let last):
      "\(count) messages in a row failed or are in doubt; the last: \(last)"
    case .tooManyErrors(let count, let inDoubt, let limit):
      "\(count) \(count == 1 ? "message was" : "messages were") not accepted"
        + "\(inDoubt > 0 ? ", or may not have been," : ",") and --max-errors is \(limit)"
    case .ledger(let words): words
    case .lockGone(let path):
      "\(path) was moved or deleted while it was in use; it keeps other runs of the campaign away, so leave it "
        + "where it is"
    case .contacts(let words): words
    case .interrupted(let signal):
      switch signal {
      case 1: "the terminal was closed (SIGHUP)"
      case 2: "interrupted (SIGINT)"
      default: "told to end (SIGTERM)"
      }
    }
  }

  /// The same without phone numbers, for what others said may have them: fit for logs.
  package var masked: String {
    switch self {
    case .notAuthorized(let status, let words):
      "\(StopReason.notAuthorized(status: status, words: PhoneNumber.masked(in: words)))"
    case .redirected(let status, let location):
      "\(StopReason.redirected(status: status, location: location.map(PhoneNumber.masked(in:))))"
    case .sameRejection(let count, let words):
      "\(StopReason.sameRejection(count: count, words: PhoneNumber.masked(in: words)))"
    case .trouble(let count, let last):
      "\(StopReason.trouble(count: count, last: PhoneNumber.masked(in: last)))"
    default: description
    }
  }

  private static func place(_ location: String?) -> String {
    // What a query says is of one message, and no address.
    location.map { " to \($0.prefix { $0 != "?" })" } ?? ""
  }
}
