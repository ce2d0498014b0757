/// How long answers took, counted so that percentiles are exact in the three digits that are shown.
///
/// Each latency is rounded to three significant digits before it is counted. Rounding keeps the order,
/// so a percentile of the rounded values is the rounded percentile; and there are 900 such values in a
/// decade, so that memory stays small whatever the number of rows.
package struct LatencyHistogram: Sendable {
  /// How many there are at each place: the values below 1,000 as they are, then 900 for each digit more.
  private var counts: [Int] = []
  /// How many answers were counted.
  package private(set) var total = 0

  package init() {}

  /// Counts an answer that took so many microseconds.
  package mutating func count(_ microseconds: Int64) {
    let place = Self.place(of: max(0, microseconds))
    if place >= counts.count {
      counts += repeatElement(0, count: place + 1 - counts.count)
    }
    counts[place] += 1
    total += 1
  }

  /// The smallest latency, in microseconds, that at least so many thousandths of all are not above; `nil` without any.
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
  var sorted: [(key: Int64, value: Int)] {
    counts.indices.filter { counts[$0] > 0 }.map { (Self.value(at: $0), counts[$0]) }
  }

  static func rounded(_ value: Int64) -> Int64 { Self.value(at: place(of: value)) }

  private static func place(of value: Int64) -> Int {
    var unit: Int64 = 1
    var digits = 0
    while value / unit >= 1_000 {
      unit *= 10
      digits += 1
    }
    // 100 to 1,000: the last is the first of the next digit.
    let lead = Int((value / unit) + (value % unit >= (unit + 1) / 2 ? 1 : 0))
    return digits == 0 ? Int(value) : 900 * digits + lead
  }

  private static func value(at place: Int) -> Int64 {
    guard place >= 1_000 else { return Int64(place) }
    let (digits, lead) = (place - 100).quotientAndRemainder(dividingBy: 900)
    return (0..<digits).reduce(Int64(lead + 100)) { value, _ in value * 10 }
  }
}
