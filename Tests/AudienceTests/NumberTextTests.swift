import Scratch
import Testing

@testable import Audience

@Suite struct NumberTextTests {
  private enum Reading: Equatable {
    case number(
      shown: String, hasPlus: Bool, digits: [UInt8], trunkZero: Int?, beforeSlash: String?)
    case problem(NumberProblem)
  }

  private func read(_ text: String) -> Reading {
    do throws(NumberProblem) {
      let number = try NumberText(Array(text.utf8).span)
      return .number(
        shown: number.shown, hasPlus: number.hasPlus, digits: number.digits,
        trunkZero: number.trunkZero,
        beforeSlash: number.beforeSlash)
    } catch {
      return .problem(error)
    }
  }

  /// What no eye sees, such as a space of no width, makes the longer way be taken.
  @Test func whatMostPeopleWriteIsReadLikeAllElse() {
    var random = SeededGenerator()
    let signs = Array(" ()-.+0123456789")
    for _ in 0..<20_000 {
      let text = String(
        (0..<Int.random(in: 5...24, using: &random)).map { _ in
          Bool.random(using: &random)
            ? signs.randomElement(using: &random)!
            : Character("\(Int.random(in: 0...9, using: &random))")
        })
      #expect(read(text) == read(text + "\u{200B}"), "\(text) \(random)")
    }
  }

  @Test(arguments: [
    "(202) 555-0123", "+1 202.555.0123", "0151 23456789", "+44 (0)20 7946 0958",
    "+44 ( 0 ) 20 7946 0958",
    "31.12.2026", "2026-12-31", "12025550123.0", "12025550123.00", "1202555012.3",
    "1 202 555 0123.",
    "2025550123 2025550124", "202-555-0123 - 202-555-0124", "+1 202+5550123", "(0) 20 7946 0958",
    "123456789012345", "1234567890123456", "12345678", " 2025550123 ", "-202-555-0123-",
    "............9",
  ])
  func usualFormsAreReadLikeAllElse(_ text: String) {
    #expect(read(text) == read(text + "\u{200B}"))
  }
}
