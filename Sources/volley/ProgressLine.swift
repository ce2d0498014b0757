import Delivery
import Logging

/// How far a run has come: one line that is drawn again on a terminal, else a plain one now and then.
struct ProgressLine: Sendable {
  private let progress: RunProgress
  private let total: Int
  private let log: Log

  /// - Parameter total: the messages of the run.
  init(_ progress: RunProgress, total: Int, log: Log) {
    self.progress = progress
    self.total = total
    self.log = log
  }

  /// Reports until its task is cancelled, and leaves no line behind on a terminal.
  func draw() async {
    guard log.logger.logLevel <= .notice else { return }
    if log.format == .text, Console.canDraw { await redraw() } else { await repeatPlainly() }
  }

  private func redraw() async {
    var speed = Speed()
    var drawn = ""
    var columns = 0
    while (try? await Task.sleep(for: .milliseconds(100))) != nil {
      let now = Instant.now
      let text = text(&speed, at: now)
      let width = Console.width ?? 80
      guard text != drawn || width != columns, StandardError.shared.isRead else { continue }
      Console.draw(Self.clearing(drawn, columns: width) + String(text.prefix(width - 1)))
      (drawn, columns) = (String(text.prefix(width - 1)), width)
    }
    Console.draw(Self.clearing(drawn, columns: Console.width ?? 80))
  }

  /// A terminal that became narrower has broken the line that stands there into several.
  private static func clearing(_ drawn: String, columns: Int) -> String {
    let lines = max(0, drawn.count - 1) / max(1, columns)
    return "\r" + String(repeating: "\u{1B}[A", count: lines) + "\u{1B}[J"
  }

  private func repeatPlainly() async {
    var speed = Speed()
    _ = text(&speed, at: .now)
    while (try? await Task.sleep(for: .seconds(10))) != nil {
      let text = text(&speed, at: .now)
      if log.format == .json {
        log.logger.notice("progress", metadata: facts(speed.perSecond))
      } else {
        Console.note(text, mayBeMissing: true)
      }
    }
  }

  private func facts(_ perSecond: Double) -> Logger.Metadata {
    let counts = progress.counts
    return [
      "sent": "\(counts.sent)", "total": "\(max(total, counts.ended))",
      "in_flight": "\(counts.inFlight)",
      "errors": "\(counts.rejected + counts.failed)", "unknown": "\(counts.unknown)",
      "per_second": "\((perSecond * 10).rounded() / 10)",
    ]
  }

  private func text(_ speed: inout Speed, at now: Instant) -> String {
    let counts = progress.counts
    speed.note(counts.ended, at: now)
    let text = ProgressText(counts: counts, total: total, perSecond: speed.perSecond)
    let wait = progress.waitsUntil.map { now.duration(to: $0) } ?? .zero
    guard wait > .seconds(1) else { return text.line(heldUntil: nil) }
    // Promises are made some milliseconds before the hour that they wait for.
    let until = (wallClock() + wait.microseconds + 500_000) / 1_000_000
    return text.line(
      heldUntil: wait > .seconds(43_200) ? LocalTime.text(until) : LocalTime.time(until))
  }
}

/// Messages a second over the last few.
struct Speed {
  private static let span = Duration.seconds(5)
  private var samples: [(at: Instant, count: Int)] = []

  mutating func note(_ count: Int, at now: Instant) {
    samples.append((now, count))
    while samples.count > 2, samples[1].at.duration(to: now) >= Self.span { samples.removeFirst() }
  }

  var perSecond: Double {
    guard let first = samples.first, let last = samples.last else { return 0 }
    let time = first.at.duration(to: last.at).inSeconds
    return time > 0 ? Double(last.count - first.count) / time : 0
  }
}

/// The words of the progress line, the most important first, since a narrow terminal cuts it.
struct ProgressText {
  var counts: RunProgress.Counts
  var total: Int
  var perSecond: Double

  func line(heldUntil: String?) -> String {
    // Some of what the ledger knows may be of another list.
    var parts = ["\(counts.ended)" + (counts.ended > total ? "" : "/\(total)")]
    if counts.sent != counts.ended { parts.append("\(counts.sent) sent") }
    if let heldUntil { parts.append("held until \(heldUntil)") }
    parts.append(rate)
    parts.append("\(counts.inFlight) in flight")
    let errors = counts.rejected + counts.failed
    if errors > 0 { parts.append(number(errors, "error")) }
    if counts.unknown > 0 { parts.append("\(counts.unknown) unknown") }
    if let timeLeft, heldUntil == nil { parts.append("\(timeLeft) left") }
    return parts.joined(separator: " · ")
  }

  private var rate: String {
    perSecond >= 10 ? "\(Int(perSecond.rounded()))/s" : "\((perSecond * 10).rounded() / 10)/s"
  }

  private var timeLeft: String? {
    guard perSecond > 0, total > counts.ended else { return nil }
    let seconds = Int((Double(total - counts.ended) / perSecond).rounded(.up))
    switch seconds {
    case ..<120: return "\(seconds) s"
    case ..<7_200: return "\(seconds / 60) min"
    case ..<172_800: return "\(seconds / 3_600) h \(seconds / 60 % 60) min"
    default: return "\(seconds / 86_400) days"
    }
  }
}
