import Composing
import Ledger

/// Promises the messages of one run, in the ledger and in the order of the plan.
struct Promises {
  private let campaign: CampaignID
  private let run: Int
  /// Where the plan stands among what earlier runs promised.
  private var place = EntryPlace()
  private(set) var leases: Leases
  /// Rows whose messages were given back, and are promised again when the plan comes to them; with the numbers
  /// of their next attempts.
  private var asleep: [Int: Int] = [:]

  init(_ source: any MessageSource, of campaign: CampaignID, run: Int, limit: Int?) {
    self.campaign = campaign
    self.run = run
    leases = Leases(source, of: campaign, limit: limit)
  }

  /// Leaves a message that was given back to whoever comes to it with the plan: it is nobody's until then.
  mutating func lay(aside message: Message, before attempt: Int) {
    asleep[message.row] = attempt
  }

  /// The number of the next attempt of a message that was laid aside; nil where it was not.
  func attempt(of message: Message) -> Int? { asleep.isEmpty ? nil : asleep[message.row] }

  /// Whether ``begin(_:_:isRetry:_:)`` would promise a message.
  mutating func isFree(
    _ message: Message, _ repeats: Repeats, _ transaction: borrowing LedgerTransaction
  ) throws -> Bool {
    try transaction.isFree(
      Intent(message, at: 0), of: campaign, run: run, repeating: repeats,
      isRetry: attempt(of: message) != nil, after: &place)
  }

  /// Promises a message; the keys of those that may well be new are leased before, together with their
  /// neighbours.
  mutating func begin(
    _ message: Message, _ repeats: Repeats, isRetry: Bool,
    _ transaction: borrowing LedgerTransaction
  ) throws -> Begun {
    if place.isAmongNew { try leases.cover(message.row, transaction) }
    let wasAsleep = !asleep.isEmpty && asleep.removeValue(forKey: message.row) != nil
    return try transaction.begin(
      Intent(message, at: wallClock()), of: campaign, run: run, repeating: repeats,
      isRetry: isRetry || wasAsleep, after: &place, leased: leases.block)
  }

  /// Leases keys of messages to come, after so many were promised.
  mutating func workAhead(
    after messages: Int, _ transaction: borrowing LedgerTransaction
  ) throws {
    try leases.goOn(after: messages, transaction)
  }

  /// What was leased may have been undone with its transaction.
  mutating func forgetLeases() { leases.forget() }
}
