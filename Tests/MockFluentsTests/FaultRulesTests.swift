import Testing

@testable import MockFluents

@Suite("Rules for faults")
struct FaultRulesTests {
  @Test("the text of an option becomes rules")
  func parses() throws {
    let rules = try FaultRules(
      parsing: "reset=1%, 429:2=0.5%,stall=#7,503=+12025550100x2,refuse=#3,accept-close=every:5")
    var expected = FaultRules()
    expected.add(.reset(.read), .share(1))
    expected.add(.status(429, retryAfter: .seconds(2)), .share(0.5))
    expected.add(.stall(.read), .nth(7))
    expected.add(.status(503), .number("+12025550100"), times: 2)
    expected.add(ConnectionFault.refuse, .nth(3))
    expected.add(ConnectionFault.close, .every(5))
    #expect(rules == expected)
    #expect(try FaultRules(parsing: " ") == FaultRules())
  }

  @Test(
    "what cannot be understood is said in words",
    arguments: [
      ("reset", "say when"), ("reset=", "no share"), ("reset=5", "no share"),
      ("reset=101%", "no share"), ("reset=-1%", "no share"), ("reset=#0", "no share"),
      ("reset=#1x0", "no share"), ("boom=1%", "no fault of that name; there are reset"),
      ("reset:1=1%", "takes nothing"), ("99=1%", "200 to 599"), ("drip:fast=1%", "no time"),
      ("429:date9223372036854775807=#1", "seconds from now"),
      ("429:date-99999999999=#1", "seconds from now"),
      ("400-huge:0=1%", "no number of bytes"), ("refuse=+12025550100", "has no number"),
      ("reset=60%,500=41%", "more than 100%"), ("reset=1%,,500=1%", "say when"),
      ("=1%", "no fault of that name"), ("reset=nan%", "no share"), ("drip:nans=1%", "no time"),
    ])
  func refuses(_ text: String, _ words: String) {
    let error = #expect(throws: MockError.self) { try FaultRules(parsing: text) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test("shares are drawn from the seed: the same again, another with another, near enough")
  func shares() throws {
    func draw(seed: UInt64) throws -> [String?] {
      let rules = try FaultRules(parsing: "reset=10%,429=5%", seed: seed)
      var chooser = Chooser(rules.requests, seed: rules.seed)
      return (0..<10_000).map { _ in chooser.next()?.name }
    }
    let names = try draw(seed: 1)
    #expect(try names == draw(seed: 1))
    #expect(try names != draw(seed: 2))
    #expect((900...1100).contains(names.count { $0 == "reset" }))
    #expect((420...580).contains(names.count { $0 == "429" }))
  }

  @Test("counts, multiples and limits")
  func counts() throws {
    let rules = try FaultRules(parsing: "500=#2,502=every:3x2,503=+12025550100x1")
    var chooser = Chooser(rules.requests, seed: 1)
    let names = (1...9).map { _ in chooser.next()?.name }
    #expect(names == [nil, "500", "502", nil, nil, "502", nil, nil, nil])
    #expect(chooser.action(for: "+12025550100")?.name == "503")
    #expect(chooser.action(for: "+12025550100") == nil)
    #expect(chooser.action(for: "+12025550101") == nil)
  }

  @Test("every name that the help lists is a fault", arguments: FaultText.names.listed)
  func names(_ name: String) throws {
    #expect(try FaultText(name).fault().name == name)
  }
}

extension String {
  /// The plain names in the list for people.
  fileprivate var listed: [String] {
    split(separator: ",").map { $0.drop { $0 == " " } }
      .filter { !$0.contains(" ") && !$0.hasPrefix("accept-") && $0 != "refuse" }
      .map { String($0.prefix { $0 != "[" }) }
  }
}
