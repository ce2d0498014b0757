import Composing
import Ledger
import Scratch
import Testing

@testable import Delivery

@Suite("Leases")
struct LeasesTests {
  private final class Fixture {
    let ledger: Ledger
    let campaign: CampaignID
    var leases: Leases
    var place = EntryPlace()

    private let source: ListSource

    init(
      _ scratch: Scratch, count: Int, part: Int = 1_000, room: Int = .max / 2, limit: Int? = nil
    ) throws {
      source = ListSource(count: count, part: part, room: room)
      ledger = try Ledger(path: scratch.path("ledger.sqlite"))
      let name = try #require(CampaignName("spring"))
      campaign = try ledger.commit { try $0.campaign(named: name, at: 1) }
      leases = Leases(source, of: campaign, limit: limit)
    }

    /// Promises messages as the desk does, so many in each transaction.
    func promise(_ indices: Range<Int>, group: Int = 32) throws {
      for start in stride(from: indices.lowerBound, to: indices.upperBound, by: group) {
        try ledger.commit { transaction in
          let part = start..<min(start + group, indices.upperBound)
          for index in part {
            let message = Message.example(index)
            _ = try source.next()
            if place.isAmongNew { try leases.cover(message.row, transaction) }
            let begun = try transaction.begin(
              Intent(message, at: 1), of: campaign, run: 1, repeating: Repeats([], before: 1),
              after: &place,
              leased: leases.block)
            guard case .begun = begun else { throw RigError.taken }
          }
          try leases.goOn(after: part.count, transaction)
        }
      }
    }

    /// Whether the key of a message was leased by the block that is in use.
    func isLeased(_ index: Int) -> Bool {
      let message = Message.example(index)
      let key = Array(message.key.utf8)
      return leases.block?.entry(ofRow: message.row, key: key.span, of: campaign) != nil
    }

    func counts() throws -> [EntryState: Int] { try ledger.read { try $0.counts(of: campaign) } }
  }

  @Test("cover all messages of a list, from its first one on", arguments: [1, 5, 4_096, 30_000])
  func all(count: Int) throws {
    try Scratch.with { scratch in
      let fixture = try Fixture(scratch, count: count)
      for start in stride(from: 0, to: count, by: 32) {
        try fixture.promise(start..<min(start + 32, count))
        #expect(fixture.isLeased(min(start + 31, count - 1)))
      }
      #expect(try fixture.counts() == [.intent: count])
    }
  }

  @Test("are no more at first than messages may be sent")
  func limit() throws {
    try Scratch.with { scratch in
      let fixture = try Fixture(scratch, count: 100, part: 5, limit: 3)
      try fixture.promise(0..<1)
      #expect(fixture.leases.block?.count == 5)
    }
  }

  @Test("become blocks of twice as many")
  func growth() throws {
    try Scratch.with { scratch in
      let fixture = try Fixture(scratch, count: 30_000)
      try fixture.promise(0..<1)
      #expect(fixture.leases.block?.count == 5_000)
      try fixture.promise(1..<5_001)
      #expect(fixture.leases.block?.count == 9_000)
    }
  }

  /// Else the first message of each block would wait for all of it.
  @Test("of the next block are made while the messages of this one are sent")
  func ahead() throws {
    try Scratch.with { scratch in
      let fixture = try Fixture(scratch, count: 30_000)
      try fixture.promise(0..<5_000)
      #expect(fixture.leases.isNextReady)
    }
  }

  /// A block of those that are just free would be of few keys, and each of them alone in its page.
  @Test("are made in blocks that share the room in which messages are looked at ahead")
  func room() throws {
    try Scratch.with { scratch in
      let fixture = try Fixture(scratch, count: 60_000, part: 100, room: 10_000)
      var sizes: Set<Int> = []
      for start in stride(from: 0, to: 60_000, by: 32) {
        try fixture.promise(start..<start + 32)
        #expect(fixture.isLeased(start + 31))
        if start < 40_000 { sizes.insert(fixture.leases.block?.count ?? 0) }
      }
      #expect(sizes.min() ?? 0 >= 2_000)
      #expect(sizes.max() ?? .max <= 10_100)
    }
  }

  @Test("begin behind what earlier runs sent")
  func behind() throws {
    try Scratch.with { scratch in
      let fixture = try Fixture(scratch, count: 3_000, part: 10)
      try fixture.promise(1_500..<1_501)
      #expect(fixture.isLeased(1_500))
      #expect(!fixture.isLeased(1_499))
      try fixture.promise(1_501..<3_000)
      #expect(try fixture.counts() == [.intent: 1_500])
    }
  }

  @Test("that may have been undone are not relied upon")
  func forgotten() throws {
    try Scratch.with { scratch in
      let fixture = try Fixture(scratch, count: 100)
      #expect(throws: LedgerError.self) {
        try fixture.ledger.commit { transaction in
          try fixture.leases.cover(2, transaction)
          throw RigError.taken
        }
      }
      #expect(fixture.isLeased(0))
      fixture.leases.forget()
      #expect(!fixture.isLeased(0))
      try fixture.promise(0..<100)
      #expect(try fixture.counts() == [.intent: 100])
      let keys = (0..<100).map { Message.example($0).key }
      let known = try fixture.ledger.read { view in
        try keys.filter { try view.knows($0, in: fixture.campaign) }
      }
      #expect(known == keys)
    }
  }
}
