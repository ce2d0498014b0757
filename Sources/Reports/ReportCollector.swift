import Audience
import Composing

/// Gathers what the report page shows, one row after the other, in memory that does not grow with
/// their number.
struct ReportCollector: Sendable {
  private(set) var latencies = LatencyHistogram()
  private(set) var errors = RowGroups()
  private(set) var attention = AttentionRows()
  private(set) var sample: MessageSample?
  /// How the messages of each run ended.
  private(set) var runs: [Int: StatusCounts] = [:]
  private var times: [Int: TimeBuckets] = [:]
  private let numberColumns: Set<Int>

  /// A page shows the times of a few runs; those of more are dropped, the oldest first.
  static let mostTimes = 4

  /// - Parameter numberColumns: The columns of the contacts that hold phone numbers.
  init(numberColumns: Set<Int>) {
    self.numberColumns = numberColumns
  }

  /// Takes the next row of the contacts.
  mutating func note(
    _ row: borrowing ReportRow, contact: Contact, in batch: borrowing ContactBatch
  ) {
    if let run = row.run { note(row, of: run) }
    if let latency = row.latency { latencies.count(latency) }
    if row.status == .sent {
      if sample == nil, !row.message.isEmpty { sample = MessageSample(row) }
      return
    }
    guard AttentionRows.statuses.contains(row.status) else { return }
    errors.note(row.status, Self.reason(row, contact), row: row.row)
    let name = batch.name(of: contact, without: numberColumns)
    attention.note(row) { name }
  }

  /// The latest runs that sent something, the last first.
  var latestTimes: [(run: Int, buckets: TimeBuckets)] {
    times.sorted { $0.key > $1.key }.map { ($0.key, $0.value) }
  }

  private mutating func note(_ row: borrowing ReportRow, of run: Int) {
    runs[run, default: StatusCounts()].count(row.status)
    guard let moment = row.sentAt, row.status != .pending else { return }
    if times[run] == nil, times.count == Self.mostTimes, let oldest = times.keys.min() {
      if run < oldest { return }
      times[oldest] = nil
    }
    times[run, default: TimeBuckets()].count(row.status, at: moment)
  }

  /// Equal for all rows that suffer the same: without the numbers of this one.
  private static func reason(_ row: borrowing ReportRow, _ contact: Contact) -> String {
    if row.run == nil, case .invalid(let problem) = contact.standing { return problem.reason }
    var words = String(decoding: ForeignText.start(of: row.error, limit: 4_000), as: UTF8.self)
    for number in [row.to, row.from].compactMap({ $0?.description }) {
      words = words.replacing(number, with: "[number]").replacing(
        number.dropFirst(), with: "[number]")
    }
    return words.isEmpty ? "no words" : words
  }
}
