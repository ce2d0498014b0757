import Glibc
import Testing

@testable import Delivery

@Suite("An instant")
struct InstantTests {
  @Test("is what the clock shows that goes on while the machine sleeps")
  func clock() {
    let looks = [bootTime(), Instant.now.nanoseconds, bootTime()]
    #expect(looks == looks.sorted())
  }

  private func bootTime() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_BOOTTIME, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
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
