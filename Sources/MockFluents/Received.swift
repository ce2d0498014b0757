import Foundation

/// A message that the API has taken, as its body says it: both numbers in E.164.
package struct Received: Sendable, Equatable {
  package let to: String
  package let from: String
  package let message: String
  /// When it was taken, by the wall clock and by a clock that never jumps.
  package let time: Date
  package let instant: ContinuousClock.Instant
  /// The connection it came on, counted from 1 in the order in which they were opened.
  package let connection: Int
  /// The request's `Content-Type`, if it had one.
  package let contentType: String?
}
