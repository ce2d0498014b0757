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
          adaptive.noteAccepted(at: moment)
        } else {
          let found = adaptive.noteRefused(
            sentAt: start + .seconds(answer.sent), at: moment, saysWhen: saysWhen)
          held = max(held, now + (saysWhen ? 1 : found.inSeconds))
        }
      }
      guard now >= held, now >= due, answers.count < 10 else { continue }
      let ok = accepted.reversed().prefix { $0 > now - 1 }.count < Int(limit)
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
    for step in 0..<1_000 { adaptive.noteAccepted(at: start + .milliseconds(step)) }
    #expect(adaptive.rate(at: start + .seconds(1)) == nil)
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

  @Test("finds a limit again that was raised")
  func raised() {
    var simulation = Simulation(limit: 20, saysWhen: true)
    simulation.run(seconds: 10)
    #expect((simulation.adaptive.rate(at: start + .seconds(10)) ?? 0) < 25)
    #expect((simulation.adaptive.rate(at: start + .seconds(120)) ?? 0) > 200)
  }

  @Test("is not thought to be lower because one in a hundred is refused, wherever it stands")
  func rare() {
    var adaptive = AdaptiveRate()
    for step in 1...10_000 {
      let now = start + .milliseconds(step)
      if step.isMultiple(of: 100) {
        let hold = adaptive.noteRefused(
          sentAt: now - .milliseconds(5), at: now, saysWhen: false)
        #expect(hold == .zero)
      } else {
        adaptive.noteAccepted(at: now)
      }
    }
    #expect(adaptive.rate(at: start + .seconds(10)) == nil)
  }

  @Test("slows down once for all requests that were on their way")
  func once() {
    var adaptive = AdaptiveRate()
    for step in 0..<1_000 { adaptive.noteAccepted(at: start + .milliseconds(step)) }
    let refused = start + .seconds(1)
    _ = adaptive.noteRefused(
      sentAt: refused - .milliseconds(20), at: refused, saysWhen: true)
    let rate = adaptive.rate(at: refused)
    for step in 1...9 {
      let hold = adaptive.noteRefused(
        sentAt: refused - .milliseconds(step), at: refused + .milliseconds(step),
        saysWhen: true)
      #expect(hold == .zero)
    }
    #expect(adaptive.rate(at: refused) == rate)
  }

  @Test("holds everyone longer, up to a cap, as long as nothing is accepted")
  func holds() {
    var adaptive = AdaptiveRate()
    var now = start
    let holds = (0..<8).map { _ in
      now += .seconds(1)
      return adaptive.noteRefused(
        sentAt: now, at: now + .milliseconds(5), saysWhen: false)
    }
    #expect(holds == [1, 0, 1, 2, 4, 8, 16, 30].map { .seconds($0) })
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
        adaptive.noteAccepted(at: moment)
      } else {
        moment += adaptive.noteRefused(sentAt: moment, at: moment, saysWhen: false)
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
