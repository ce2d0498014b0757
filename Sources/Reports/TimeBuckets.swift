/// How many messages ended how, in each stretch of a run.
///
/// Stretches are as long as needed to keep their number small: when a message falls outside, neighbours
/// are added together.
struct TimeBuckets: Sendable {
  /// More than a page can show side by side.
  static let most = 90
  /// In microseconds. Each is a multiple of the one before it, so that stretches add up exactly.
  private static let steps: [Int64] = [
    10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000, 30_000_000, 60_000_000,
    300_000_000, 600_000_000, 1_800_000_000, 3_600_000_000, 21_600_000_000, 43_200_000_000,
    86_400_000_000, 604_800_000_000, 4_838_400_000_000, 48_384_000_000_000, 483_840_000_000_000,
  ]

  private var level = 0
  /// By the number of the stretch since 1970.
  private var buckets: [Int64: StatusCounts] = [:]
  private var range: ClosedRange<Int64>?

  /// The length of a stretch in microseconds.
  var step: Int64 { Self.steps[level] }

  /// - Parameter moment: In microseconds since 1970, cut to what a page can print.
  mutating func count(_ status: Status, at moment: Int64) {
    let moment = Timestamp.clamped(moment)
    if range?.contains(Self.number(moment, step)) != true { widen(for: moment) }
    buckets[Self.number(moment, step), default: StatusCounts()].count(status)
  }

  /// All stretches from the first to the last, those without messages too.
  var all: [(start: Int64, counts: StatusCounts)] {
    guard let range else { return [] }
    return range.map { ($0 * step, buckets[$0] ?? StatusCounts()) }
  }

  private mutating func widen(for moment: Int64) {
    while true {
      let number = Self.number(moment, step)
      let all = range.map { min($0.lowerBound, number)...max($0.upperBound, number) }
      let wider = all ?? number...number
      if wider.upperBound - wider.lowerBound < Self.most || level + 1 == Self.steps.count {
        range = wider
        return
      }
      coarsen()
    }
  }

  private mutating func coarsen() {
    let ratio = Self.steps[level + 1] / step
    level += 1
    var joined: [Int64: StatusCounts] = [:]
    for (number, counts) in buckets {
      let target = Self.number(number, ratio)
      joined[target, default: StatusCounts()].add(counts)
    }
    buckets = joined
    range = range.map { Self.number($0.lowerBound, ratio)...Self.number($0.upperBound, ratio) }
  }

  /// Division that rounds down, also before 1970.
  private static func number(_ value: Int64, _ step: Int64) -> Int64 {
    let quotient = value / step
    return quotient * step > value ? quotient - 1 : quotient
  }
}

extension StatusCounts {
  mutating func add(_ other: StatusCounts) {
    for status in Status.allCases { self[status] += other[status] }
  }
}
