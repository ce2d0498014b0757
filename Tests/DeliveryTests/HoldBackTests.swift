import Delivery
import Testing

@Suite("Holding back")
struct HoldBackTests {
  @Test("is nothing at first, and for no time at all", arguments: [Duration.zero, .seconds(-5)])
  func nothing(_ duration: Duration) {
    let holdBack = HoldBack()
    #expect(holdBack.wait == .zero)
    holdBack.hold(for: duration)
    #expect(holdBack.wait == .zero)
  }

  @Test("lasts as long as the longest hold")
  func longest() {
    let holdBack = HoldBack()
    holdBack.hold(for: .seconds(3_600))
    holdBack.hold(for: .seconds(1))
    let wait = holdBack.wait
    #expect(wait > .seconds(3_000) && wait <= .seconds(3_600))
    holdBack.hold(for: .seconds(7_200))
    #expect(holdBack.wait > .seconds(7_000))
  }

  @Test("tells how much longer it is than before")
  func added() {
    let holdBack = HoldBack()
    let first = holdBack.hold(for: .seconds(3_600))
    #expect(first > .seconds(3_599) && first <= .seconds(3_600))
    #expect(holdBack.hold(for: .seconds(1)) == .zero)
    let more = holdBack.hold(for: .seconds(7_200))
    #expect(more >= .seconds(3_600) && more < .seconds(7_000))
  }

  @Test("ends by itself")
  func ends() async throws {
    let holdBack = HoldBack()
    holdBack.hold(for: .milliseconds(5))
    while holdBack.wait > .zero { try await Task.sleep(for: holdBack.wait) }
    #expect(holdBack.wait == .zero)
  }
}
