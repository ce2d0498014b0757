import Composing
import Glibc
import Ledger
import MockFluents
import Synchronization
import Testing

@testable import Delivery

/// Holds the desk at its first message until all visitors have come, and notes with each message how many
/// are promised for good.
private final class Line: Sendable {
  private let state = Mutex((come: 0, promised: [Int]()))
  private let ledger = Mutex<(Ledger, CampaignID)?>(nil)

  var promised: [Int] { state.withLock { $0.promised } }

  func open(_ other: Ledger, _ campaign: CampaignID) { ledger.withLock { $0 = (other, campaign) } }

  func come() { state.withLock { $0.come += 1 } }

  func take(_ index: Int, of visitors: Int) throws {
    while state.withLock({ $0.come }) < visitors { sched_yield() }
    let count = try ledger.withLock { ledger in
      try ledger.map { ledger, campaign in
        try ledger.read { try $0.counts(of: campaign)[.intent] ?? 0 }
      }
    }
    state.withLock { $0.promised.append(count ?? 0) }
  }
}

/// The desk without a network: port 9 is never asked.
@Suite("The desk", .timeLimit(.minutes(1)))
struct DeskTests {
  @Test("hands out each message once, promised")
  func next() async throws {
    try await Rig.with(port: 9) { rig async throws in
      for index in 0..<3 {
        #expect(await rig.desk.exchange(nil, .next)?.message == .example(index))
        #expect(try rig.state(index) == .intent)
      }
      #expect(await rig.desk.exchange(nil, .next) == nil)
      #expect(await rig.desk.exchange(nil, .next) == nil)
    }
  }

  @Test("sits out no hold that lasts for longer than messages may leave")
  func longHold() async throws {
    var settings = Rig.Settings()
    settings.messages = 2
    settings.pace.notAfter = wallClock() / 1_000_000 + 120
    try await Rig.with(port: 9, settings) { rig async throws in
      let entry = try #require(await rig.desk.exchange(nil, .next)?.entry)
      _ = rig.flow.noteRefused(
        sentAt: .now, at: .now, asked: .seconds(3_600), backoff: .zero, refusedFirst: nil)
      let refused = Finding(entry: entry, state: .released, at: 1)
      #expect(await rig.desk.exchange(refused, .again(.example(0))) == nil)
      #expect(await rig.desk.exchange(nil, .next) == nil)
      #expect(await rig.desk.hasLeft)
      #expect(try rig.state(0) == .released)
    }
  }

  @Test("leases the keys of messages to come with the first one")
  func leases() async throws {
    var settings = Rig.Settings()
    settings.messages = 100
    try await Rig.with(port: 9, settings) { rig async throws in
      _ = await rig.desk.exchange(nil, .next)
      #expect(await rig.desk.leasedCount == 100)
      #expect(try rig.counts() == [.intent: 1])
    }
  }

  @Test("leases nothing while it passes by what earlier runs sent")
  func leasesNothing() async throws {
    var settings = Rig.Settings()
    settings.messages = 6_000
    try await Rig.with(port: 9, settings) { rig async throws in
      try rig.markSent(0..<5_500)
      #expect(await rig.desk.exchange(nil, .next)?.message == .example(5_500))
      // The first keys, before any was known, and none since.
      #expect(await rig.desk.leasedCount == 5_000)
      #expect(await rig.desk.exchange(nil, .next)?.message == .example(5_501))
      // The part in which the new ones begin.
      #expect(await rig.desk.leasedCount == 1_000)
    }
  }

  @Test("takes an outcome and gives the next message in one call")
  func both() async throws {
    try await Rig.with(port: 9) { rig async throws in
      let entry = try #require(await rig.desk.exchange(nil, .next)?.entry)
      let finding = Finding(entry: entry, state: .sent, at: 1)
      #expect(await rig.desk.exchange(finding, .next)?.message == .example(1))
      #expect(try rig.counts() == [.sent: 1, .intent: 1])
    }
  }

  @Test("promises a message again only after it was released")
  func again() async throws {
    try await Rig.with(port: 9) { rig async throws in
      let message = Message.example(0)
      let entry = try #require(await rig.desk.exchange(nil, .next)?.entry)
      #expect(await rig.desk.exchange(nil, .again(message)) == nil)
      let released = Finding(entry: entry, state: .released, at: 1)
      #expect(await rig.desk.exchange(released, .nothing) == nil)
      #expect(await rig.desk.exchange(nil, .again(message))?.message == message)
      #expect(try rig.entry(0)?.facts.attempts == 2)
    }
  }

  @Test("gives another message to whoever has to wait for the hours of one zone")
  func asleep() async throws {
    try await Rig.with(port: 9) { rig async throws in
      let late = Message.planned(0, zone: "Etc/GMT-6")
      let open = (1...2).map { Message.planned($0, zone: "UTC") }
      let desk = Desk(
        lanes: 2, ledger: rig.ledger, campaign: rig.campaign, run: 1,
        passes: [Repeats([], before: 1)], limit: nil,
        source: Messages([late, open[0], open[0], open[1]]), pace: try .openNow(), stop: rig.stop,
        flow: rig.flow, progress: rig.progress)
      let turn = try #require(await desk.exchange(nil, .again(late)))
      #expect(turn.message == open[0])
      // It waits for another try now, and is not for whoever else comes to it.
      _ = await desk.exchange(Finding(entry: turn.entry, state: .released, at: 1), .nothing)
      #expect(await desk.exchange(nil, .again(late))?.message == open[1])
    }
  }

  /// Else it would be tried more often than it is to be.
  @Test("counts the attempts at a message that waited for its own hours from one lane to the next")
  func attempts() async throws {
    try await Rig.with(port: 9) { rig async throws in
      let late = Message.planned(0, zone: "Etc/GMT-6")
      // The plan comes to it once more when its hours are there.
      let open = Message.planned(0, zone: "UTC")
      let desk = Desk(
        lanes: 2, ledger: rig.ledger, campaign: rig.campaign, run: 1,
        passes: [Repeats([], before: 1)], limit: nil, source: Messages([open]),
        pace: try .openNow(), stop: rig.stop, flow: rig.flow, progress: rig.progress)
      let turn = try #require(await desk.exchange(nil, .again(late, attempt: 3)))
      #expect(turn.message == open)
      #expect(turn.attempt == 3)
    }
  }

  /// Two lanes with one message would both try it again, though one may have had it accepted.
  @Test(
    "keeps no claim for whoever waits while the message does so for its own hours",
    .timeLimit(.minutes(1)))
  func nobodys() async throws {
    try await Rig.with(port: 9) { rig async throws in
      let late = Message.planned(0, zone: "Etc/GMT-6")
      let desk = Desk(
        lanes: 2, ledger: rig.ledger, campaign: rig.campaign, run: 1,
        passes: [Repeats([], before: 1)], limit: nil, source: Messages([late]),
        pace: try .openNow(), stop: rig.stop, flow: rig.flow, progress: rig.progress)
      let lane = Task { await desk.exchange(nil, .again(late, attempt: 2)) }
      while await desk.visitors.isEmpty { await Task.yield() }
      #expect(await desk.visitors.map(\.wish.isForRepeat) == [false])
      #expect(await desk.attempt(of: late) == 2)
      rig.stop.stop(.interrupted(signal: 2))
      #expect(await lane.value == nil)
    }
  }

  @Test("gives a message that waits for another try to nobody else")
  func retried() async throws {
    try await Rig.with(port: 9) { rig async throws in
      let entry = try #require(await rig.desk.exchange(nil, .next)?.entry)
      _ = await rig.desk.exchange(Finding(entry: entry, state: .released, at: 1), .nothing)
      // The plan from its start again, as when hours begin.
      let second = Desk(
        lanes: 1, ledger: rig.ledger, campaign: rig.campaign, run: 1,
        passes: [Repeats([], before: 1)], limit: nil, source: ListSource(count: 2), stop: rig.stop,
        flow: rig.flow, progress: rig.progress)
      #expect(await second.exchange(nil, .next)?.message == .example(1))
      #expect(try rig.state(0) == .released)
      #expect(await rig.desk.exchange(nil, .again(.example(0)))?.message == .example(0))
    }
  }

  @Test("gives those that try again and new messages their turns, where a rate is kept")
  func turns() async throws {
    var settings = Rig.Settings()
    settings.messages = 6
    settings.pace.rate = Rate("20/s")
    try await Rig.with(port: 9, settings) { rig async throws in
      for _ in 0..<3 {
        let entry = try #require(await rig.desk.exchange(nil, .next)?.entry)
        _ = await rig.desk.exchange(Finding(entry: entry, state: .released, at: 1), .nothing)
      }
      let wishes = (0..<3).map { Desk.Wish.again(.example($0)) } + Array(repeating: .next, count: 3)
      let desk = rig.desk
      let turns = await withTaskGroup { group in
        for wish in wishes { group.addTask { await desk.exchange(nil, wish) } }
        return await group.reduce(into: [Desk.Turn?]()) { $0.append($1) }
      }
      let order = turns.compactMap { $0 }.sorted { $0.at < $1.at }.map(\.message.row)
      let areRepeats = order.map { $0 < Message.example(3).row }
      #expect(areRepeats.count == 6)
      // From one turn to the next, unless somebody comes late; with all of a kind first, once or twice.
      #expect(zip(areRepeats, areRepeats.dropFirst()).count { $0 != $1 } > 2)
    }
  }

  @Test("passes by what has an outcome, and counts only what is begun towards a limit")
  func passes() async throws {
    try await Rig.with(port: 9, .init(messages: 6, limit: 2)) { rig in
      try rig.markSent([0, 2])
      #expect(await rig.desk.exchange(nil, .next)?.message == .example(1))
      #expect(await rig.desk.exchange(nil, .next)?.message == .example(3))
      #expect(await rig.desk.exchange(nil, .next) == nil)
      #expect(try rig.counts() == [.sent: 2, .intent: 2])
    }
  }

  @Test("finds what is left behind many that have an outcome, for all who ask")
  func search() async throws {
    let most = 2 * Visit.longestSearch
    try await Rig.with(port: 9, .init(messages: most + 2)) { rig async throws in
      try rig.markSent(0..<most)
      let desk = rig.desk
      let found = await withTaskGroup { group in
        for _ in 0..<4 { group.addTask { await desk.exchange(nil, .next)?.message.key } }
        return await group.reduce(into: [String?]()) { $0.append($1) }
      }
      let left = Set([most, most + 1].map { Message.example($0).key })
      #expect(Set(found.compactMap { $0 }) == left)
      #expect(found.count { $0 == nil } == 2)
    }
  }

  @Test("gives nothing once the run is stopped, but takes outcomes")
  func stopped() async throws {
    try await Rig.with(port: 9) { rig async throws in
      let entry = try #require(await rig.desk.exchange(nil, .next)?.entry)
      rig.stop.stop(.interrupted(signal: 2))
      let finding = Finding(entry: entry, state: .sent, at: 1)
      #expect(await rig.desk.exchange(finding, .next) == nil)
      #expect(await rig.desk.exchange(nil, .again(.example(1))) == nil)
      #expect(try rig.counts() == [.sent: 1])
    }
  }

  @Test("promises nothing once the run is stopped, though somebody was being served")
  func stoppedMeanwhile() async throws {
    try await Rig.with(port: 9) { rig async throws in
      let stop = rig.stop
      let source = ListSource(count: 3) { _ in stop.stop(.interrupted(signal: 2)) }
      let desk = Desk(
        lanes: 1, ledger: rig.ledger, campaign: rig.campaign, run: 1,
        passes: [Repeats([], before: 1)], limit: nil, source: source, stop: stop, flow: rig.flow,
        progress: rig.progress)
      #expect(await desk.exchange(nil, .next) == nil)
      #expect(try rig.counts() == [:])
    }
  }

  @Test("keeps outcomes that the ledger did not take, and stops the run")
  func unwritten() async throws {
    try await Rig.with(port: 9) { rig in
      let entry = try #require(await rig.desk.exchange(nil, .next)?.entry)
      try rig.scratch.remove("ledger.sqlite")
      let finding = Finding(entry: entry, row: 2, state: .sent, at: 1)
      #expect(await rig.desk.exchange(finding, .next) == nil)
      #expect(await rig.desk.unwritten == [finding])
      #expect(await rig.desk.exchange(nil, .next) == nil)
      let gone = LedgerError.gone(path: rig.ledger.path)
      #expect(rig.stop.reason == .ledger(gone.description))
    }
  }

  @Test("serves many at once, each with a message of its own")
  func many() async throws {
    try await Rig.with(port: 9, .init(messages: 200)) { rig async throws in
      let desk = rig.desk
      let keys = await withTaskGroup { group in
        for _ in 0..<250 { group.addTask { await desk.exchange(nil, .next)?.message.key } }
        return await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(keys.count { $0 == nil } == 50)
      #expect(Set(keys.compactMap { $0 }).count == 200)
      #expect(try rig.counts() == [.intent: 200])
    }
  }

  @Test(
    "promises for half of the lanes in one transaction, and for the others in the next",
    arguments: [(40, 20), (41, 21), (2, 8)])
  func halves(_ lanes: Int, _ half: Int) async throws {
    // Far more than lanes, so that enough are there however many threads are still on their way.
    let visitors = 200
    let line = Line()
    let settings = Rig.Settings(
      messages: visitors, concurrency: lanes, before: { try line.take($0, of: visitors) })
    try await Rig.with(port: 9, settings) { rig async throws in
      line.open(try Ledger(path: rig.ledger.path), rig.campaign)
      let desk = rig.desk
      let all = await withTaskGroup { group in
        for _ in 0..<visitors {
          group.addTask {
            line.come()
            return await desk.exchange(nil, .next)?.message.key
          }
        }
        return await group.reduce(into: Set<String?>()) { $0.insert($1) }
      }
      #expect(all.count == visitors && !all.contains(nil))
      let sizes = Dictionary(grouping: line.promised) { $0 }.values.map(\.count)
      #expect(sizes.max() == half, "\(line.promised)")
    }
  }
}
