import Composing
import Testing

@testable import Reports

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
