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
