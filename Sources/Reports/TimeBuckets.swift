/// How many messages ended how, in each stretch of a run.
///
/// Stretches are as long as needed to keep their number small: when a message falls outside, neighbours
/// are added together.
struct TimeBuckets: Sendable {
  /// More than a page can show side by side.
  static let most = 90
  /// How long a stretch may be, in microseconds. Each is a multiple of the one before it, so that stretches add up
  /// exactly.
  private static let steps: [Int64] = [
    10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000, 30_000_000, 60_000_000,
    300_000_000, 600_000_000, 1_800_000_000, 3_600_000_000, 21_600_000_000, 43_200_000_000,
    86_400_000_000, 604_800_000_000, 4_838_400_000_000, 48_384_000_000_000, 483_840_000_000_000,
  ]

  private var level = 0
  /// The number of the first stretch since 1970, and all from there to the last.
  private var first: Int64 = 0
  private var buckets: [StatusCounts] = []

  /// The length of a stretch in microseconds.
  var step: Int64 { Self.steps[level] }

  /// - Parameter moment: In microseconds since 1970, cut to what a page can print.
  mutating func count(_ status: Status, at moment: Int64) {
    let moment = Timestamp.clamped(moment)
    var place = moment.floored(by: step) - first
    if place < 0 || place >= buckets.count {
      widen(for: moment)
      place = moment.floored(by: step) - first
    }
    buckets[Int(place)].count(status)
  }

  /// All stretches from the first to the last, those without messages too.
  var all: [(start: Int64, counts: StatusCounts)] {
    buckets.indices.map { ((first + Int64($0)) * step, buckets[$0]) }
  }

  private mutating func widen(for moment: Int64) {
    while true {
      let number = moment.floored(by: step)
      if buckets.isEmpty { first = number }
      let last = max(first + Int64(buckets.count) - 1, number)
      if last - min(first, number) < Self.most || level + 1 == Self.steps.count {
        let before = max(0, first - number)
        buckets.insert(contentsOf: Self.empty(before), at: 0)
        first -= before
        buckets += Self.empty(last - first + 1 - Int64(buckets.count))
        return
      }
      coarsen()
    }
  }

  private static func empty(_ count: Int64) -> some Collection<StatusCounts> {
    repeatElement(StatusCounts(), count: Int(count))
  }

  private mutating func coarsen() {
    let ratio = Self.steps[level + 1] / step
    level += 1
    let start = first.floored(by: ratio)
    var joined: [StatusCounts] = []
    for (index, counts) in buckets.enumerated() {
      let place = Int((first + Int64(index)).floored(by: ratio) - start)
      if place == joined.count { joined.append(StatusCounts()) }
      joined[place].add(counts)
    }
    (first, buckets) = (start, joined)
  }
}

extension StatusCounts {
  mutating func add(_ other: StatusCounts) {
    for status in Status.allCases { self[status] += other[status] }
  }
}
