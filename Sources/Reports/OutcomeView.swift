import Composing

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
