import Composing
import Testing

@testable import Reports

@Suite struct LatencyHistogramTests {
  /// The nearest rank of all values, rounded as they are shown.
  private func exact(_ values: [Int64], _ thousandths: Int) -> Int64 {
    let rank = max(1, (values.count * thousandths + 999) / 1_000)
    return LatencyHistogram.rounded(values.sorted()[rank - 1])
  }

  @Test func percentilesAreThoseOfTheRows() {
    var state: UInt64 = 7
    for size in [1, 2, 10, 999, 20_000] {
      var histogram = LatencyHistogram()
      var values: [Int64] = []
      for _ in 0..<size {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        values.append(Int64(1) << Int64(state >> 59) + Int64(state >> 33 & 0xFFFF))
      }
      for value in values { histogram.count(value) }
      #expect(histogram.total == size)
      for thousandths in [0, 1, 500, 900, 950, 990, 999, 1_000] {
        #expect(histogram.percentile(thousandths: thousandths) == exact(values, thousandths))
      }
    }
  }

  @Test func valuesKeepThreeDigits() {
    #expect(
      [0, 7, 999, 1_004, 1_005, 123_456, 999_600].map(LatencyHistogram.rounded) == [
        0, 7, 999, 1_000, 1_010, 123_000, 1_000_000,
      ])
  }

  @Test func memoryDoesNotGrowWithTheRows() {
    var histogram = LatencyHistogram()
    for value in 0..<Int64(200_000) { histogram.count(value * 37) }
    #expect(histogram.sorted.count < 5_000)
  }

  @Test func withoutAnAnswerThereIsNoPercentile() {
    #expect(LatencyHistogram().percentile(thousandths: 500) == nil)
    #expect(LatencyView(LatencyHistogram()) == nil)
  }
}

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

@Suite struct SegmentHistogramTests {
  @Test func messagesAreCountedBySegmentsAndEncoding() {
    var histogram = SegmentHistogram()
    for _ in 0..<3 { histogram.count(.gsm7, segments: 1) }
    histogram.count(.ucs2, segments: 2)
    #expect(histogram.lines.map(\.name) == ["1 segment", "2 segments"])
    #expect(histogram.lines.map(\.gsm7) == [3, 0] && histogram.lines.map(\.ucs2) == [0, 1])
    #expect(histogram.chart.summary == "3 messages of 1 segment; 1 message of 2 segments.")
  }

  @Test func theLongestShareALine() {
    var histogram = SegmentHistogram()
    for segments in 1...30 { histogram.count(.ucs2, segments: segments) }
    #expect(histogram.lines.count == SegmentHistogram.mostLines)
    #expect(histogram.lines.last?.name == "10 segments or more")
    #expect(histogram.lines.reduce(0) { $0 + $1.total } == 30)
  }
}
