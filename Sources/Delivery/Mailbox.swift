import Ledger

/// What lanes left since the desk looked last.
struct Mailbox {
  var findings: [Finding] = []
  var visitors: [Desk.Visitor] = []
  private var isScheduled = false

  /// False if the desk is about to look anyway.
  mutating func schedule() -> Bool {
    defer { isScheduled = true }
    return !isScheduled
  }

  /// Takes all of it. From then on the desk is not about to look any more.
  mutating func empty() -> Mailbox {
    defer { self = Mailbox() }
    return self
  }
}
