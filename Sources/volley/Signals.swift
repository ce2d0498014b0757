import Dispatch
import Glibc
import Synchronization

/// The signals that end a command: the first one asks, a second one does not wait.
///
/// One wish to end may come as several signals at once: `timeout` signals its child and then the whole group,
/// a terminal that is closed tells the shell and the kernel, and both tell the command. So what comes within a
/// second of the first is that one still.
final class Signals {
  private static let together = ContinuousClock.Duration.seconds(1)

  private let sources: [(number: Int32, source: any DispatchSourceSignal)]
  private let queue = DispatchQueue(label: "volley.signals")
  private let handler: Handler

  init(_ first: @escaping @Sendable (Int32) -> Void) {
    let asked = Asked()
    let (queue, handler) = (queue, Handler(first))
    self.handler = handler
    sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
      // Under nohup the closing of the terminal is to be ignored, and stays so.
      // Of the three, nohup ignores SIGHUP alone; a shell that ignores SIGINT for its jobs does not mean
      // that whoever sends it to this one is not heard.
      let before = signal(number, SIG_IGN)
      if number == SIGHUP, unsafeBitCast(before, to: Int.self) == 1 { return nil }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        switch asked.note(at: .now) {
        case .first: handler.call(number)
        case .same: break
        case .again: handler.callAgain(number)
        }
      }
      source.resume()
      return (number, source)
    }
  }

  /// From now on, the first one asks for something else, and a second one says `last` before it ends the process.
  /// One that has come is done with before this returns.
  func replace(
    _ first: @escaping @Sendable (Int32) -> Void, last: @escaping @Sendable () -> Void = {}
  ) {
    queue.sync { handler.replace(first, last) }
  }

  /// From now on each of them ends the process at once: it may still wait for who reads its words.
  func cancel() {
    for (number, source) in sources {
      source.cancel()
      signal(number, SIG_DFL)
    }
  }

  private final class Handler: Sendable {
    private let actions: Mutex<(first: @Sendable (Int32) -> Void, last: @Sendable () -> Void)>

    init(_ first: @escaping @Sendable (Int32) -> Void) { actions = Mutex((first, {})) }

    func replace(
      _ first: @escaping @Sendable (Int32) -> Void, _ last: @escaping @Sendable () -> Void
    ) {
      actions.withLock { $0 = (first, last) }
    }

    func call(_ number: Int32) { actions.withLock { $0.first }(number) }

    func callAgain(_ number: Int32) {
      actions.withLock { $0.last }()
      _exit(128 + number)
    }
  }

  private final class Asked: Sendable {
    enum Order { case first, same, again }

    private let before = Mutex<ContinuousClock.Instant?>(nil)

    func note(at now: ContinuousClock.Instant) -> Order {
      before.withLock { before in
        guard let first = before else {
          before = now
          return .first
        }
        return first.duration(to: now) < Signals.together ? .same : .again
      }
    }
  }
}
