import Ledger

/// Leases the keys of messages before they are promised, in blocks of neighbours.
///
/// While the messages of one block are sent, the next one is collected and leased, a few keys for each
/// message, so that none waits for many. What was not leased in time costs more to promise, and that is all.
struct Leases {
  private enum Step: Equatable {
    case collecting
    case leasing(done: Int)
    case ready
  }

  private let source: any MessageSource
  private let campaign: CampaignID
  /// Whose messages are sent now.
  private(set) var block: LeaseBlock?
  /// Its last row.
  private var last = 0
  private var next = LeaseBlock()
  private var step = Step.collecting
  /// The last row of the next block.
  private var lastOfNext = 0
  /// How many keys the next block is to have.
  private var size: Int
  /// How many keys may be collected or leased now.
  private var credit = 0
  /// Whether a message waits for the next block.
  private var isUrgent: Bool { credit == .max }

  private static let firstSize = 4_096
  private static let mostSize = 131_072
  /// For each message: the next block may have twice the keys, which are collected and then leased.
  private static let pace = 5

  /// - Parameter limit: of the messages; nil: all.
  init(_ source: any MessageSource, of campaign: CampaignID, limit: Int?) {
    self.source = source
    self.campaign = campaign
    size = min(limit ?? .max, Self.firstSize)
  }

  /// Whether all of the next block is leased.
  var isNextReady: Bool { step == .ready }

  /// Sees to it that the key of a row is leased, whose message is the next.
  mutating func cover(_ row: Int, _ transaction: borrowing LedgerTransaction) throws {
    while row > last {
      credit = .max
      try goOn(from: row, transaction)
      credit = 0
      guard isNextReady else { return }
      (block, last) = (next, lastOfNext)
      (next, step) = (LeaseBlock(), .collecting)
      size = min(size * 2, Self.mostSize)
    }
  }

  /// Takes none of its keys for leased any more: what was written of them may have been undone.
  mutating func forget() {
    (block, next, step) = (nil, LeaseBlock(), .collecting)
  }

  /// Works ahead, after so many messages were promised.
  mutating func goOn(
    after messages: Int, _ transaction: borrowing LedgerTransaction
  ) throws {
    if block == nil { return }
    credit = messages * Self.pace
    try goOn(from: last + 1, transaction)
  }

  private mutating func goOn(
    from row: Int, _ transaction: borrowing LedgerTransaction
  ) throws {
    if case .collecting = step { try collect(from: row, transaction) }
    guard case .leasing(let done) = step else { return }
    let part = done..<done + min(credit, next.count - done)
    try transaction.lease(&next, part, of: campaign)
    step = part.upperBound == next.count ? .ready : .leasing(done: part.upperBound)
  }

  private mutating func collect(
    from row: Int, _ transaction: borrowing LedgerTransaction
  ) throws {
    search: while next.count < size {
      guard credit > 0 else { return }
      let count = next.count
      switch source.lookAhead(from: row, for: &next) {
      case .through(let row): lastOfNext = row
      case .full:
        // Small blocks would have few neighbours; and half of the room is free once this one is half sent.
        guard isUrgent || next.count * 2 >= block?.count ?? 0 else { return }
        break search
      case .end: break search
      }
      if !isUrgent { credit = max(0, credit - (next.count - count)) }
    }
    if next.count == 0 { return }
    next.sort()
    try transaction.number(&next, of: campaign)
    step = .leasing(done: 0)
  }
}
