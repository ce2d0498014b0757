import CPhone
import Scratch
import Testing

@testable import Audience

@Suite struct NumberPlanTests {
  /// Random numbers of all countries, each in a possible length, and for each of them the neighbours
  /// in which one digit differs.
  @Test func itKnowsWhatLibphonenumberKnows() throws {
    var random = SeededGenerator()
    var differences: [String] = []
    var asked = 0
    for code in 1...999 where cphone_check_length(Int32(code), 9) != CPHONE_NO_SUCH_CODE {
      var plan = NumberPlan(code: code)
      for length in 1...(15 - String(code).count)
      where cphone_check_length(Int32(code), Int32(length)) == CPHONE_POSSIBLE {
        for _ in 0..<60 {
          let digits = (0..<length).map { _ in UInt8.random(in: 0x30...0x39, using: &random) }
          let known = isKnown(code: code, digits: digits)
          asked += 1
          if plan.knows(digits.span, from: 0) != known {
            differences.append("+\(code) \(String(decoding: digits, as: UTF8.self)) \(known)")
          }
        }
      }
    }
    #expect(asked > 20_000)
    #expect(
      differences.isEmpty, "\(random) \(differences.count) of \(asked): \(differences.prefix(20))")
  }

  private func isKnown(code: Int, digits: [UInt8]) -> Bool {
    let national = digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
    let zeros = digits.prefix { $0 == 0x30 }.count
    // All zeros: the last is the number itself.
    return cphone_is_known(Int32(code), national, Int32(zeros == digits.count ? zeros - 1 : zeros))
  }

  @Test(arguments: ["a", "(1", "1)", "[1", "1{2", "1*", "[3-1]", "1{3,2}", "\\w", "^1"])
  func otherPatternsAreRefused(_ text: String) {
    #expect(DigitPattern(text.utf8) == nil)
  }
}
