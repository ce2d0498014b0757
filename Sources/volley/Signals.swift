import Dispatch
import Glibc
import Synchronization

/// The signals that end a command: the first one asks, a second one does not wait.
final class Signals {
  private let sources: [any DispatchSourceSignal]

  init(_ first: @escaping @Sendable (Int32) -> Void) {
    let queue = DispatchQueue(label: "volley.signals")
    let asked = Asked()
    sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
      // Under nohup the closing of the terminal is to be ignored, and stays so.
      let before = signal(number, SIG_IGN)
      if number == SIGHUP, unsafeBitCast(before, to: Int.self) == 1 { return nil }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if asked.before.exchange(true, ordering: .relaxed) { _exit(128 + number) }
        first(number)
      }
      source.resume()
      return source
    }
  }

  func cancel() {
    for source in sources { source.cancel() }
  }

  private final class Asked: Sendable {
    let before = Atomic(false)
  }
}
