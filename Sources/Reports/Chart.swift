/// A chart as the templates draw it: positions along the width are shares of it, so that it fits every
/// screen while its words keep their size.
struct Chart {
  struct Bar {
    let kind: String
    let x: String
    let y: String
    let width: String
    let tall: String
    var round: String?
    let tip: String
  }

  struct Line {
    let kind: String
    let x1: String
    let x2: String
    let y1: String
    let y2: String
  }

  struct Label {
    let kind: String
    let x: String
    let y: String
    let anchor: String
    let words: String
  }

  /// Its name in the page.
  let id: String
  let heading: String
  /// What it shows, in words.
  let summary: String
  let height: Int
  private(set) var lines: [Line] = []
  private(set) var bars: [Bar] = []
  private(set) var labels: [Label] = []

  init(id: String, heading: String, summary: String, height: Int) {
    self.id = id
    self.heading = heading
    self.summary = summary
    self.height = height
  }

  /// Adds a bar whose place and width are shares of the chart's width, 0 to 1.
  mutating func add(
    bar kind: String, x: Double, width: Double, y: Double, height: Double, round: Int? = nil,
    tip: String
  ) {
    bars.append(
      Bar(
        kind: kind, x: Self.share(x), y: Figures.decimal(y), width: Self.share(width),
        tall: Figures.decimal(height), round: round.map(String.init), tip: tip))
  }

  mutating func add(
    label words: String, kind: String = "tick", x: Double, y: Double, anchor: Anchor = .start
  ) {
    labels.append(
      Label(
        kind: kind, x: Self.share(x), y: Figures.decimal(y), anchor: anchor.rawValue, words: words))
  }

  mutating func add(level kind: String, y: Double) {
    lines.append(
      Line(kind: kind, x1: "0%", x2: "100%", y1: Figures.decimal(y), y2: Figures.decimal(y)))
  }

  mutating func add(upright kind: String, x: Double, from top: Double, to bottom: Double) {
    lines.append(
      Line(
        kind: kind, x1: Self.share(x), x2: Self.share(x), y1: Figures.decimal(top),
        y2: Figures.decimal(bottom)))
  }

  enum Anchor: String { case start, middle, end }

  private static func share(_ share: Double) -> String { Figures.decimal(share * 100) + "%" }
}

extension Status {
  /// The class of its bars and swatches in the stylesheet.
  var fill: String { "f-\(rawValue)" }

  /// What it means, in a few words for people.
  var meaning: String {
    switch self {
    case .ready: "will be sent"
    case .sent: "accepted by the API"
    case .rejected: "refused by the API"
    case .failed: "not accepted, and the tries are used up"
    case .unknown: "may have been accepted"
    case .invalid: "to be corrected first"
    case .duplicate: "the same recipient as an earlier row"
    case .suppressed: "on a suppression list"
    case .pending: "not attempted yet"
    }
  }

  /// The order in which outcomes are shown: what went well, what is in doubt, what did not, the rest.
  static let shownOrder: [Status] = [
    .ready, .sent, .unknown, .rejected, .failed, .invalid, .pending, .duplicate, .suppressed,
  ]
}

/// How many rows have each status: a bar, and what its parts are called.
struct OutcomeView {
  struct Item {
    let kind: String
    let count: String
    let status: String
    let meaning: String
  }

  let bar: Chart
  let outcomes: [Item]

  /// The least that can be seen, as a share of the width.
  private static let least = 0.008

  init(_ counts: StatusCounts) {
    let shown = Status.shownOrder.filter { counts[$0] > 0 }
    outcomes = shown.map { status in
      Item(
        kind: status.fill, count: Figures.grouped(counts[status]), status: status.rawValue,
        meaning: status.meaning)
    }
    let words = shown.map { "\(Figures.grouped(counts[$0])) \($0.rawValue)" }
    var bar = Chart(
      id: "outcome", heading: "Rows by status",
      summary: "Of \(Figures.count(counts.total, "row")): " + words.joined(separator: ", ") + ".",
      height: 30)
    bar.add(statuses: shown, counts)
    self.bar = bar
  }

  static func widths(_ counts: [Int]) -> [Double] {
    let total = Double(max(1, counts.reduce(0, +)))
    let widened = counts.map { max(Double($0) / total, $0 > 0 ? least : 0) }
    let sum = max(widened.reduce(0, +), 1)
    return widened.map { $0 / sum }
  }
}

extension Chart {
  fileprivate mutating func add(statuses: [Status], _ counts: StatusCounts) {
    var x = 0.0
    let widths = OutcomeView.widths(statuses.map { counts[$0] })
    for (status, width) in zip(statuses, widths) {
      let share = Figures.percent(counts[status], of: counts.total)
      add(
        bar: "part \(status.fill)", x: x, width: width, y: 1, height: 28,
        tip: "\(Figures.grouped(counts[status])) \(status.rawValue), \(share)")
      x += width
    }
  }
}
