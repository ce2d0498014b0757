import Audience
import Composing
import Testing

@testable import Delivery

/// An agenda and its ledger, on a clock that the test moves.
private struct Day {
  var agenda: Agenda
  let source: Messages
  var begun: [String] = []
  var now: Moment

  init(_ messages: [Message], _ options: PaceOptions, at second: Int64, limit: Int? = nil) {
    source = Messages(messages)
    agenda = Agenda(source: source, options: options, limit: limit)
    now = Moment(instant: .now, wall: second * 1_000_000)
  }

  /// The next message, when it may leave at once; moves the clock on where it is to wait.
  mutating func next() throws -> Message? {
    for _ in 0..<Self.mostTurns {
      var taken: [String] = []
      let known = begun
      let next = try agenda.next(at: now) { message in
        !known.contains(message.key)
      } begin: { message in
        guard !known.contains(message.key) else { return false }
        taken.append(message.key)
        return true
      }
      begun += taken
      switch next {
      case .nothing, .asleep: return nil
      case .message(let message, let at):
        advance(to: at)
        return message
      case .later(let moment): advance(to: moment)
      }
    }
    throw Endless()
  }

  /// Far more than any plan here needs.
  private static let mostTurns = 100_000
  private struct Endless: Error {}

  private mutating func advance(to moment: Instant) {
    let time = max(.zero, now.instant.duration(to: moment))
    now.instant += time
    now.wall += time.microseconds
  }

  mutating func all() throws -> [Message] {
    var messages: [Message] = []
    while let message = try next() { messages.append(message) }
    return messages
  }
}

@Suite("The agenda")
struct AgendaTests {
  /// 24 November 2026, 12:00 in UTC.
  private static let noon: Int64 = 20_781 * 86_400 + 43_200

  private func message(_ index: Int, from sender: UInt64 = 1, zone: String? = nil) -> Message {
    .planned(index, from: sender, zone: zone)
  }

  private func options(_ window: String, zones: Bool = false, waits: Bool = false) throws
    -> PaceOptions
  {
    try PaceOptions(open: window, zones: zones, waits: waits)
  }

  @Test("comes once more, with the plan, to what has to wait for its own hours")
  func asleep() throws {
    let late = message(0, zone: "America/New_York")
    var options = try options("09:00-20:00", zones: true, waits: true)
    var day = Day([late, message(1)], options, at: Self.noon)
    #expect(try day.next() == message(1))
    // It was begun, and given back, before its hours ended.
    let asleep = try day.agenda.again(late, at: day.now) { _ in true }
    #expect(asleep.isAsleep)
    #expect(try day.next() == late)
    #expect(day.now.wall / 1_000_000 == Self.noon + 2 * 3_600)

    options.waits = false
    day = Day([late], options, at: Self.noon)
    let left = try day.agenda.again(late, at: day.now) { _ in true }
    #expect(left.isNothing)
    #expect(day.agenda.left.isAny)
  }

  @Test("looks at the plan once more for what was taken back, even after its end or its limit")
  func takenBack() throws {
    let late = message(0, zone: "America/New_York")
    for limit in [nil, 1] {
      var day = Day(
        [late], try options("09:00-20:00", zones: true, waits: true),
        at: Self.noon + 2 * 3_600, limit: limit)
      #expect(try day.next() == late)
      #expect(try day.next() == nil)
      day.now.wall += 12 * 3_600_000_000
      let asleep = try day.agenda.again(late, at: day.now) { _ in true }
      #expect(asleep.isAsleep)
      day.agenda.takeBack()
      day.begun = []
      #expect(try day.next() == late)
    }
  }

  @Test("sends from all senders at once, also when the list is sorted by them")
  func sorted() throws {
    let count = 1_500
    let messages = (0..<3 * count).map { message($0, from: UInt64(1 + $0 / count)) }
    var day = Day(messages, PaceOptions(ratePerSender: Rate("1/s")), at: Self.noon)
    let all = try day.all()
    #expect(all.count == 3 * count)
    for sender in 1...3 as ClosedRange<UInt64> {
      let rows = all.filter { $0.from == PhoneNumber(digits: sender) }.map(\.row)
      #expect(rows == rows.sorted())
    }
    let passed = (day.now.wall - Self.noon * 1_000_000) / 1_000_000
    #expect((1_490...1_510).contains(passed))
  }

  @Test("gives nothing that is not wanted any more, however long it waited")
  func unwanted() throws {
    let messages = (0..<6).map { message($0, from: 1) }
    var day = Day(messages, PaceOptions(ratePerSender: Rate("1/s")), at: Self.noon)
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
    var day = Day((0..<5).map { message($0) }, PaceOptions(rate: Rate("1/s")), at: Self.noon)
    #expect(try day.all().count == 5)
    let passed = Double(day.now.wall) / 1_000_000 - Double(Self.noon)
    #expect(passed > 4 && passed < 4.1)
  }

  @Test("lets other senders go on while one has to wait, and keeps the order of each")
  func senders() throws {
    let messages = (0..<4).map { message($0, from: 1) } + (4..<6).map { message($0, from: 2) }
    var day = Day(messages, PaceOptions(ratePerSender: Rate("1/s")), at: Self.noon)
    let rows = try day.all().map(\.row)
    #expect(rows == [2, 6, 3, 7, 4, 5])
    #expect(Double(day.now.wall) / 1_000_000 - Double(Self.noon) < 3.1)
  }

  @Test("outside its hours nothing leaves, and it is known when the next may")
  func closed() throws {
    var day = Day([message(0)], try options("13:00-14:00"), at: Self.noon)
    #expect(try day.next() == nil)
    #expect(day.agenda.left == Postponed(isAny: true, opening: Self.noon + 3_600))
    #expect(day.begun.isEmpty)
  }

  @Test("waits for its hours when it is told to, and stops when they end")
  func waits() throws {
    var day = Day(
      (0..<3).map { message($0) }, try options("13:00-14:00", waits: true), at: Self.noon)
    #expect(try day.next()?.row == 2)
    #expect(day.now.second == Self.noon + 3_600)
    day.now.wall += 3_600 * 1_000_000
    day.now.instant += .seconds(3_600)
    #expect(try day.next()?.row == 3)
    #expect(day.now.second == Self.noon + 3_600 + 86_400)
    #expect(try day.next()?.row == 4)
  }

  @Test(
    "waits for no hours when nothing is left to send, and tells of none", arguments: [false, true])
  func nothingLeft(hasZones: Bool) throws {
    let messages = (0..<3).map { message($0, zone: "UTC") }
    for waits in [false, true] {
      let options = try options("13:00-14:00", zones: hasZones, waits: waits)
      var day = Day(messages, options, at: Self.noon)
      day.begun = messages.map(\.key)
      #expect(try day.next() == nil)
      #expect(day.now.second == Self.noon)
      #expect(day.agenda.left == Postponed())
    }
  }

  @Test("waits for no hours when all that may be sent was")
  func limitBeforeHours() throws {
    let messages = (0..<3).map { message($0) }
    var day = Day(messages, try options("11:00-12:01", waits: true), at: Self.noon, limit: 1)
    #expect(try day.next()?.row == 2)
    day.now.wall += 60 * 1_000_000
    #expect(try day.next() == nil)
    #expect(day.now.second == Self.noon + 60)
  }

  @Test(
    "whose hours begin meanwhile need not wait for the senders of others", arguments: [false, true])
  func opening(waits: Bool) throws {
    let messages =
      (0..<5).map { message($0, from: 1, zone: "UTC") } + [message(5, from: 2, zone: "Asia/Tokyo")]
    // 15:00 in UTC is midnight in Tokyo.
    var options = try options("00:00-20:00", zones: true, waits: waits)
    options.ratePerSender = Rate("1/h")
    var day = Day(messages, options, at: Self.noon)
    #expect(try day.all().map(\.row) == [2, 3, 4, 5, 7, 6])
    #expect(!day.agenda.left.isAny)
  }

  @Test("looks at all messages so often, and takes others each time")
  func passes() throws {
    let messages = (0..<4).map { message($0) }
    let source = Messages(messages)
    var agenda = Agenda(source: source, options: PaceOptions(), limit: 3, passes: 2)
    let now = Moment(instant: .now, wall: Self.noon * 1_000_000)
    var rows: [Int] = []
    for _ in 0..<5 {
      let pass = agenda.pass
      let next = try agenda.next(at: now) { ($0.row.isMultiple(of: 2)) == (pass == 1) }
      if case .message(let message, _) = next { rows.append(message.row) }
    }
    #expect(rows == [3, 5, 2])
    #expect(agenda.pass == 1)
  }

  @Test("lets nobody of a later pass take the places of those whose hours are waited for")
  func awaited() throws {
    let messages = [message(0, zone: "UTC"), message(1, zone: "America/New_York")]
    for (limit, rows) in [(1, [3]), (nil, [2, 3])] as [(Int?, [Int])] {
      let options = try options("09:00-20:00", zones: true, waits: true)
      var agenda = Agenda(source: Messages(messages), options: options, limit: limit, passes: 2)
      var now = Moment(instant: .now, wall: Self.noon * 1_000_000)
      var taken: [Int] = []
      // The first pass is for the second one only.
      for _ in 0..<20 {
        let pass = agenda.pass
        let next = try agenda.next(at: now) { message in
          (pass == 1 || message.row == 3) && !taken.contains(message.row)
        } begin: { message in
          (pass == 1 || message.row == 3) && !taken.contains(message.row)
        }
        switch next {
        case .message(let message, _): taken.append(message.row)
        case .later(let moment): now = now.later(at: max(now.instant, moment))
        case .nothing, .asleep: break
        }
      }
      #expect(taken == rows)
    }
  }

  @Test("waits for the hours of nobody who has a message, also when it is asked during a hold")
  func sentDuringHold() throws {
    let messages = [message(0, zone: "America/New_York")]
    let options = try options("09:00-20:00", zones: true, waits: true)
    var agenda = Agenda(source: Messages(messages), options: options, limit: nil)
    let now = Moment(instant: .now, wall: Self.noon * 1_000_000)
    let isAtEnd = try agenda.isAtEnd(at: now) { _ in false }
    #expect(isAtEnd)
    let next = try agenda.next(at: now, isFree: { _ in false }, begin: { _ in false })
    #expect(next.isNothing && !agenda.left.isAny)
  }

  @Test("nothing is left once the time is over at the end of a hold")
  func tooLate() throws {
    var options = PaceOptions()
    options.notAfter = Self.noon + 60
    var day = Day([message(0), message(1)], options, at: Self.noon)
    let first = try #require(try day.next())
    let late = Moment(instant: day.now.instant + .seconds(61), wall: (Self.noon + 61) * 1_000_000)
    let now = day.now
    let before = (day.agenda.isTooLate(first, at: now), try day.agenda.isAtEnd(at: now))
    #expect(before == (false, false))
    // One message that is left keeps no other back.
    let isLeft = day.agenda.isTooLate(first, at: late)
    let isDone = try day.agenda.isAtEnd(at: now)
    #expect(isLeft && !isDone)
    let after = (day.agenda.isTooLate(first, at: late), try day.agenda.isAtEnd(at: late))
    #expect(after == (true, true))
    #expect(day.agenda.left.isAny)
  }

  @Test("checks the hours of each recipient when its message is about to leave")
  func zones() throws {
    let messages = [
      message(0, zone: "America/New_York"), message(1, zone: "Europe/Berlin"), message(2),
    ]
    // 12:00 in UTC is 07:00 in New York and 13:00 in Berlin.
    var day = Day(messages, try options("09:00-20:00", zones: true), at: Self.noon)
    #expect(try day.all().map(\.row) == [3, 4])
    #expect(day.agenda.left == Postponed(isAny: true, opening: Self.noon + 2 * 3_600))

    var patient = Day(
      messages, try options("09:00-20:00", zones: true, waits: true), at: Self.noon)
    #expect(try patient.all().map(\.row) == [3, 4, 2])
    #expect(patient.now.second == Self.noon + 2 * 3_600)
    #expect(patient.source.passes == 2)
    #expect(!patient.agenda.left.isAny)
  }

  @Test("nothing leaves from the deadline on, and it is not waited past it")
  func deadline() throws {
    var options = PaceOptions(rate: Rate("1/s"))
    options.notAfter = Self.noon + 3
    var day = Day((0..<9).map { message($0) }, options, at: Self.noon)
    #expect(try day.all().count == 3)

    var waiting = try self.options("13:00-14:00", waits: true)
    waiting.notAfter = Self.noon + 600
    var patient = Day([message(0)], waiting, at: Self.noon)
    #expect(try patient.next() == nil)
    #expect(patient.now.second == Self.noon)
  }

  @Test("a repeated message keeps to pace and hours too")
  func again() throws {
    var day = Day([message(0)], try options("09:00-12:01"), at: Self.noon)
    let first = try #require(try day.next())
    day.now.wall += 60 * 1_000_000
    let next = try day.agenda.again(first, at: day.now) { _ in true }
    guard case .nothing = next else {
      Issue.record("it was given out")
      return
    }
    #expect(day.agenda.left.isAny)
  }

  @Test("passes by so many messages at one time, and goes on from there")
  func search() throws {
    let most = Visit.longestSearch
    let source = Messages((0...(2 * most)).map { message($0) })
    var agenda = Agenda(source: source, options: PaceOptions(), limit: nil)
    let now = Moment(instant: .now, wall: Self.noon * 1_000_000)
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
    let closed = (0..<(2 * most)).map { message($0, zone: "Asia/Tokyo") }
    let source = Messages(closed + [message(2 * most, zone: "UTC")] + closed)
    var agenda = Agenda(
      source: source, options: try options("11:00-13:00", zones: true), limit: nil)
    let now = Moment(instant: .now, wall: Self.noon * 1_000_000)
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
      (0..<2).map { message($0, zone: "UTC") }
        + (2..<2 * most).map { message($0, zone: "Asia/Tokyo") }
        + [message(2 * most, from: 2, zone: "UTC")])
    var options = try options("11:00-13:00", zones: true)
    options.ratePerSender = Rate("1/h")
    var agenda = Agenda(source: source, options: options, limit: nil)
    let now = Moment(instant: .now, wall: Self.noon * 1_000_000)
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
    var day = Day((0..<6).map { message($0) }, PaceOptions(), at: Self.noon, limit: 2)
    day.begun = [message(0).key, message(2).key]
    #expect(try day.all().map(\.row) == [3, 5])
  }
}

extension Agenda.Next {
  fileprivate var isAsleep: Bool { if case .asleep = self { true } else { false } }
  fileprivate var isNothing: Bool { if case .nothing = self { true } else { false } }
}
