import Audience
import Testing

@testable import Delivery

@Suite struct TimetableTests {
  private let start = Instant.now

  private func sender(_ number: UInt64) -> PhoneNumber {
    PhoneNumber(digits: 1_202_555_0000 + number)
  }

  private func timetable() -> Timetable { Timetable(rate: nil, senderRate: Rate("10/s")) }

  private func wait(_ timetable: Timetable, _ number: UInt64) -> Int64 {
    let moment = timetable.earliest(for: sender(number), from: start)
    return start.duration(to: moment).microseconds / 10_000
  }

  /// In hundredths of a second.
  @Test func eachSenderSlipsByWhatWasLateSinceItsLastMessage() {
    var timetable = timetable()
    timetable.take(sender(1), at: start)
    timetable.slip(by: .milliseconds(200))
    timetable.take(sender(2), at: start)
    timetable.slip(by: .milliseconds(300))
    #expect([1, 2, 3].map { wait(timetable, $0) } == [59, 39, 0])
    timetable.take(sender(1), at: start + .milliseconds(600))
    #expect([1, 2, 3].map { wait(timetable, $0) } == [69, 39, 0])
  }

  @Test func sendersThatMaySendAgainAreForgottenAndNoOthers() {
    var timetable = timetable()
    for number in UInt64(1)...900 { timetable.take(sender(number), at: start - .seconds(1)) }
    timetable.take(sender(901), at: start)
    // By now over, but for what it has slipped by since.
    timetable.take(sender(902), at: start - .milliseconds(150))
    timetable.slip(by: .milliseconds(100))
    for number in UInt64(903)...3_000 { timetable.take(sender(number), at: start) }
    let waits = [1, 900, 901, 902, 903, 3_000].map { wait(timetable, $0) }
    #expect(waits == [0, 0, 19, 4, 9, 9])
  }
}
