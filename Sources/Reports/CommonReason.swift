import Audience

/// Why most of the rows were rejected or failed.
package struct CommonReason: Sendable, Equatable {
  /// `rejected` or `failed`.
  package let status: Status
  /// The reason without phone numbers, cut to one line that can be read.
  package let words: String
  /// How many rows of the status have it.
  package let count: Int
  /// Whether there may be more of them.
  package let isAtLeast: Bool

  private static let longest = 200

  /// Nil when there are no such rows.
  init?(_ groups: RowGroups) {
    guard
      let first = groups.sorted.first(where: { [.rejected, .failed].contains($0.reason.status) })
    else { return nil }
    words = PhoneNumber.masked(in: ForeignText.line(first.reason.words, limit: Self.longest))
    (status, count, isAtLeast) = (first.reason.status, first.count, first.isAtLeast)
  }
}
