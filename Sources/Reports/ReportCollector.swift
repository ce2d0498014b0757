import Audience
import Composing

/// Gathers what the report page shows, one row after the other, in memory that does not grow with
/// their number.
struct ReportCollector: Sendable {
  private(set) var latencies = LatencyHistogram()
  private(set) var errors = RowGroups()
  private(set) var attention = AttentionRows()
  private(set) var sample: MessageSample?
  private var stories = Stories()
  private let numberColumns: Set<Int>

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
    // What nobody answered tells how long Volley waited.
    if row.httpStatus != nil, let latency = row.latency { latencies.count(latency) }
    if row.status == .sent {
      if sample == nil, !row.message.isEmpty { sample = MessageSample(row) }
      return
    }
    guard AttentionRows.statuses.contains(row.status) else { return }
    errors.note(row.status, Self.reason(row, contact, batch), row: contact.place)
    let contact = copy contact
    attention.note(row) { batch.name(of: contact, without: numberColumns) }
  }

  /// How the messages of each run ended.
  var runs: [Int: StatusCounts] { stories.all.mapValues(\.counts) }

  /// The latest runs that sent something, the last first.
  var latestTimes: [(run: Int, buckets: TimeBuckets)] {
    stories.all.sorted { $0.key > $1.key }.compactMap { run, story in
      story.times.map { (run, $0) }
    }
  }

  private mutating func note(_ row: borrowing ReportRow, of run: Int) {
    let moment = row.status == .pending ? nil : row.sentAt
    if stories[run].note(row.status, at: moment) { return }
    // The first row of a run that has a time: it gets times of its own, if there is room.
    let timed = stories.all.filter { $0.value.times != nil }.keys
    if timed.count == Self.mostTimes, let oldest = timed.min() {
      stories[min(run, oldest)].cut()
    }
    stories[run].start(row.status, at: moment)
  }

  /// Equal for all rows that suffer the same: without the numbers of this one.
  private static func reason(
    _ row: borrowing ReportRow, _ contact: borrowing Contact, _ batch: borrowing ContactBatch
  ) -> String {
    if row.run == nil, case .invalid(let problem) = contact.standing {
      return batch.problem(problem).reason
    }
    var words = String(decoding: ForeignText.start(of: row.error, limit: 4_000), as: UTF8.self)
    for number in [row.to, row.from].compactMap(\.self) {
      words = number.replaced(in: words, by: "[number]")
    }
    return words.isEmpty ? "no words" : words
  }
}

/// The stories of all runs. One row after another is mostly of the same run.
private struct Stories: Sendable {
  private var list: [Story] = []
  private var places: [Int: Int] = [:]
  private var latest = (run: 0, place: -1)

  var all: [Int: Story] { places.mapValues { list[$0] } }

  /// The story of a run; it begins when it is first asked for.
  subscript(run: Int) -> Story {
    mutating get { list[place(of: run)] }
    _modify { yield &list[place(of: run)] }
  }

  private mutating func place(of run: Int) -> Int {
    if latest.place >= 0, latest.run == run { return latest.place }
    let place = places[run] ?? list.count
    if place == list.count {
      list.append(Story())
      places[run] = place
    }
    latest = (run, place)
    return place
  }
}

/// What the rows tell of one run.
private struct Story {
  private(set) var counts = StatusCounts()
  private(set) var times: TimeBuckets?
  private var isCut = false

  /// False when the row has a time and there is no place for it yet.
  mutating func note(_ status: Status, at moment: Int64?) -> Bool {
    counts.count(status)
    guard let moment else { return true }
    times?.count(status, at: moment)
    return times != nil || isCut
  }

  /// Starts the times with those of a row that is counted already.
  mutating func start(_ status: Status, at moment: Int64?) {
    guard let moment, !isCut else { return }
    var buckets = TimeBuckets()
    buckets.count(status, at: moment)
    times = buckets
  }

  /// Drops the times for good.
  mutating func cut() {
    times = nil
    isCut = true
  }
}
