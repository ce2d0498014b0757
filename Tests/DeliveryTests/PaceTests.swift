import Testing

@testable import Delivery

@Suite("The pace")
struct PaceTests {
  private let start = Instant.now

  /// The moments at which messages leave, when the timer of each fires late by what `jitter` says.
  private func moments(
    _ pace: Pace, count: Int, jitter: (Int) -> Duration = { _ in .zero }
  ) -> [Duration] {
    var pace = pace
    var now = start
    return (0..<count).map { index in
      now = pace.earliest(from: now) + jitter(index)
      pace.take(at: now)
      return start.duration(to: now)
    }
  }

  /// The most that leave in any window of that length.
  private func most(_ moments: [Duration], in window: Duration) -> Int {
    moments.map { first in moments.count { $0 >= first && $0 < first + window } }.max() ?? 0
  }

  @Test(
    "never exceeds the rate in a window, and keeps 98 % of it",
    arguments: [
      ("20/s", Duration.seconds(1)), ("1/s", .seconds(1)), ("1000/s", .seconds(1)),
      ("60/m", .seconds(60)), ("1000/h", .seconds(3_600)),
    ])
  func windows(_ text: String, _ window: Duration) throws {
    let rate = try #require(Rate(text))
    let moments = moments(Pace(rate), count: rate.count * 3)
    #expect(most(moments, in: window) <= rate.count)
    let last = try #require(moments.last)
    #expect(Double(moments.count - 1) / last.inSeconds >= rate.perSecond * 0.98)
    #expect(last.inSeconds > 0)
  }

  @Test("lets one message go at once, and spaces the next ones evenly")
  func even() throws {
    let moments = moments(Pace(try #require(Rate("20/s"))), count: 10)
    #expect(moments[0] == .zero)
    for (one, next) in zip(moments.dropFirst(), moments.dropFirst(2)) {
      #expect((next - one).inSeconds.isNear(0.05025))
    }
  }

  @Test("a pause is not made up for by a burst")
  func pause() throws {
    var pace = Pace(try #require(Rate("10/s")))
    pace.take(at: start)
    let late = start + .seconds(60)
    #expect(pace.earliest(from: late) == late)
    pace.take(at: late)
    #expect(pace.earliest(from: late) > late + .milliseconds(99))
  }

  @Test("timers that fire a little late cost no rate")
  func jitter() throws {
    let rate = try #require(Rate("1000/s"))
    let moments = moments(Pace(rate), count: 3_000) { .microseconds($0 % 7 * 70) }
    #expect(Double(moments.count - 1) / moments[2_999].inSeconds >= 980)
    #expect(most(moments, in: .seconds(1)) <= 1_000)
  }

  @Test("what is late moves all that follows")
  func slip() throws {
    var pace = Pace(try #require(Rate("10/s")))
    pace.take(at: start)
    let before = pace.earliest(from: start)
    pace.slip(by: .milliseconds(30))
    #expect(pace.earliest(from: start) == before + .milliseconds(30))
  }
}

extension Double {
  fileprivate func isNear(_ other: Double) -> Bool { abs(self - other) < 1e-6 }
}

@Suite("A rate")
struct RateTests {
  @Test(
    "is a number, a slash and a unit",
    arguments: [("20/s", 20.0), ("60/m", 1), ("3600/h", 1), ("1000000/s", 1_000_000)])
  func good(_ text: String, _ perSecond: Double) {
    #expect(Rate(text)?.perSecond == perSecond)
    #expect(Rate(text)?.description == text)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "20", "/s", "20/", "0/s", "-1/s", "+1/s", "1.5/s", "20/d", "20 /s", "20/s/s", "x/s",
      "1000001/s", "99999999999999999999/s", "２０/s",
    ])
  func bad(_ text: String) {
    #expect(Rate(text) == nil)
  }
}
