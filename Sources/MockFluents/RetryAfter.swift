import Foundation

/// A `Retry-After` field (RFC 9110, section 10.2.3), or something in its place.
package enum RetryAfter: Sendable, Equatable {
  /// There is no such field.
  case none
  case seconds(Int)
  /// A date, reckoned from the moment of the answer.
  case date(secondsFromNow: Int)
  /// Anything at all, for clients that must survive nonsense.
  case text(String)

  func header(now: Date) -> [Answer.Header] {
    switch self {
    case .none: []
    case .seconds(let seconds): [.init("Retry-After", String(seconds))]
    case .date(let seconds):
      [.init("Retry-After", Timestamp.http(now.addingTimeInterval(Double(seconds))))]
    case .text(let text): [.init("Retry-After", text)]
    }
  }
}
