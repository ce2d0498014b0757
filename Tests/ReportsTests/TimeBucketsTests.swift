import Testing

@testable import Reports

@Suite struct TimeBucketsTests {
  @Test func stretchesAreFewAndNothingIsLost() {
    for spacing in [1, 900, 70_000, 5_000_000, 3_000_000_000, 90_000_000_000] as [Int64] {
      var buckets = TimeBuckets()
      // From the middle outwards, so that it grows to both sides.
      let moments = (0..<Int64(3_000)).map { index in
        1_772_357_400_000_000 + (index % 2 == 0 ? index : -index) * spacing
      }
      for moment in moments { buckets.count(.sent, at: moment) }
      let all = buckets.all
      #expect(all.count <= TimeBuckets.most)
      for stretch in all {
        let inside = moments.count { $0 >= stretch.start && $0 - stretch.start < buckets.step }
        #expect(stretch.counts[.sent] == inside)
      }
      #expect(all.reduce(0) { $0 + $1.counts[.sent] } == 3_000)
      #expect(zip(all, all.dropFirst()).allSatisfy { $1.start - $0.start == buckets.step })
    }
  }

  @Test func aMessageIsInTheStretchOfItsTime() {
    var buckets = TimeBuckets()
    for moment in [-1, 0, 9_999, 10_000] as [Int64] { buckets.count(.failed, at: moment) }
    #expect(buckets.all.map(\.start) == [-10_000, 0, 10_000])
    #expect(buckets.all.map { $0.counts[.failed] } == [1, 2, 1])
  }

  @Test(arguments: [[.min], [.max], [.min, 0, .max]] as [[Int64]])
  func momentsThatNoPageCanPrintAreCut(_ moments: [Int64]) throws {
    var buckets = TimeBuckets()
    for moment in moments { buckets.count(.sent, at: moment) }
    #expect(buckets.all.reduce(0) { $0 + $1.counts[.sent] } == moments.count)
    let view = try #require(TimesView(run: 1, buckets))
    #expect(view.chartIntro.contains("\(moments.count) message"))
  }
}
