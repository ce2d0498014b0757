import Composing
import Ledger

extension Desk {
  /// What a lane brings, and what it wants.
  package enum Wish: Sendable {
    /// The next message, whichever that is.
    case next
    /// To try the same message again, by an attempt of that number.
    case again(Message, attempt: Int = 1)
    /// Only what the lane brings is to be taken.
    case nothing

    var isForMessage: Bool { if case .nothing = self { false } else { true } }
    var isForRepeat: Bool { if case .again = self { true } else { false } }

    /// The number of the attempt at a message that the lane had before; nil for all others.
    func attempt(of message: Message) -> Int? {
      if case .again(let own, let attempt) = self, own.row == message.row { attempt } else { nil }
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
    /// The number of this attempt: others may have been made before by another lane.
    package var attempt = 1
    /// An earlier request for it may have been accepted.
    package var isDoubted = false
  }
}

extension Desk.Turn {
  /// Nil where the message was taken.
  init?(_ message: Message, _ begun: Begun, at moment: Instant, attempt: Int) {
    switch begun {
    case .begun(let entry):
      self.init(message: message, entry: entry, at: moment, attempt: attempt)
    case .doubted(let entry):
      self.init(message: message, entry: entry, at: moment, attempt: attempt, isDoubted: true)
    case .taken: return nil
    }
  }
}
