import Composing
import Ledger

extension Desk {
  /// What a lane brings, and what it wants.
  package enum Wish: Sendable {
    case next
    /// To try the same message again.
    case again(Message)
    case nothing

    var isForMessage: Bool { if case .nothing = self { false } else { true } }
    var isForRepeat: Bool { if case .again = self { true } else { false } }

    /// Whoever tries one again may get another one meanwhile, which is nothing that it answered before.
    func isForRepeat(of message: Message) -> Bool {
      if case .again(let own) = self { own.row == message.row } else { false }
    }
  }

  /// A lane at the desk.
  struct Visitor {
    var wish: Wish
    /// How long it needs before it can send.
    var early: Duration
    var answer: Waiting<Turn?>
    /// Where it goes on; nil: wherever its task does.
    var executor: LoopExecutor?
  }

  /// A message that is promised, and when its request may be written.
  package struct Turn: Sendable {
    package var message: Message
    /// What the ledger knows the promise by.
    package var entry: EntryID
    package var at: Instant
    /// An earlier request for it may have been accepted.
    package var isDoubted = false
  }
}

extension Desk.Turn {
  /// Nil where the message was taken.
  init?(_ message: Message, _ begun: Begun, at moment: Instant) {
    switch begun {
    case .begun(let entry): self.init(message: message, entry: entry, at: moment)
    case .doubted(let entry):
      self.init(message: message, entry: entry, at: moment, isDoubted: true)
    case .taken: return nil
    }
  }
}
