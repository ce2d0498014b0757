import Composing

/// How many messages take how many segments.
struct SegmentHistogram: Sendable {
  private(set) var counts: [Int: SegmentTotals] = [:]

  /// More lines than this say nothing at a glance.
  static let mostLines = 10

  mutating func count(_ encoding: MessageEncoding, segments: Int) {
    counts[segments, default: SegmentTotals()].count(encoding, segments: segments)
  }

  struct Line {
    var name: String
    var gsm7: Int
    var ucs2: Int
    var total: Int { gsm7 + ucs2 }
  }

  /// The lines from the fewest segments to the most; the last one is of all messages that are longer.
  var lines: [Line] {
    let sorted = counts.sorted { $0.key < $1.key }
    let kept = sorted.count > Self.mostLines ? Self.mostLines - 1 : sorted.count
    var lines = sorted.prefix(kept).map { segments, totals in
      Line(
        name: Figures.count(segments, "segment"), gsm7: totals.gsm7.messages,
        ucs2: totals.ucs2.messages)
    }
    guard let first = sorted.dropFirst(kept).first else { return lines }
    lines.append(
      sorted.dropFirst(kept).reduce(
        into: Line(name: "\(Figures.grouped(first.key)) segments or more", gsm7: 0, ucs2: 0)
      ) { line, entry in
        line.gsm7 += entry.value.gsm7.messages
        line.ucs2 += entry.value.ucs2.messages
      })
    return lines
  }

  /// One line for each number of segments, with its words above its bar.
  var chart: Chart {
    let lines = lines
    let most = lines.map(\.total).max() ?? 1
    let total = lines.reduce(0) { $0 + $1.total }
    let words = lines.map { "\(Figures.count($0.total, "message")) of \($0.name)" }
    var chart = Chart(
      id: "segments", heading: "Messages by segments",
      summary: words.joined(separator: "; ") + ".", height: Self.lineHeight * lines.count - 8)
    for (index, line) in lines.enumerated() {
      chart.add(line, at: Double(index * Self.lineHeight), most: most, total: total)
    }
    return chart
  }

  private static let lineHeight = 50
}

extension Chart {
  fileprivate mutating func add(
    _ line: SegmentHistogram.Line, at top: Double, most: Int, total: Int
  ) {
    let count = "\(Figures.count(line.total, "message")), \(Figures.percent(line.total, of: total))"
    add(label: line.name, kind: "tick strong", x: 0, y: top + 15)
    add(label: count, x: 1, y: top + 15, anchor: .end)
    add(bar: "f-track", x: 0, width: 1, y: top + 24, height: 14, round: 3, tip: count)
    var x = 0.0
    for (kind, messages, name) in [("f-gsm7", line.gsm7, "GSM-7"), ("f-ucs2", line.ucs2, "UCS-2")]
    where messages > 0 {
      let width = max(Double(messages) / Double(most), 0.004)
      add(
        bar: kind, x: x, width: min(width, 1 - x), y: top + 24, height: 14, round: 3,
        tip: "\(Figures.count(messages, "message")) in \(name)")
      x += width
    }
  }
}
