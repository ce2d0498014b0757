import Composing
import Testing

@testable import Delivery

/// Candidates of a plan, and the pace of their senders, at noon.
private struct Noon {
  /// 24 November 2026, 12:00 in UTC.
  static let second: Int64 = 20_781 * 86_400 + 43_200

  let source: Messages
  var candidates: Candidates
  var timetable: Timetable
  let now = Moment(instant: .now, wall: Self.second * 1_000_000)

  init(_ messages: [Message], _ options: PaceOptions = PaceOptions()) {
    source = Messages(messages)
    timetable = Timetable(rate: options.rate, senderRate: options.ratePerSender)
    candidates = Candidates(
      source, hours: QuietHours(options), tellsSenders: timetable.tellsSenders)
  }

  /// One visit, at once; what it takes is taken from the timetable.
  mutating func next(
    isFree: (Message) -> Bool = { _ in true }
  ) throws -> (next: Candidates.Next, passed: Int) {
    var visit = Visit(at: now, ahead: .zero)
    let next = try candidates.next(&visit, timetable, isFree)
    if case .message(let message, let moment) = next { timetable.take(message.from, at: moment) }
    return (next, visit.passed)
  }

  /// The row of the next message; nil: none may leave now.
  mutating func row() throws -> Int? {
    guard case .message(let message, _) = try next().next else { return nil }
    return message.row
  }
}

@Suite("Candidates")
struct CandidatesTests {
  @Test("come in the order of the plan, each once")
  func order() throws {
    var noon = Noon((0..<3).map { .planned($0) })
    #expect(try (0..<4).map { _ in try noon.row() } == [2, 3, 4, nil])
    try noon.candidates.startAgain()
    #expect(try noon.row() == 2)
  }

  @Test("are looked at without being taken, and read no further than that")
  func look() throws {
    var noon = Noon((0..<2).map { .planned($0) })
    #expect(noon.candidates.isEmpty)
    for _ in 0..<2 {
      var visit = Visit(at: noon.now, ahead: .zero)
      guard case .found = try noon.candidates.look(&visit, { _ in true }) else {
        Issue.record("nothing was found")
        return
      }
    }
    #expect(!noon.candidates.isEmpty)
    #expect(noon.source.taken == 1)
    #expect(try noon.row() == 2)
  }

  @Test("of other senders come before those whose senders have to wait, which are kept")
  func senders() throws {
    let senders: [UInt64] = [1, 1, 1, 2, 1]
    var noon = Noon(
      senders.enumerated().map { .planned($0.offset, from: $0.element) },
      PaceOptions(ratePerSender: Rate("1/s")))
    #expect(try [noon.row(), noon.row()] == [2, 5])
    let (next, passed) = try noon.next()
    guard case .later(let moment) = next else {
      Issue.record("\(next)")
      return
    }
    #expect(moment == noon.timetable.earliest(for: Message.planned(0).from, from: noon.now.instant))
    #expect(passed == 1)
    #expect(!noon.candidates.isEmpty)
  }

  @Test("are looked for again when the first of all senders may send, however late in the plan")
  func soonest() throws {
    let senders: [UInt64] = [1, 1, 2]
    var noon = Noon(
      senders.enumerated().map { .planned($0.offset, from: $0.element) },
      PaceOptions(ratePerSender: Rate("1/s")))
    let last = Message.planned(2, from: 2)
    noon.timetable.take(last.from, at: noon.now.instant - .milliseconds(600))
    #expect(try noon.row() == 2)
    guard case .later(let moment) = try noon.next().next else {
      Issue.record("none has to wait")
      return
    }
    #expect(moment == noon.timetable.earliest(for: last.from, from: noon.now.instant))
  }

  @Test("whose hours are closed are postponed, unless they would not be sent anyway")
  func postponed() throws {
    let messages = ["Asia/Tokyo", "Asia/Kolkata", "UTC"].enumerated().map { index, zone in
      Message.planned(index, zone: zone)
    }
    var noon = Noon(messages, try PaceOptions(open: "10:00-13:00", zones: true))
    let (next, passed) = try noon.next { $0.row != 2 }
    guard case .message(messages[2], _) = next else {
      Issue.record("\(next)")
      return
    }
    #expect(passed == 2)
    // 10:00 in Kolkata, where it is 17:30; Tokyo's comes before, but nobody there would get a message.
    let opening = Noon.second + 16 * 3_600 + 1_800
    #expect(noon.candidates.postponed == Postponed(isAny: true, opening: opening))
    try noon.candidates.startAgain()
    #expect(noon.candidates.postponed == Postponed())
  }

  @Test("are left for the opening where no message may leave, if one of them would be sent")
  func closed() throws {
    var noon = Noon((0..<3).map { .planned($0) }, try PaceOptions(open: "13:00-14:00"))
    #expect(try noon.next { $0.row == 3 }.passed == 1)
    let opening = Postponed(isAny: true, opening: Noon.second + 3_600)
    #expect(noon.candidates.postponed == opening)
    #expect(!noon.candidates.isEmpty)
    #expect(try noon.next { _ in false }.passed == 2)
    #expect(noon.candidates.postponed == Postponed())
    #expect(noon.candidates.isEmpty)
  }

  @Test("of a plan that cannot be read to its end are an error of the contacts")
  func unreadable() throws {
    var broken = Candidates(
      ListSource(count: 1) { _ in throw RigError.unreadable }, hours: QuietHours(PaceOptions()),
      tellsSenders: false)
    var visit = Visit(at: .now, ahead: .zero)
    #expect(throws: SourceError.self) {
      try broken.look(&visit) { _ in true }
    }
  }
}
