import Delivery
import Testing

@Suite("The stop switch", .timeLimit(.minutes(1)))
struct StopSwitchTests {
  @Test("keeps its first reason")
  func first() {
    let stop = StopSwitch()
    #expect(!stop.isStopped && stop.reason == nil)
    stop.stop(.interrupted(signal: 2))
    stop.stop(.ledger("late"))
    #expect(stop.isStopped)
    #expect(stop.reason == .interrupted(signal: 2))
  }

  @Test("wakes all who sleep")
  func wakes() async {
    let stop = StopSwitch()
    await withDiscardingTaskGroup { group in
      for _ in 1...20 { group.addTask { await stop.sleep(for: .seconds(3_600)) } }
      stop.stop(.interrupted(signal: 15))
    }
    #expect(stop.isStopped)
  }

  @Test("lets nobody sleep after it")
  func noMore() async {
    let stop = StopSwitch()
    stop.stop(.interrupted(signal: 15))
    await stop.sleep(for: .seconds(3_600))
    #expect(stop.reason == .interrupted(signal: 15))
  }

  @Test("lets sleepers sleep their time")
  func sleeps() async {
    let stop = StopSwitch()
    let start = ContinuousClock.now
    await stop.sleep(for: .milliseconds(20))
    #expect(start.duration(to: .now) >= .milliseconds(20))
    #expect(!stop.isStopped)
  }
}
