import Testing

@testable import Delivery

/// Lanes and an API with a limit, in virtual time.
private struct Simulation {
  let start = Instant.now
  var limit: Double
  var saysWhen: Bool
  var adaptive = AdaptiveRate()
  var accepted: [Double] = []
  var refused: [Double] = []
  /// At this second, the API accepts nothing for so long, or has another limit from then on.
  var closing: (at: Double, seconds: Double)?
  var raise: (at: Double, to: Double)?

  init(limit: Double, saysWhen: Bool) {
    self.limit = limit
    self.saysWhen = saysWhen
  }

  /// Sends without lanes: a request every millisecond at the fastest, answered after 20 ms.
  mutating func run(seconds: Double) {
    var due = 0.0
    var held = 0.0
    var answers: [(sent: Double, at: Double, ok: Bool)] = []
    var now = 0.0
    while now < seconds {
      now += 0.001
      while let answer = answers.first, answer.at <= now {
        answers.removeFirst()
        let moment = start + .seconds(now)
        if answer.ok {
          adaptive.noteAccepted(sentAt: moment, at: moment)
        } else {
          let asked = closing.map { $0.at <= now && $0.at + 1 > now ? $0.seconds : 1 } ?? 1
          let found = adaptive.noteRefused(
            sentAt: start + .seconds(answer.sent), at: moment,
            asked: saysWhen ? .seconds(asked) : .zero)
          held = max(held, now + (saysWhen ? asked : found.inSeconds))
        }
      }
      guard now >= held, now >= due, answers.count < 10 else { continue }
      let most = raise.map { $0.at <= now ? $0.to : limit } ?? limit
      let isClosed = closing.map { $0.at <= now && now < $0.at + $0.seconds } ?? false
      let ok = !isClosed && accepted.reversed().prefix { $0 > now - 1 }.count < Int(most)
      if ok { accepted.append(now) } else { refused.append(now) }
      answers.append((now, now + 0.02, ok))
      let rate = adaptive.rate(at: start + .seconds(now))
      due = rate.map { max(due, now - 0.001) + 1 / $0 } ?? now
    }
  }

  func acceptedRate(from: Double, to: Double) -> Double {
    Double(accepted.count { $0 >= from && $0 < to }) / (to - from)
  }
}

@Suite("The rate that an API bears")
struct AdaptiveRateTests {
  private let start = Instant.now

  @Test("has no limit before the first refusal")
  func free() {
    var adaptive = AdaptiveRate()
    for step in 0..<1_000 {
      adaptive.noteAccepted(sentAt: start + .milliseconds(step), at: start + .milliseconds(step))
    }
    #expect(adaptive.rate(at: start + .seconds(1)) == nil)
  }

  /// Nothing is known of the limit then.
  @Test(
    "comes back fast where all was refused before anything was accepted", arguments: [true, false])
  func blind(saysWhen: Bool) {
    var simulation = Simulation(limit: 10_000, saysWhen: saysWhen)
    simulation.closing = (at: 0, seconds: 0.5)
    simulation.run(seconds: 12)
    #expect(simulation.accepted.count > 200, "\(simulation.accepted.count)")
  }

  @Test(
    "ends within 10 % of a limit, with less than 5 % refused",
    arguments: [5.0, 20, 50, 200], [true, false])
  func settles(_ limit: Double, _ saysWhen: Bool) {
    var simulation = Simulation(limit: limit, saysWhen: saysWhen)
    simulation.run(seconds: 240)
    let rate = simulation.acceptedRate(from: 120, to: 240)
    #expect(rate >= limit * 0.9)
    #expect(rate <= limit)
    let share =
      Double(simulation.refused.count)
      / Double(simulation.refused.count + simulation.accepted.count)
    #expect(share < 0.05)
  }

  /// All that may come at once came, everyone held back for a second, and then it was the same again.
  @Test("is not believed to be a limit where messages flowed before a hold alone")
  func interrupted() throws {
    var adaptive = AdaptiveRate()
    var now = start
    func accept(_ count: Int, every pause: Duration) {
      for _ in 0..<count {
        now += pause
        adaptive.noteAccepted(sentAt: now, at: now)
      }
    }
    accept(10, every: .milliseconds(1))
    #expect(adaptive.noteRefused(sentAt: now, at: now) == .seconds(1))
    now += .seconds(1)
    accept(10, every: .milliseconds(1))
    for _ in 0..<9 { _ = adaptive.noteRefused(sentAt: now, at: now) }
    now += .seconds(1)
    accept(250, every: .milliseconds(100))
    #expect(try #require(adaptive.rate(at: now)) > 40)
  }

  @Test("finds a limit again that was raised")
  func raised() {
    var simulation = Simulation(limit: 20, saysWhen: true)
    simulation.raise = (at: 10, to: 200)
    simulation.run(seconds: 120)
    #expect(simulation.acceptedRate(from: 5, to: 10) < 25)
    #expect(simulation.acceptedRate(from: 90, to: 120) > 150)
  }

  @Test(
    "is still known after the API was closed, however long everyone held back",
    arguments: [30.0, 100, 300], [true, false])
  func closed(_ seconds: Double, _ saysWhen: Bool) {
    var simulation = Simulation(limit: 20, saysWhen: saysWhen)
    simulation.closing = (at: 10, seconds: seconds)
    simulation.run(seconds: seconds + 130)
    let after = 10 + seconds
    #expect(simulation.refused.count { $0 >= after } < 100)
    #expect(simulation.acceptedRate(from: after + 60, to: after + 120) >= 18)
    #expect((simulation.adaptive.rate(at: start + .seconds(after + 120)) ?? .infinity) < 40)
  }

  @Test("does not rise while everything is refused") func neverAccepted() {
    var adaptive = AdaptiveRate()
    var now = start
    for _ in 0..<200 {
      now += .seconds(30)
      _ = adaptive.noteRefused(sentAt: now, at: now + .milliseconds(5), asked: .seconds(20))
      #expect((adaptive.rate(at: now + .seconds(30)) ?? .infinity) <= 1)
    }
  }

  /// Three rows would take minutes otherwise, and the end of an outage would be noticed as late.
  @Test(
    "asks again when the API said, or a few times that later",
    arguments: [(1.0, 4.0), (0.5, 2.0), (5.0, 20.0), (10.0, 30.0), (600.0, 30.0)])
  func told(_ asked: Double, _ longest: Double) throws {
    var adaptive = AdaptiveRate()
    var now = start
    for _ in 0..<20 {
      now += .seconds(max(asked, longest))
      _ = adaptive.noteRefused(sentAt: now, at: now, asked: .seconds(asked))
      let rate = try #require(adaptive.rate(at: now))
      #expect(rate >= 0.999 / longest)
      #expect(rate <= 1)
    }
    #expect(try #require(adaptive.rate(at: now)) <= 1.001 / longest)
  }

  @Test("does not fall below a fiftieth of what was accepted") func floor() throws {
    var adaptive = AdaptiveRate()
    for step in 0..<1_000 {
      adaptive.noteAccepted(sentAt: start + .milliseconds(step), at: start + .milliseconds(step))
    }
    var now = start + .seconds(1)
    for _ in 0..<50 {
      _ = adaptive.noteRefused(sentAt: now, at: now + .milliseconds(5), asked: .seconds(1))
      now += .seconds(30)
    }
    #expect(try #require(adaptive.rate(at: now)) >= 20)
  }

  @Test("is found again from one that is far too high") func excess() throws {
    var adaptive = AdaptiveRate()
    var now = start
    for _ in 0..<20 { adaptive.noteAccepted(sentAt: now, at: now) }
    for step in 1...3_000 {
      now = start + .milliseconds(step * 50)
      adaptive.noteAccepted(sentAt: now, at: now)
      if step == 1 { _ = adaptive.noteRefused(sentAt: now, at: now, asked: .seconds(1)) }
    }
    #expect(try #require(adaptive.rate(at: now)) > 1_000)
    _ = adaptive.noteRefused(sentAt: now, at: now, asked: .seconds(1))
    #expect(try #require(adaptive.rate(at: now)) <= 2 * 42)
  }

  @Test("is not thought to be lower because one in a hundred is refused, wherever it stands")
  func rare() {
    var adaptive = AdaptiveRate()
    for step in 1...10_000 {
      let now = start + .milliseconds(step)
      if step.isMultiple(of: 100) {
        let hold = adaptive.noteRefused(
          sentAt: now - .milliseconds(5), at: now)
        #expect(hold == .zero)
      } else {
        adaptive.noteAccepted(sentAt: now, at: now)
      }
    }
    #expect(adaptive.rate(at: start + .seconds(10)) == nil)
  }

  @Test("slows down once for all requests that were on their way")
  func once() {
    var adaptive = AdaptiveRate()
    for step in 0..<1_000 {
      adaptive.noteAccepted(sentAt: start + .milliseconds(step), at: start + .milliseconds(step))
    }
    let refused = start + .seconds(1)
    _ = adaptive.noteRefused(
      sentAt: refused - .milliseconds(20), at: refused, asked: .seconds(1))
    let rate = adaptive.rate(at: refused)
    for step in 1...9 {
      let hold = adaptive.noteRefused(
        sentAt: refused - .milliseconds(step), at: refused + .milliseconds(step), asked: .seconds(1)
      )
      #expect(hold == .zero)
    }
    #expect(adaptive.rate(at: refused) == rate)
  }

  /// What never took anything is not waited for so long.
  @Test(
    "holds everyone longer, up to a cap, as long as nothing is accepted", arguments: [true, false])
  func holds(isBlind: Bool) {
    var adaptive = AdaptiveRate()
    if !isBlind { adaptive.noteAccepted(sentAt: start, at: start) }
    var now = start
    let holds = (0..<10).map { _ in
      now += .seconds(1)
      return adaptive.noteRefused(
        sentAt: now, at: now + .milliseconds(5))
    }
    let expected = [1, 0, 1, 2, 4, 8, 16] + (isBlind ? [3, 3, 3] : [30, 30, 30])
    #expect(holds == expected.map { .seconds($0) })
    let rate = adaptive.rate(at: now) ?? 0
    #expect(isBlind ? rate >= 0.33 : rate < 0.1, "\(rate)")
  }

  @Test("is not lower because a message is refused again while others are accepted")
  func refusedAgain() {
    var adaptive = AdaptiveRate()
    var now = start
    func next() -> Instant {
      now += .milliseconds(100)
      return now
    }
    func refuse(first: Instant?) -> Duration {
      adaptive.noteRefused(sentAt: next(), at: now, refusedFirst: first)
    }
    for _ in 0..<20 { adaptive.noteAccepted(sentAt: next(), at: now) }
    #expect(refuse(first: nil) == .seconds(1))
    let first = now
    // It had left before.
    adaptive.noteAccepted(sentAt: first - .milliseconds(1), at: next())
    adaptive.noteAccepted(sentAt: next(), at: now)
    for _ in 0..<30 { #expect(refuse(first: first) == .zero) }
    #expect(adaptive.rate(at: now) == nil)
    // Nothing was accepted since these were refused first.
    let later = now
    let holds = (0..<10).map { _ in refuse(first: later) }
    #expect(holds.contains { $0 > .seconds(5) })
    #expect((adaptive.rate(at: now) ?? 100) < 5)
  }

  /// A gateway that refuses one in a hundred by chance sets no limit, whenever that begins.
  @Test("finds no limit in refusals by chance", arguments: 0..<100)
  func chance(_ seed: UInt64) {
    var adaptive = AdaptiveRate()
    var random = Generator(state: seed &* 7_919 &+ 1)
    var moment = start
    for _ in 0..<20_000 {
      moment += .microseconds(200)
      if random.next() % 100 > 0 {
        adaptive.noteAccepted(sentAt: moment, at: moment)
      } else {
        moment += adaptive.noteRefused(sentAt: moment, at: moment)
      }
    }
    #expect(adaptive.rate(at: moment).map { $0 > 1_000 } ?? true)
  }
}

/// Numbers by chance that are the same each time (xorshift).
private struct Generator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state >> 11
  }
}
