import Delivery
import Testing

@Suite("Rules that stop a run")
struct StopRulesTests {
  private static let rejected = Outcome.rejected(status: 400, words: "bad from_number")
  private static let failed = Outcome.notAccepted(status: nil, words: "refused", retryAfter: nil)
  private static let unknown = Outcome.unknown(status: 500, words: "oops", retryAfter: nil)
  private static let sent = Outcome.sent(status: 201)

  /// The reasons that come of outcomes in a row, nils left out.
  private func reasons(_ rules: inout StopRules, _ outcomes: [Outcome]) -> [StopReason] {
    outcomes.compactMap { rules.note($0) }
  }

  private func times(_ count: Int, _ outcome: Outcome) -> [Outcome] {
    Array(repeating: outcome, count: count)
  }

  @Test("twenty equal rejections at the start")
  func sameRejections() {
    var rules = StopRules()
    #expect(reasons(&rules, times(19, Self.rejected)).isEmpty)
    #expect(
      rules.note(Self.rejected) == .sameRejection(count: 20, words: "400: bad from_number"))
  }

  @Test(
    "twenty rejections that are the same but for numbers and names of requests",
    arguments: [
      "from_number %n was not found", "to_number=%n is not of your plan",
      "not allowed (request req_9f%n, see /errors/12)",
      #"{"to":"%n","reason":"spam"}"#, "request 00f1a2b3-77aa-%n refused",
    ])
  func sameButForNumbers(_ words: String) {
    var rules = StopRules()
    let all = (0..<20).map { index in
      Outcome.rejected(
        status: 404, words: words.replacing("%n", with: "+120255501\(10 + index)"))
    }
    #expect(reasons(&rules, Array(all.dropLast())).isEmpty)
    guard case .sameRejection(20, let told)? = rules.note(all[19]) else {
      Issue.record("nothing was told")
      return
    }
    #expect(told == "404: " + words.replacing("%n", with: "+12025550129"))
  }

  @Test(
    "rejections whose reasons differ do not count together, however they are written",
    arguments: [
      #"{"status":400,"reason":"%r","to":"+1202555%n"}"#, "to=+1202555%n;reason=%r",
      #"["%r:+1202555%n"]"#, "E10%d", "field %d is wrong",
    ])
  func reasonsThatDiffer(_ words: String) {
    var rules = StopRules()
    let all = (0..<60).map { index in
      Outcome.rejected(
        status: 400,
        words: words.replacing("%n", with: "\(1000 + index)").replacing(
          "%r", with: ["spam", "blocked", "landline"][index % 3]
        ).replacing("%d", with: "\(index % 7)"))
    }
    #expect(reasons(&rules, all).isEmpty)
  }

  @Test(
    "what differs is a number from five digits on, and a name of a request from eight signs on",
    arguments: [
      ("no %d", 10_000, true), ("no %d", 1_000, false), ("req_abcdef%d", 10, true),
      ("req_abcde%d", 10, false),
    ])
  func shortest(_ words: String, _ first: Int, _ areSame: Bool) {
    var rules = StopRules()
    let all = (first..<first + 20).map { number in
      Outcome.rejected(status: 400, words: words.replacing("%d", with: "\(number)"))
    }
    #expect(reasons(&rules, all).isEmpty != areSame)
  }

  @Test("rejections that differ do not count together")
  func differing() {
    var rules = StopRules()
    let other = Outcome.rejected(status: 404, words: "bad from_number")
    let words = Outcome.rejected(status: 400, words: "bad to_number")
    let mixed =
      times(19, Self.rejected) + [other] + times(19, Self.rejected) + [words]
      + times(19, Self.rejected)
    #expect(reasons(&rules, mixed).isEmpty)
  }

  @Test("rejections after a success are matters of their own")
  func afterSuccess() {
    var rules = StopRules()
    #expect(reasons(&rules, [Self.sent] + times(200, Self.rejected)).isEmpty)
  }

  @Test("fifty messages in a row that failed or are unknown, also after a success")
  func trouble() {
    var rules = StopRules()
    let mixed = times(25, Self.failed) + times(24, Self.unknown)
    #expect(reasons(&rules, [Self.sent] + mixed).isEmpty)
    #expect(rules.note(Self.failed) == .trouble(count: 50, last: "refused"))
  }

  @Test("trouble that is interrupted does not add up", arguments: [sent, rejected])
  func interrupted(_ outcome: Outcome) {
    var rules = StopRules()
    let all = times(49, Self.unknown) + [outcome] + times(49, Self.unknown)
    #expect(reasons(&rules, all).isEmpty)
  }

  @Test("a stop by itself is no error")
  func stops() {
    var rules = StopRules(limit: .count(0))
    let stop = Outcome.stop(status: 401, .notAuthorized(status: 401, words: "no"))
    #expect(reasons(&rules, times(100, stop)).isEmpty)
  }

  @Test("--max-errors is passed, not reached", arguments: [rejected, failed, unknown])
  func limit(_ outcome: Outcome) {
    var rules = StopRules(limit: .count(2))
    #expect(reasons(&rules, [Self.sent] + times(2, outcome) + [Self.sent]).isEmpty)
    let inDoubt = outcome == Self.unknown ? 3 : 0
    let reason = StopReason.tooManyErrors(count: 3, inDoubt: inDoubt, limit: "2")
    #expect(rules.note(outcome) == reason)
    #expect("\(reason)".contains("may not have been") == (inDoubt > 0))
  }

  @Test("--max-errors as a share of the plan")
  func share() {
    var rules = StopRules(limit: .percent(2.5), recipients: 200)
    #expect(reasons(&rules, times(5, Self.rejected)).isEmpty)
    #expect(rules.note(Self.rejected) == .tooManyErrors(count: 6, limit: "2.5%"))
  }
}

@Suite("Why a run stopped, in a log")
struct MaskedStopReasonTests {
  private static let words = "not for +12025550123"

  @Test(
    "has no number in the words of others",
    arguments: [
      .notAuthorized(status: 401, words: words), .sameRejection(count: 20, words: words),
      .redirected(status: 302, location: "https://gate.example/+12025550123"),
      .trouble(count: 50, last: words),
    ] as [StopReason])
  func masked(_ reason: StopReason) {
    #expect(reason.description.contains("+12025550123"))
    #expect(reason.masked.contains("+1202•••0123") && !reason.masked.contains("5550123"))
  }
}

@Suite("--max-errors")
struct ErrorLimitTests {
  @Test(
    "is a count or a percentage",
    arguments: [
      ("0", ErrorLimit.count(0), "0"), ("12", .count(12), "12"), ("0%", .percent(0), "0%"),
      ("2.5%", .percent(2.5), "2.5%"), ("5.0%", .percent(5), "5%"), ("100%", .percent(100), "100%"),
    ])
  func read(_ text: String, _ limit: ErrorLimit, _ description: String) {
    #expect(ErrorLimit(text) == limit)
    #expect(limit.description == description)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "%", "-1", "-1%", "101%", "100.1%", "nan%", "inf%", "many", "5 ", " 5", "1.5", "5%%",
    ])
  func refused(_ text: String) {
    #expect(ErrorLimit(text) == nil)
  }

  @Test(
    "is passed by one more than it allows",
    arguments: [
      (ErrorLimit.count(0), 0, 10, false), (.count(0), 1, 10, true), (.count(3), 3, 10, false),
      (.count(3), 4, 10, true), (.percent(10), 1, 10, false), (.percent(10), 2, 10, true),
      (.percent(0), 1, 10, true), (.percent(100), 10, 10, false), (.percent(50), 1, 0, true),
      (.percent(50), 0, 0, false),
    ])
  func passed(_ limit: ErrorLimit, _ errors: Int, _ total: Int, _ expected: Bool) {
    #expect(limit.isPassed(by: errors, of: total) == expected)
  }
}
