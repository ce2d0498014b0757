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
