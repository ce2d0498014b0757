/// How long answers took, counted so that percentiles are exact in the three digits that are shown.
///
/// Each latency is rounded to three significant digits before it is counted. Rounding keeps the order,
/// so a percentile of the rounded values is the rounded percentile; and there are 900 such values in a
/// decade, so that memory stays small whatever the number of rows.
package struct LatencyHistogram: Sendable {
  private var counts: [Int64: Int] = [:]
  package private(set) var total = 0

  package init() {}

  package mutating func count(_ microseconds: Int64) {
    counts[Self.rounded(max(0, microseconds)), default: 0] += 1
    total += 1
  }

  /// The smallest latency that at least so many thousandths of all are not above; `nil` without any.
  package func percentile(thousandths: Int) -> Int64? {
    guard total > 0 else { return nil }
    let rank = max(1, (total * thousandths + 999) / 1_000)
    var seen = 0
    for (value, count) in sorted {
      seen += count
      if seen >= rank { return value }
    }
    return sorted.last?.key
  }

  /// All values with their counts, in their order.
  var sorted: [(key: Int64, value: Int)] { counts.sorted { $0.key < $1.key } }

  static func rounded(_ value: Int64) -> Int64 {
    var unit: Int64 = 1
    while value / unit >= 1_000 { unit *= 10 }
    return (value + unit / 2) / unit * unit
  }
}
