import Glibc

/// How fast the API answered: a histogram on a logarithmic scale, and percentiles.
struct LatencyView {
  let latencyIntro: String
  let latencyChart: Chart
  let percentiles: [FactView]

  private static let height = 190.0
  private static let top = 46.0
  private static let floor = 164.0
  private static let mostBins = 36

  /// `nil` when nothing was measured.
  init?(_ latencies: LatencyHistogram) {
    let sorted = latencies.sorted
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let at = { (thousandths: Int) in latencies.percentile(thousandths: thousandths) ?? 0 }
    percentiles = [
      ("Fastest", first.key), ("Half within", at(500)), ("90% within", at(900)),
      ("95% within", at(950)), ("99% within", at(990)), ("99.9% within", at(999)),
      ("Slowest", last.key),
    ].map { FactView(name: $0.0, value: Figures.span($0.1)) }
    latencyIntro =
      "From the request to the end of the answer, of \(Figures.count(latencies.total, "answer")). "
      + "The scale is logarithmic."
    let summary =
      "\(Figures.count(latencies.total, "answer")) between \(Figures.span(first.key)) and "
      + "\(Figures.span(last.key)); half within \(Figures.span(at(500))), 95% within "
      + "\(Figures.span(at(950))), 99% within \(Figures.span(at(990)))."
    var chart = Chart(
      id: "latency", heading: "Answers by the time they took", summary: summary,
      height: Int(Self.height))
    let scale = Scale(from: first.key, to: last.key)
    Self.add(sorted, on: scale, to: &chart)
    for (name, thousandths, line) in [("50%", 500, 0), ("95%", 950, 1), ("99%", 990, 2)] {
      Self.add(name, at(thousandths), line: line, on: scale, to: &chart)
    }
    latencyChart = chart
  }

  /// Places between the fastest and the slowest, on a logarithmic scale.
  private struct Scale {
    private let low: Double
    private let high: Double

    init(from first: Int64, to last: Int64) {
      low = Double(max(1, first))
      high = max(Double(last), low * 1.02)
    }

    func place(_ value: Int64) -> Double {
      min(1, max(0, log(Double(max(1, value)) / low) / log(high / low)))
    }

    func value(at place: Double) -> Int64 {
      Int64((low * pow(high / low, place)).rounded())
    }
  }

  private static func add(
    _ sorted: [(key: Int64, value: Int)], on scale: Scale, to chart: inout Chart
  ) {
    let bins = min(mostBins, max(1, sorted.count))
    var counts = [Int](repeating: 0, count: bins)
    for (value, count) in sorted {
      counts[min(bins - 1, Int(scale.place(value) * Double(bins)))] += count
    }
    let most = Double(counts.max() ?? 1)
    for (bin, count) in counts.enumerated() where count > 0 {
      let (from, to) = (Double(bin) / Double(bins), Double(bin + 1) / Double(bins))
      let tall = max(1.5, Double(count) / most * (floor - top))
      chart.add(
        bar: "f-sent", x: from, width: (to - from) * 0.9, y: floor - tall, height: tall,
        tip: "\(Figures.count(count, "answer")) in \(Figures.span(scale.value(at: from))) to "
          + Figures.span(scale.value(at: to)))
    }
    chart.add(level: "base", y: floor)
    for (place, anchor) in [(0, Chart.Anchor.start), (0.5, .middle), (1, .end)] {
      chart.add(
        label: Figures.span(scale.value(at: place)), x: place, y: floor + 18, anchor: anchor)
    }
  }

  /// A line with its name above it, each name on a level of its own: they may stand close together.
  private static func add(
    _ name: String, _ value: Int64, line: Int, on scale: Scale, to chart: inout Chart
  ) {
    let place = scale.place(value)
    let level = Double(12 + line * 15)
    chart.add(upright: "percentile", x: place, from: level + 4, to: floor)
    chart.add(
      label: "\(name) \(Figures.span(value))", kind: "tick strong", x: place, y: level,
      anchor: place > 0.5 ? .end : .start)
  }
}
