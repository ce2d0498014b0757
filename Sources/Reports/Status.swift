/// What became of a row. Every row of the contacts has exactly one in every report.
package enum Status: String, Sendable, CaseIterable {
  /// Preview only: it would be sent.
  case ready
  /// The API accepted its message: any 2xx.
  case sent
  /// The API refused this message.
  case rejected
  /// Surely not accepted, and the tries are used up.
  case failed
  /// It may have been accepted; never sent again unless asked.
  case unknown
  /// It cannot be sent: its number, its fields or the template.
  case invalid
  /// An earlier row has the same number or key.
  case duplicate
  /// Its number is on a suppression list.
  case suppressed
  /// Not attempted yet.
  case pending

  /// Whether the row belongs to `rejects.csv`: it was surely not sent, and correcting it may help.
  ///
  /// An `unknown` row is none: whoever feeds it back may send it twice. Duplicates and suppressed
  /// rows are left out on purpose, and pending ones only need another run.
  package var isReject: Bool { self == .invalid || self == .rejected || self == .failed }

  /// Its raw value, for reports of a million rows: a `String` for each would cost more than the row.
  var name: StaticString {
    switch self {
    case .ready: "ready"
    case .sent: "sent"
    case .rejected: "rejected"
    case .failed: "failed"
    case .unknown: "unknown"
    case .invalid: "invalid"
    case .duplicate: "duplicate"
    case .suppressed: "suppressed"
    case .pending: "pending"
    }
  }

  /// Its place in ``allCases``.
  fileprivate var index: Int {
    switch self {
    case .ready: 0
    case .sent: 1
    case .rejected: 2
    case .failed: 3
    case .unknown: 4
    case .invalid: 5
    case .duplicate: 6
    case .suppressed: 7
    case .pending: 8
    }
  }
}

/// How many rows have each status; they add up to the rows read.
package struct StatusCounts: Sendable, Equatable {
  private var counts = [Int](repeating: 0, count: Status.allCases.count)

  package init() {}

  /// How many rows have a status.
  package subscript(status: Status) -> Int {
    get { counts[status.index] }
    set { counts[status.index] = newValue }
  }

  /// Counts one row more.
  package mutating func count(_ status: Status) { counts[status.index] += 1 }

  /// The rows counted.
  package var total: Int { counts.reduce(0, +) }
}
