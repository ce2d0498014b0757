import Audience
import Composing

/// Gathers what the report page shows, one row after the other, in memory that does not grow with
/// their number.
struct ReportCollector: Sendable {
  private(set) var latencies = LatencyHistogram()
  private(set) var errors = RowGroups()
  private(set) var attention = AttentionRows()
  private(set) var sample: MessageSample?
  private var stories: [Int: Story] = [:]
  /// How many of the stories have times.
  private var timed = 0
  private let numberColumns: Set<Int>

  /// What the rows tell of one run.
  private struct Story {
    var counts = StatusCounts()
    var times: TimeBuckets?
    var isCut = false
  }

  /// A page shows the times of a few runs; those of more are dropped, the oldest first.
  static let mostTimes = 4

  /// - Parameter numberColumns: The columns of the contacts that hold phone numbers.
  init(numberColumns: Set<Int>) {
    self.numberColumns = numberColumns
  }

  /// Takes the next row of the contacts.
  mutating func note(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch
  ) {
    if let run = row.run { note(row, of: run) }
    if let latency = row.latency { latencies.count(latency) }
    if row.status == .sent {
      if sample == nil, !row.message.isEmpty { sample = MessageSample(row) }
      return
    }
    guard AttentionRows.statuses.contains(row.status) else { return }
    errors.note(row.status, Self.reason(row, contact), row: row.row)
    attention.note(row) { batch.name(of: contact, without: numberColumns) }
  }

  /// How the messages of each run ended.
  var runs: [Int: StatusCounts] { stories.mapValues(\.counts) }

  /// The latest runs that sent something, the last first.
  var latestTimes: [(run: Int, buckets: TimeBuckets)] {
    stories.sorted { $0.key > $1.key }.compactMap { run, story in
      story.times.map { (run, $0) }
    }
  }

  private mutating func note(_ row: borrowing ReportRow, of run: Int) {
    let moment = row.status == .pending ? nil : row.sentAt
    let (status, isLate) = (row.status, moment != nil)
    let startsTimes = change(run) { story in
      story.counts.count(status)
      if let moment { story.times?.count(status, at: moment) }
      return isLate && story.times == nil && !story.isCut
    }
    if startsTimes, let moment { startTimes(of: run, row.status, at: moment) }
  }

  /// In place, with one look at the dictionary.
  private mutating func change<Result>(_ run: Int, _ body: (inout Story) -> Result) -> Result {
    body(&stories[run, default: Story()])
  }

  private mutating func startTimes(of run: Int, _ status: Status, at moment: Int64) {
    if timed == Self.mostTimes, let oldest = stories.filter({ $0.value.times != nil }).keys.min() {
      let dropped = min(run, oldest)
      stories[dropped, default: Story()].isCut = true
      if dropped == run { return }
      stories[oldest]?.times = nil
      timed -= 1
    }
    var times = TimeBuckets()
    times.count(status, at: moment)
    stories[run, default: Story()].times = times
    timed += 1
  }

  /// Equal for all rows that suffer the same: without the numbers of this one.
  private static func reason(
    _ row: borrowing ReportRow, _ contact: borrowing Contact
  ) -> String {
    if row.run == nil, case .invalid(let problem) = contact.standing { return problem.reason }
    var words = String(decoding: ForeignText.start(of: row.error, limit: 4_000), as: UTF8.self)
    for number in [row.to, row.from].compactMap({ $0?.description }) {
      words = words.replacing(number, with: "[number]").replacing(
        number.dropFirst(), with: "[number]")
    }
    return words.isEmpty ? "no words" : words
  }
}
