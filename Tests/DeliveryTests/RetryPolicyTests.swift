import Delivery
import Testing

@Suite("What comes after an outcome")
struct RetryPolicyTests {
  private static let now: Int64 = 784_111_777

  private func next(
    _ outcome: Outcome, attempt: Int = 1, budget: Bool = true, jitter: Double = 0.5
  ) -> NextStep {
    RetryPolicy().next(
      after: outcome, attempt: attempt, budget: { budget }, jitter: jitter, now: Self.now)
  }

  private func notAccepted(_ status: Int?, _ retryAfter: String? = nil) -> Outcome {
    .notAccepted(status: status, words: "w", retryAfter: retryAfter)
  }

  @Test("sent and rejected are final, at any attempt", arguments: 1...4)
  func final(_ attempt: Int) {
    #expect(next(.sent(status: 201), attempt: attempt) == .settle)
    #expect(next(.rejected(status: 400, words: "w"), attempt: attempt) == .settle)
  }

  @Test(
    "unknown is final, and holds all lanes back as long as was asked",
    arguments: [
      (nil, 0), ("7", 7), ("0", 0), ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("soon", 0), ("-3", 0),
      ("300", 300), ("301", 300), ("9999999999", 300),
    ])
  func unknown(_ retryAfter: String?, _ seconds: Int) {
    #expect(next(.unknown(status: 503, words: "w", retryAfter: retryAfter)) == .settle)
    #expect(RetryPolicy().hold(retryAfter, now: Self.now) == .seconds(seconds))
  }

  @Test("a stop is a stop")
  func stop() {
    let reason = StopReason.notAuthorized(status: 401, words: "w")
    #expect(next(.stop(status: 401, reason)) == .stop(reason))
  }

  @Test(
    "what was never written is tried three times, and costs no budget", arguments: [true, false])
  func unwritten(_ budget: Bool) {
    let outcome = notAccepted(nil)
    #expect(
      next(outcome, attempt: 1, budget: budget)
        == .retry(after: .milliseconds(250)))
    #expect(
      next(outcome, attempt: 2, budget: budget)
        == .retry(after: .milliseconds(500)))
    #expect(next(outcome, attempt: 3, budget: budget) == .giveUp)
  }

  @Test("the budget is asked once a retry, and never in vain")
  func budgetQuestions() {
    var asked = 0
    for (status, attempt) in [(429, 1), (429, 2), (429, 3), (nil, 1)] as [(Int?, Int)] {
      _ = RetryPolicy().next(
        after: notAccepted(status), attempt: attempt,
        budget: {
          asked += 1
          return true
        }, jitter: 0, now: Self.now)
    }
    #expect(asked == 2)
  }

  @Test("the same message waits as long as all lanes are asked to", arguments: [429, 503])
  func asked(_ status: Int) {
    #expect(next(notAccepted(status)) == .retry(after: .milliseconds(250)))
    #expect(next(notAccepted(status, "7")) == .retry(after: .seconds(7)))
  }

  @Test("without tries or budget it is given up")
  func givenUp() {
    #expect(next(notAccepted(429, "7"), budget: false) == .withhold)
    #expect(next(notAccepted(429, "7"), attempt: 3) == .giveUp)
  }

  @Test("a wait is the longer of the one asked for and the backoff")
  func longerWait() {
    #expect(
      next(notAccepted(429, "0"), jitter: 0.5)
        == .retry(after: .milliseconds(250)))
    #expect(next(notAccepted(429, "1"), jitter: 0.99) == .retry(after: .seconds(1)))
  }

  @Test(
    "backoff is anything up to a cap that doubles",
    arguments: [
      (0, 500), (1, 500), (2, 1_000), (3, 2_000), (6, 16_000), (7, 30_000), (100, 30_000),
      (Int.max, 30_000),
    ])
  func backoff(_ attempt: Int, _ cap: Int) {
    let policy = RetryPolicy()
    #expect(policy.backoff(attempt: attempt, jitter: 0) == .zero)
    #expect(policy.backoff(attempt: attempt, jitter: 0.5) == .milliseconds(cap / 2))
    #expect(policy.backoff(attempt: attempt, jitter: 0.999) < .milliseconds(cap))
  }
}

@Suite("The budget of repeated requests")
struct RetryBudgetTests {
  @Test("starts with a reserve")
  func reserve() {
    var budget = RetryBudget(reserve: 2)
    #expect([budget.withdraw(), budget.withdraw(), budget.withdraw()] == [true, true, false])
    var none = RetryBudget(reserve: 0)
    let first = none.withdraw()
    #expect(!first)
  }

  @Test("grows by a tenth of the traffic")
  func tenth() {
    var budget = RetryBudget(reserve: 0)
    for _ in 1...9 { budget.deposit() }
    let early = budget.withdraw()
    budget.deposit()
    let due = budget.withdraw()
    let more = budget.withdraw()
    #expect([early, due, more] == [false, true, false])
  }

  @Test("lets no more than a tenth through when all ask")
  func flow() {
    var budget = RetryBudget(reserve: 20)
    var repeated = 0
    for _ in 1...1_000 {
      budget.deposit()
      if budget.withdraw() { repeated += 1 }
    }
    #expect(repeated == 120)
  }
}
