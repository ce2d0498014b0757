import Audience
import Composing
import Delivery
import Foundation
import Scratch
import Testing

@testable import Campaign
@testable import Ledger

@Suite("The messages of a plan")
struct PlannedMessagesTests {
  private static let header = "phone,name\n"

  private func number(_ row: Int) -> String { "+1202555\(1_000 + row)" }

  /// Rows 2 to `count` + 1, of so many bytes that most lists are read in many batches.
  private func list(_ count: Int, rowLength: Int = 300) -> String {
    let name = String(repeating: "x", count: rowLength - 14)
    return (2..<count + 2).reduce(into: Self.header) { $0 += "\(number($1)),\(name)\n" }
  }

  private func withMessages(
    _ list: String, suppressing: String? = nil, _ body: (PlannedMessages, String) throws -> Void
  ) throws {
    try Scratch.with { scratch in
      let path = scratch.path("list.csv")
      try Data(list.utf8).write(to: URL(filePath: path))
      if let suppressing { try Data(suppressing.utf8).write(to: URL(filePath: path + ".stop")) }
      let options = PlanOptions(
        contacts: path,
        audience: AudienceOptions(suppressions: suppressing == nil ? [] : [path + ".stop"]),
        template: .init(name: "--text", text: "Hello {{ phone }}"), senders: ["+12025550100"])
      try body(PlannedMessages(Draft(options)), path)
    }
  }

  /// The last row that was looked at, and what came after it.
  @discardableResult
  private func lookAhead(
    _ messages: PlannedMessages, from row: Int = 2, for keys: inout LeaseBlock, steps: Int = .max
  ) -> (last: Int, ending: LookAhead?) {
    var last = 0
    for _ in 0..<steps {
      let step = messages.lookAhead(from: row, for: &keys)
      guard case .through(let row) = step else { return (last, step) }
      last = row
    }
    return (last, nil)
  }

  private func rows(_ messages: PlannedMessages, most: Int = .max) throws -> [Int] {
    var rows: [Int] = []
    while rows.count < most, let message = try messages.next() { rows.append(message.row) }
    return rows
  }

  private func holds(_ keys: LeaseBlock, _ row: Int) -> Bool {
    var keys = keys
    keys.campaign = CampaignID(rawValue: 1)
    for index in 0..<keys.count { keys.noteLeased(index) }
    let key = Array(number(row).utf8)
    return keys.entry(ofRow: row, key: key.span, of: CampaignID(rawValue: 1)) != nil
  }

  @Test("are those of all recipients, in the order of the list")
  func inOrder() throws {
    try withMessages(list(2_500)) { messages, _ in
      let first = try #require(try messages.next())
      #expect((first.row, first.key, first.to.description) == (2, number(2), number(2)))
      #expect(String(decoding: first.text, as: UTF8.self) == "Hello \(number(2))")
      #expect(try rows(messages) == Array(3..<2_502))
      #expect(try messages.next() == nil)
    }
  }

  @Test("go to nobody who was ever on a suppression list", arguments: ["", "+12025559000\n"])
  func suppressionsThatVanish(left: String) throws {
    let stopped = [3, 40, 6_900]
    let stop = stopped.reduce(into: "") { $0 += number($1) + "\n" }
    try withMessages(list(7_000), suppressing: stop) { messages, path in
      #expect(try rows(messages, most: 1) == [2])
      try Data(left.utf8).write(to: URL(filePath: path + ".stop"))
      #expect(try rows(messages) == (3..<7_002).filter { !stopped.contains($0) })
    }
  }

  @Test("are not wanted any more once their number is suppressed")
  func suppressedSince() throws {
    try withMessages(list(3), suppressing: "") { messages, path in
      let all = try (0..<3).map { _ in try #require(try messages.next()) }
      #expect(try all.map { try messages.isWanted($0, at: .now) } == [true, true, true])
      try Data("\(number(3))\n".utf8).write(to: URL(filePath: path + ".stop"))
      #expect(try all.map { try messages.isWanted($0, at: .now) } == [true, false, true])
    }
  }

  @Test("are the same when some were looked at before", arguments: [1, 999, 3_000])
  func lookedAt(taken: Int) throws {
    try withMessages(list(7_000)) { messages, _ in
      var keys = LeaseBlock()
      lookAhead(messages, for: &keys, steps: 2)
      var all = try rows(messages, most: taken)
      let (last, ending) = lookAhead(messages, for: &keys)
      #expect(last == 7_001)
      guard case .end = ending else { throw Unexpected() }
      all += try rows(messages)
      #expect(all == Array(2..<7_002))
    }
  }

  @Test(
    "have each key looked at once, from the row that is asked for, however often they begin again")
  func once() throws {
    try withMessages(list(7_000)) { messages, _ in
      var keys = LeaseBlock()
      lookAhead(messages, from: 100, for: &keys, steps: 20)
      let before = keys.count
      #expect(before > 1_000)
      _ = try rows(messages, most: 10)
      messages.restart()
      lookAhead(messages, from: 100, for: &keys, steps: 1)
      #expect(keys.count == before)
      _ = try rows(messages, most: 10)
      lookAhead(messages, from: 100, for: &keys)
      #expect(keys.count == 6_902)
      #expect([100, 101, 4_000, 7_001].allSatisfy { holds(keys, $0) })
      #expect(!holds(keys, 99))
      messages.restart()
      #expect(try rows(messages) == Array(2..<7_002))
    }
  }

  @Test("have no key where none will be")
  func recipientsAlone() throws {
    let list = Self.header + "\(number(2)),a\nnothing,b\n\(number(2)),c\n\(number(5)),d\n"
    try withMessages(list) { messages, _ in
      var keys = LeaseBlock()
      #expect(lookAhead(messages, for: &keys).last == 5)
      #expect(keys.count == 2)
      #expect(holds(keys, 2) && holds(keys, 5))
      let rows = try rows(messages)
      #expect(rows == [2, 5])
    }
  }

  @Test("are looked at up to a bound of memory, and further when some were taken")
  func bounded() throws {
    try withMessages(list(3_000, rowLength: 10_000)) { messages, _ in
      var keys = LeaseBlock()
      let (last, ending) = lookAhead(messages, for: &keys)
      guard case .full = ending else { throw Unexpected() }
      // 16 MB and what was read with the last of them.
      #expect((1_500...2_000).contains(last))
      guard case .full = messages.lookAhead(from: 2, for: &keys) else { throw Unexpected() }
      _ = try rows(messages, most: 1_000)
      #expect(lookAhead(messages, for: &keys).last > last)
      #expect(try rows(messages).last == 3_001)
    }
  }

  @Test("tell why there are no more of them after those that could be read")
  func failure() throws {
    try withMessages(list(7_000) + "\(number(7_002)),\"open") { messages, _ in
      var keys = LeaseBlock()
      let (last, ending) = lookAhead(messages, for: &keys)
      guard case .end = ending else { throw Unexpected() }
      #expect(last > 1_000)
      #expect(try rows(messages, most: last - 1) == Array(2..<last + 1))
      for _ in 0..<2 { #expect(throws: ContactListError.self) { try messages.next() } }
      messages.restart()
      #expect(try messages.next()?.row == 2)
    }
  }

  @Test("end soon after their list was changed, though more of it was read")
  func changed() throws {
    try withMessages(list(7_000)) { messages, path in
      var keys = LeaseBlock()
      #expect(lookAhead(messages, for: &keys).last == 7_001)
      _ = try messages.next()
      let file = try #require(FileHandle(forWritingAtPath: path))
      try file.seekToEnd()
      try file.write(contentsOf: Data("\(number(7_002)),late\n".utf8))
      try file.close()
      var count = 0
      #expect(throws: ContactListError.self) {
        while try messages.next() != nil { count += 1 }
      }
      #expect(count < 2_000)
    }
  }

  private struct Unexpected: Error {}
}
