import Audience
import Composing
import Testing

@testable import Delivery

@Suite("The agenda")
struct AgendaTests {
  @Test("sends from all senders at once, also when the list is sorted by them")
  func sorted() throws {
    let count = 1_500
    let messages = (0..<3 * count).map { Message.planned($0, from: UInt64(1 + $0 / count)) }
    var day = Day(messages, PaceOptions(ratePerSender: Rate("1/s")), at: Day.noon)
    let all = try day.all()
    #expect(all.count == 3 * count)
    for sender in 1...3 as ClosedRange<UInt64> {
      let rows = all.filter { $0.from == PhoneNumber(digits: sender) }.map(\.row)
      #expect(rows == rows.sorted())
    }
    let passed = (day.now.wall - Day.noon * 1_000_000) / 1_000_000
    #expect((1_490...1_510).contains(passed))
  }

  @Test("gives nothing that is not wanted any more, however long it waited")
  func unwanted() throws {
    let messages = (0..<6).map { Message.planned($0, from: 1) }
    var day = Day(messages, PaceOptions(ratePerSender: Rate("1/s")), at: Day.noon)
    let first = try #require(try day.next())
    // By now the others wait for their sender.
    day.source.unwanted = [messages[2].key, messages[5].key, first.key]
    #expect(try day.all() == [1, 3, 4].map { messages[$0] })
    let again = try day.agenda.again(first, at: day.now) { _ in true }
    guard case .nothing = again else { throw Unexpected() }
  }

  private struct Unexpected: Error {}

  @Test("spaces all messages by the rate")
  func rate() throws {
    var day = Day((0..<5).map { Message.planned($0) }, PaceOptions(rate: Rate("1/s")), at: Day.noon)
    #expect(try day.all().count == 5)
    let passed = Double(day.now.wall) / 1_000_000 - Double(Day.noon)
    #expect(passed > 4 && passed < 4.1)
  }

  @Test("moves all that follow by what a promise came too late by")
  func slip() throws {
    var day = Day((0..<2).map { Message.planned($0) }, PaceOptions(rate: Rate("1/s")), at: Day.noon)
    _ = try day.next()
    let before = day.agenda.timetable.earliest(from: day.now.instant)
    for late in [Duration.milliseconds(300), .zero, .milliseconds(-50)] {
      day.agenda.noteCommit(took: .milliseconds(5), late: late)
      let after = day.agenda.timetable.earliest(from: day.now.instant)
      #expect(after == before + .milliseconds(300))
    }
  }

  @Test("lets other senders go on while one has to wait, and keeps the order of each")
  func senders() throws {
    let messages =
      (0..<4).map { Message.planned($0, from: 1) } + (4..<6).map { Message.planned($0, from: 2) }
    var day = Day(messages, PaceOptions(ratePerSender: Rate("1/s")), at: Day.noon)
    let rows = try day.all().map(\.row)
    #expect(rows == [2, 6, 3, 7, 4, 5])
    #expect(Double(day.now.wall) / 1_000_000 - Double(Day.noon) < 3.1)
  }

  @Test("looks at all messages so often, and takes others each time")
  func passes() throws {
    let messages = (0..<4).map { Message.planned($0) }
    let source = Messages(messages)
    var agenda = Agenda(source: source, options: PaceOptions(), limit: 3, passes: 2)
    let now = Moment(instant: .now, wall: Day.noon * 1_000_000)
    var rows: [Int] = []
    for _ in 0..<5 {
      let pass = agenda.pass
      let next = try agenda.next(at: now) { ($0.row.isMultiple(of: 2)) == (pass == 1) }
      if case .message(let message, _) = next { rows.append(message.row) }
    }
    #expect(rows == [3, 5, 2])
    #expect(agenda.pass == 1)
  }

  @Test("passes by so many messages at one time, and goes on from there")
  func search() throws {
    let most = Visit.longestSearch
    let source = Messages((0...(2 * most)).map { Message.planned($0) })
    var agenda = Agenda(source: source, options: PaceOptions(), limit: nil)
    let now = Moment(instant: .now, wall: Day.noon * 1_000_000)
    var asked = 0
    for round in 1...2 {
      let next = try agenda.next(at: now) { _ in
        asked += 1
        return false
      }
      #expect(asked == round * most)
      guard case .later(now.instant) = next else {
        Issue.record("\(next)")
        return
      }
    }
    guard case .message(let found, _) = try agenda.next(at: now, begin: { _ in true }) else {
      Issue.record("nothing was found")
      return
    }
    #expect(found.row == 2 * most + 2)
  }

  @Test("postpones so many messages at one time, and goes on from there")
  func postpones() throws {
    let most = Visit.longestSearch
    let closed = (0..<(2 * most)).map { Message.planned($0, zone: "Asia/Tokyo") }
    let source = Messages(closed + [Message.planned(2 * most, zone: "UTC")] + closed)
    var agenda = Agenda(
      source: source, options: try PaceOptions(open: "11:00-13:00", zones: true), limit: nil)
    let now = Moment(instant: .now, wall: Day.noon * 1_000_000)
    for round in 1...2 {
      guard case .later(now.instant) = try agenda.next(at: now, begin: { _ in true }) else {
        Issue.record("round \(round)")
        return
      }
      #expect(source.taken == round * most)
    }
    guard case .message(let found, _) = try agenda.next(at: now, begin: { _ in true }) else {
      Issue.record("nothing was found")
      return
    }
    #expect(found.row == 2 * most + 2)
    for round in 1...2 {
      _ = try agenda.next(at: now, begin: { _ in true })
      #expect(source.taken == 2 * most + 1 + round * most)
    }
    guard case .nothing = try agenda.next(at: now, begin: { _ in true }) else {
      Issue.record("more was found")
      return
    }
    #expect(agenda.left.isAny)
  }

  @Test("postpones no more at one time while a sender has to wait, and finds what another may send")
  func postponesForSenders() throws {
    let most = Visit.longestSearch
    let source = Messages(
      (0..<2).map { Message.planned($0, zone: "UTC") }
        + (2..<2 * most).map { Message.planned($0, zone: "Asia/Tokyo") }
        + [Message.planned(2 * most, from: 2, zone: "UTC")])
    var options = try PaceOptions(open: "11:00-13:00", zones: true)
    options.ratePerSender = Rate("1/h")
    var agenda = Agenda(source: source, options: options, limit: nil)
    let now = Moment(instant: .now, wall: Day.noon * 1_000_000)
    guard case .message(let first, _) = try agenda.next(at: now, begin: { _ in true }),
      case .later(now.instant) = try agenda.next(at: now, begin: { _ in true })
    else {
      Issue.record("nothing to send, or nothing to wait for")
      return
    }
    #expect(first.row == 2)
    #expect(source.taken == 2 + most)
    guard case .message(let other, _) = try agenda.next(at: now, begin: { _ in true }) else {
      Issue.record("nothing was found")
      return
    }
    #expect(other.row == 2 * most + 2)
    #expect(agenda.left == Postponed())
  }

  @Test("counts only begun messages towards the limit")
  func limit() throws {
    var day = Day((0..<6).map { Message.planned($0) }, PaceOptions(), at: Day.noon, limit: 2)
    day.begun = [Message.planned(0).key, Message.planned(2).key]
    #expect(try day.all().map(\.row) == [3, 5])
  }
}
