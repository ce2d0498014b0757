import Testing

@testable import Delivery

@Suite("An instant")
struct InstantTests {
  @Test("goes by the clock that goes on while the machine sleeps")
  func clock() {
    let (before, start) = (ContinuousClock.now, Instant.now)
    var (end, after) = (Instant.now, ContinuousClock.now)
    while after - before < .milliseconds(2) { (end, after) = (.now, .now) }
    #expect(start.duration(to: end) <= before.duration(to: after))
    // Four looks at the clocks lie between the two spans.
    #expect(before.duration(to: after) - start.duration(to: end) < .seconds(1))
    #expect(start < end)
  }

  @Test(
    "is as far from another as was added",
    arguments: [.zero, .nanoseconds(1), .milliseconds(-1500), .seconds(86_400 * 365)] as [Duration])
  func added(_ duration: Duration) {
    let start = Instant.now
    #expect(start.duration(to: start + duration) == duration)
    #expect((start + duration) - start == duration)
    #expect(start - duration == start.advanced(by: .zero - duration))
    var moved = start
    moved += duration
    #expect(moved == start + duration)
    #expect((start < moved) == (duration > .zero))
  }

  @Test("stays at the end of time where it would pass it")
  func ends() {
    let start = Instant.now
    let far = Duration.seconds(Int64.max)
    #expect(start + far + far == start + far + far + far)
    #expect(start - far - far == start - far - far - far)
    #expect((start - far).duration(to: start + far) == .nanoseconds(Int64.max))
    #expect((start + far).duration(to: start - far) == .nanoseconds(Int64.min))
    #expect(start - far < start && start < start + far)
  }
}
