/// The messages of one run over time.
struct TimesView {
  let chartIntro: String
  let timeChart: Chart

  private static let top = 20.0
  private static let floor = 150.0
  /// What stands in a column, from its bottom to its top.
  private static let order: [Status] = [.sent, .unknown, .rejected, .failed]

  /// `nil` when there is nothing to show.
  init?(run: Int, _ buckets: TimeBuckets) {
    let all = buckets.all
    guard let first = all.first, let last = all.last else { return nil }
    let totals = all.map { Self.total($0.counts) }
    let most = totals.max() ?? 1
    let count = totals.reduce(0, +)
    let end = last.start + buckets.step
    chartIntro =
      "Run \(Figures.grouped(run)), \(Figures.day(first.start)): \(Figures.count(count, "message")) in "
      + "stretches of \(Figures.span(buckets.step)), at most \(Figures.grouped(most)) in one."
    var chart = Chart(
      id: "time-\(run)", heading: "Messages over time in run \(run)",
      summary: "\(Figures.count(count, "message")) from \(Figures.moment(first.start)) to "
        + "\(Figures.moment(end)), at most \(Figures.grouped(most)) in \(Figures.span(buckets.step)).",
      height: 176)
    Self.add(all, most: most, step: buckets.step, to: &chart)
    Self.addTimes(first.start, end, to: &chart)
    timeChart = chart
  }

  /// What the colours mean: of the statuses that are there.
  static func keys(_ runs: [TimeBuckets]) -> [OutcomeView.Item] {
    var counts = StatusCounts()
    for buckets in runs { for bucket in buckets.all { counts.add(bucket.counts) } }
    return OutcomeView(counts).outcomes
  }

  private static func total(_ counts: StatusCounts) -> Int {
    order.reduce(0) { $0 + counts[$1] }
  }

  private static func add(
    _ all: [(start: Int64, counts: StatusCounts)], most: Int, step: Int64, to chart: inout Chart
  ) {
    chart.add(level: "grid", y: top)
    chart.add(label: Figures.grouped(most), x: 0, y: top - 6)
    let width = 1 / Double(all.count)
    for (index, bucket) in all.enumerated() {
      var y = floor
      for status in order where bucket.counts[status] > 0 {
        let tall = max(1.5, Double(bucket.counts[status]) / Double(max(1, most)) * (floor - top))
        y -= tall
        chart.add(
          bar: status.fill, x: Double(index) * width, width: width * 0.88, y: y, height: tall,
          tip: "\(Figures.clock(bucket.start)): \(Figures.grouped(bucket.counts[status])) "
            + status.rawValue)
      }
    }
    chart.add(level: "base", y: floor)
  }

  private static func addTimes(_ start: Int64, _ end: Int64, to chart: inout Chart) {
    let isLong = end - start > 86_400_000_000
    let name = { (moment: Int64) in isLong ? Figures.day(moment) : Figures.clock(moment) }
    chart.add(label: name(start), x: 0, y: floor + 18)
    if isLong || Figures.clock(start) != Figures.clock(end) {
      chart.add(label: name(end) + (isLong ? "" : " UTC"), x: 1, y: floor + 18, anchor: .end)
    }
  }
}
