import Delivery
import Glibc

/// How far a run has come: one line that is drawn again on a terminal, else a plain one now and then.
struct ProgressLine: Sendable {
  private let progress: RunProgress
  private let total: Int
  private let isQuiet: Bool

  init(_ progress: RunProgress, total: Int, isQuiet: Bool) {
    self.progress = progress
    self.total = total
    self.isQuiet = isQuiet
  }

  /// Draws until its task is cancelled, and leaves no line behind on a terminal.
  func draw() async {
    guard !isQuiet else { return }
    let isTerminal = Console.errorsAreShown
    while true {
      do { try await Task.sleep(for: isTerminal ? .milliseconds(200) : .seconds(10)) } catch {
        break
      }
      if isTerminal { Console.draw("\r\u{1B}[K\(text)") } else { Console.note(text) }
    }
    if isTerminal { Console.draw("\r\u{1B}[K") }
  }

  private var text: String {
    let counts = progress.counts
    let parts = [
      ("sent", counts.sent), ("rejected", counts.rejected), ("failed", counts.failed),
      ("unknown", counts.unknown), ("retries", counts.retries),
    ].filter { $0.0 == "sent" || $0.1 > 0 }.map { "\($0.1) \($0.0)" }
    return "\(counts.ended)/\(total): " + parts.joined(separator: ", ")
  }
}
