import Composing
import Ledger
import MockFluents
import NIOPosix
import Scratch

import struct Audience.PhoneNumber

@testable import Delivery

/// A desk and a sender at work on a ledger of their own.
struct Rig {
  let scratch: Scratch
  let ledger: Ledger
  let campaign: CampaignID
  let stop = StopSwitch()
  let progress = RunProgress()
  let flow: Flow
  let desk: Desk
  let sender: Sender

  /// What may differ from one test to the next.
  struct Settings {
    var messages = 3
    var concurrency = 1
    var timeout: Duration = .seconds(20)
    var safe: Set<Int> = []
    var errorLimit: ErrorLimit?
    var limit: Int?
    var pace = PaceOptions()
    var repeating: Set<EntryState> = []
    /// Instead of plain http to the port.
    var address: String?
    var proxy: Proxy?
    var caFile: String?
    var resolver: (any Resolver & Sendable)?
    /// Called before the message of that index is taken from the source; may block.
    var before: @Sendable (Int) throws -> Void = { _ in }
    /// Whether a message is still to be sent.
    var isWanted: @Sendable (Message) -> Bool = { _ in true }
  }

  static func with<Result>(
    port: Int, _ settings: Settings = Settings(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (Rig) async throws -> Result
  ) async throws -> Result {
    try await Scratch.with { try await body(Rig(in: $0, port: port, settings)) }
  }

  private init(in scratch: Scratch, port: Int, _ settings: Settings) throws {
    self.scratch = scratch
    ledger = try Ledger(path: scratch.path("ledger.sqlite"))
    let run: Int
    (campaign, run) = try ledger.commit { transaction in
      guard let name = CampaignName("spring") else { throw RigError.noName }
      let campaign = try transaction.campaign(named: name, at: 1)
      let new = NewRun(process: 1, startedAt: 1, plan: "", definition: "", settings: "")
      return (campaign, try transaction.startRun(new, of: campaign))
    }
    flow = Flow(adapts: settings.pace.rate == nil)
    desk = Desk(
      lanes: settings.concurrency, ledger: ledger, campaign: campaign, run: run,
      passes: [Repeats(settings.repeating, before: run)], limit: settings.limit,
      source: ListSource(
        count: settings.messages, before: settings.before, isWanted: settings.isWanted),
      pace: settings.pace, stop: stop, flow: flow, progress: progress)
    var options = DeliveryOptions(
      endpoint: try Endpoint(settings.address ?? "http://127.0.0.1:\(port)"), token: "t",
      agent: "volley-tests", proxy: settings.proxy, caFile: settings.caFile)
    options.concurrency = settings.concurrency
    options.timeout = settings.timeout
    options.safeStatuses = settings.safe
    options.errorLimit = settings.errorLimit
    var dialer = try Dialer(options)
    dialer.resolver = settings.resolver
    sender = Sender(
      options, dialer: dialer, desk: desk, stop: stop, flow: flow,
      progress: progress, recipients: settings.messages)
  }

  /// Sends all there is.
  func run() async { await sender.run() }

  /// As if earlier runs had sent these messages.
  func markSent(_ indices: some Sequence<Int>) throws {
    try ledger.commit { transaction in
      var place = EntryPlace()
      for index in indices {
        let intent = Intent(.example(index), at: 1)
        let begun = try transaction.begin(
          intent, of: campaign, run: 1, repeating: Repeats([], before: 1), after: &place)
        guard case .begun(let entry) = begun else { throw RigError.taken }
        try transaction.finish(Finding(entry: entry, state: .sent, at: 1))
      }
    }
  }

  /// What the ledger knows of a message; and its error, in words.
  func entry(_ index: Int) throws -> (facts: EntryBatch.Entry, error: String)? {
    var place = EntryPlace()
    let batch = try ledger.read { ledger in
      try ledger.entries(count: 1, in: campaign, from: &place) { _, key in
        key.append(contentsOf: Message.example(index).key.utf8)
      }
    }
    return batch.entries[0].map { ($0, String(decoding: batch.bytes[$0.error], as: UTF8.self)) }
  }

  func state(_ index: Int) throws -> EntryState? { try entry(index)?.facts.state }

  func counts() throws -> [EntryState: Int] { try ledger.read { try $0.counts(of: campaign) } }
}

enum RigError: Error { case noName, unreadable, taken }

/// So many messages in memory.
final class ListSource: MessageSource {
  private let count: Int
  /// How many are looked at ahead at one time.
  private let part: Int
  /// How far they are looked at ahead.
  private let room: Int
  private let before: @Sendable (Int) throws -> Void
  private let isWanted: @Sendable (Message) -> Bool
  private var index = 0
  private var seen = 0

  init(
    count: Int, part: Int = 1_000, room: Int = .max / 2,
    before: @escaping @Sendable (Int) throws -> Void = { _ in },
    isWanted: @escaping @Sendable (Message) -> Bool = { _ in true }
  ) {
    self.count = count
    self.part = part
    self.room = room
    self.before = before
    self.isWanted = isWanted
  }

  func restart() { index = 0 }

  func next() throws -> Message? {
    guard index < count else { return nil }
    try before(index)
    index += 1
    return .example(index - 1)
  }

  func isWanted(_ message: Message, at now: Instant) -> Bool { isWanted(message) }

  func lookAhead(from row: Int, for keys: inout LeaseBlock) -> LookAhead {
    guard seen < count else { return .end }
    guard seen < index + room else { return .full }
    let end = min(seen + part, count)
    for message in (seen..<end).map(Message.example) where message.row >= row {
      keys.append(Array(message.key.utf8).span, row: message.row)
    }
    seen = end
    return .through(row: Message.example(end - 1).row)
  }
}

extension Message {
  static func example(_ index: Int) -> Message {
    let to = PhoneNumber(digits: 12_025_550_100 + UInt64(index))
    return Message(
      key: to.description, row: index + 2, to: to, from: PhoneNumber(digits: 12_025_550_000),
      text: Array("Hi \(index)".utf8), segments: 1, encoding: .gsm7)
  }
}

extension MockServer {
  /// How often the API took the message of that index.
  func taken(_ index: Int) -> Int {
    let number = Message.example(index).to.description
    return received.count { $0.to == number }
  }
}

extension Desk {
  /// How many keys were leased together, where messages of theirs are sent.
  var leasedCount: Int? { promises.leases.block?.count }

  /// Of a message that nobody has until the plan comes to it.
  func attempt(of message: Message) -> Int? { promises.attempt(of: message) }

  /// For a task that belongs to no loop.
  nonisolated func exchange(_ finding: Finding?, _ wish: Wish) async -> Turn? {
    await exchange(finding, wish, on: nil)
  }
}
