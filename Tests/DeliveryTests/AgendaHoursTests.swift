import Audience
import Composing
import Testing

@testable import Delivery

@Suite("The agenda and the hours")
struct AgendaHoursTests {
  @Test("comes once more, with the plan, to what has to wait for its own hours")
  func asleep() throws {
    let late = Message.planned(0, zone: "America/New_York")
    var options = try PaceOptions(open: "09:00-20:00", zones: true, waits: true)
    var day = Day([late, Message.planned(1)], options, at: Day.noon)
    #expect(try day.next() == Message.planned(1))
    // It was begun, and given back, before its hours ended.
    let asleep = try day.agenda.again(late, at: day.now) { _ in true }
    #expect(asleep.isAsleep)
    #expect(try day.next() == late)
    #expect(day.now.wall / 1_000_000 == Day.noon + 2 * 3_600)

    options.waits = false
    day = Day([late], options, at: Day.noon)
    let left = try day.agenda.again(late, at: day.now) { _ in true }
    #expect(left.isNothing)
    #expect(day.agenda.left.isAny)
  }

  @Test("looks at the plan once more for what was taken back, even after its end or its limit")
  func takenBack() throws {
    let late = Message.planned(0, zone: "America/New_York")
    for limit in [nil, 1] {
      var day = Day(
        [late], try PaceOptions(open: "09:00-20:00", zones: true, waits: true),
        at: Day.noon + 2 * 3_600, limit: limit)
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

  @Test("outside its hours nothing leaves, and it is known when the next may")
  func closed() throws {
    var day = Day([Message.planned(0)], try PaceOptions(open: "13:00-14:00"), at: Day.noon)
    #expect(try day.next() == nil)
    #expect(day.agenda.left == Postponed(isAny: true, opening: Day.noon + 3_600))
    #expect(day.begun.isEmpty)
  }

  @Test("waits for its hours when it is told to, and stops when they end")
  func waits() throws {
    var day = Day(
      (0..<3).map { Message.planned($0) }, try PaceOptions(open: "13:00-14:00", waits: true),
      at: Day.noon)
    #expect(try day.next()?.row == 2)
    #expect(day.now.second == Day.noon + 3_600)
    day.now.wall += 3_600 * 1_000_000
    day.now.instant += .seconds(3_600)
    #expect(try day.next()?.row == 3)
    #expect(day.now.second == Day.noon + 3_600 + 86_400)
    #expect(try day.next()?.row == 4)
  }

  @Test(
    "waits for no hours when nothing is left to send, and tells of none", arguments: [false, true])
  func nothingLeft(hasZones: Bool) throws {
    let messages = (0..<3).map { Message.planned($0, zone: "UTC") }
    for waits in [false, true] {
      let options = try PaceOptions(open: "13:00-14:00", zones: hasZones, waits: waits)
      var day = Day(messages, options, at: Day.noon)
      day.begun = messages.map(\.key)
      #expect(try day.next() == nil)
      #expect(day.now.second == Day.noon)
      #expect(day.agenda.left == Postponed())
    }
  }

  @Test("waits for no hours when all that may be sent was")
  func limitBeforeHours() throws {
    let messages = (0..<3).map { Message.planned($0) }
    var day = Day(
      messages, try PaceOptions(open: "11:00-12:01", waits: true), at: Day.noon, limit: 1)
    #expect(try day.next()?.row == 2)
    day.now.wall += 60 * 1_000_000
    #expect(try day.next() == nil)
    #expect(day.now.second == Day.noon + 60)
  }

  @Test(
    "whose hours begin meanwhile need not wait for the senders of others", arguments: [false, true])
  func opening(waits: Bool) throws {
    let messages =
      (0..<5).map { Message.planned($0, from: 1, zone: "UTC") } + [
        Message.planned(5, from: 2, zone: "Asia/Tokyo")
      ]
    // 15:00 in UTC is midnight in Tokyo.
    var options = try PaceOptions(open: "00:00-20:00", zones: true, waits: waits)
    options.ratePerSender = Rate("1/h")
    var day = Day(messages, options, at: Day.noon)
    #expect(try day.all().map(\.row) == [2, 3, 4, 5, 7, 6])
    #expect(!day.agenda.left.isAny)
  }

  @Test("lets nobody of a later pass take the places of those whose hours are waited for")
  func awaited() throws {
    let messages = [Message.planned(0, zone: "UTC"), Message.planned(1, zone: "America/New_York")]
    for (limit, rows) in [(1, [3]), (nil, [2, 3])] as [(Int?, [Int])] {
      let options = try PaceOptions(open: "09:00-20:00", zones: true, waits: true)
      var agenda = Agenda(source: Messages(messages), options: options, limit: limit, passes: 2)
      var now = Moment(instant: .now, wall: Day.noon * 1_000_000)
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

  @Test("begins no later pass before the hours of a message that the one before has found")
  func foundBeforeHours() throws {
    let options = try PaceOptions(open: "13:00-14:00", waits: true)
    let messages = (0..<3).map { Message.planned($0) }
    var agenda = Agenda(source: Messages(messages), options: options, limit: nil, passes: 2)
    var now = Moment(instant: .now, wall: Day.noon * 1_000_000)
    var taken: [Int] = []
    for _ in 0..<20 {
      let pass = agenda.pass
      // The first pass is for the last one only.
      let isFree = { (message: Message) in
        (pass == 1 || message.row == 4) && !taken.contains(message.row)
      }
      switch try agenda.next(at: now, isFree: isFree, begin: isFree) {
      case .message(let message, _): taken.append(message.row)
      case .later(let moment): now = now.later(at: max(now.instant, moment))
      case .nothing, .asleep: break
      }
    }
    #expect(taken == [4, 2, 3])
    #expect(now.second >= Day.noon + 3_600)
  }

  @Test("tells of those whose hours are closed, also where the limit ends a later pass before them")
  func leftBeforeLimit() throws {
    let messages = [Message.planned(0, zone: "UTC"), Message.planned(1, zone: "America/New_York")]
    let options = try PaceOptions(open: "09:00-20:00", zones: true)
    var agenda = Agenda(source: Messages(messages), options: options, limit: 1, passes: 2)
    let now = Moment(instant: .now, wall: Day.noon * 1_000_000)
    var taken: [Int] = []
    for _ in 0..<5 {
      let pass = agenda.pass
      // The first pass is for the second one only.
      let isFree = { (message: Message) in pass == 1 || message.row == 3 }
      if case .message(let message, _) = try agenda.next(at: now, isFree: isFree, begin: isFree) {
        taken.append(message.row)
      }
    }
    #expect(taken == [2] && agenda.isAtLimit)
    #expect(agenda.left == Postponed(isAny: true, opening: Day.noon + 2 * 3_600))
  }

  @Test(
    "looks once more at the hours of a message that had to wait for the rate, or that of its sender",
    arguments: [false, true])
  func closedBeforeItsTime(isOfSender: Bool) throws {
    var options = try PaceOptions(open: "09:00-12:30", zones: true)
    if isOfSender { options.ratePerSender = Rate("1/h") } else { options.rate = Rate("1/h") }
    var day = Day((0..<2).map { Message.planned($0, zone: "UTC") }, options, at: Day.noon)
    #expect(try day.all().map(\.row) == [2])
    #expect(day.agenda.left == Postponed(isAny: true, opening: Day.noon + 21 * 3_600))
  }

  @Test("waits for the hours of nobody who has a message, also when it is asked during a hold")
  func sentDuringHold() throws {
    let messages = [Message.planned(0, zone: "America/New_York")]
    let options = try PaceOptions(open: "09:00-20:00", zones: true, waits: true)
    var agenda = Agenda(source: Messages(messages), options: options, limit: nil)
    let now = Moment(instant: .now, wall: Day.noon * 1_000_000)
    let isAtEnd = try agenda.isAtEnd(at: now) { _ in false }
    #expect(isAtEnd)
    let next = try agenda.next(at: now, isFree: { _ in false }, begin: { _ in false })
    #expect(next.isNothing && !agenda.left.isAny)
  }

  @Test("nothing is left once the time is over at the end of a hold")
  func tooLate() throws {
    var options = PaceOptions()
    options.notAfter = Day.noon + 60
    var day = Day([Message.planned(0), Message.planned(1)], options, at: Day.noon)
    let first = try #require(try day.next())
    let late = Moment(instant: day.now.instant + .seconds(61), wall: (Day.noon + 61) * 1_000_000)
    let now = day.now
    let before = (day.agenda.isTooLate(first, at: now), try day.agenda.isAtEnd(at: now))
    #expect(before == (false, false))
    // One message that is left keeps no other back.
    let isLeft = day.agenda.isTooLate(first, at: late)
    let isDone = try day.agenda.isAtEnd(at: now)
    #expect(isLeft && !isDone)
    #expect(day.agenda.left == Postponed(isAny: true))
    let after = (day.agenda.isTooLate(first, at: late), try day.agenda.isAtEnd(at: late))
    #expect(after == (true, true))
    #expect(day.agenda.left.isAny)
  }

  @Test("checks the hours of each recipient when its message is about to leave")
  func zones() throws {
    let messages = [
      Message.planned(0, zone: "America/New_York"), Message.planned(1, zone: "Europe/Berlin"),
      Message.planned(2),
    ]
    // 12:00 in UTC is 07:00 in New York and 13:00 in Berlin.
    var day = Day(messages, try PaceOptions(open: "09:00-20:00", zones: true), at: Day.noon)
    #expect(try day.all().map(\.row) == [3, 4])
    #expect(day.agenda.left == Postponed(isAny: true, opening: Day.noon + 2 * 3_600))

    var patient = Day(
      messages, try PaceOptions(open: "09:00-20:00", zones: true, waits: true), at: Day.noon)
    #expect(try patient.all().map(\.row) == [3, 4, 2])
    #expect(patient.now.second == Day.noon + 2 * 3_600)
    #expect(patient.source.passes == 2)
    #expect(!patient.agenda.left.isAny)
  }

  @Test("nothing leaves from the deadline on, and it is not waited past it")
  func deadline() throws {
    var options = PaceOptions(rate: Rate("1/s"))
    options.notAfter = Day.noon + 3
    var day = Day((0..<9).map { Message.planned($0) }, options, at: Day.noon)
    #expect(try day.all().count == 3)

    var waiting = try PaceOptions(open: "13:00-14:00", waits: true)
    waiting.notAfter = Day.noon + 600
    var patient = Day([Message.planned(0)], waiting, at: Day.noon)
    #expect(try patient.next() == nil)
    #expect(patient.now.second == Day.noon)
  }

  @Test("a repeated message keeps to pace and hours too")
  func again() throws {
    var day = Day([Message.planned(0)], try PaceOptions(open: "09:00-12:01"), at: Day.noon)
    let first = try #require(try day.next())
    day.now.wall += 60 * 1_000_000
    let next = try day.agenda.again(first, at: day.now) { _ in true }
    guard case .nothing = next else {
      Issue.record("it was given out")
      return
    }
    #expect(day.agenda.left.isAny)
  }
}
