import Testing

@testable import Composing

@Suite struct SegmentsPartsTests {
  private func starts(_ text: String) -> [Int] {
    let bytes = Array(text.utf8)
    return Segments(of: bytes.span).partStarts(in: bytes.span)
  }

  @Test func oneSegmentIsOnePart() {
    #expect(starts("Hi") == [0])
    #expect(starts(String(repeating: "a", count: 160)) == [0])
  }

  @Test func joinedPartsAreShorterThanOneAlone() {
    #expect(starts(String(repeating: "a", count: 161)) == [0, 153])
    #expect(starts(String(repeating: "ж", count: 71)) == [0, 67])
  }

  @Test func whatTakesTwoUnitsStartsTheNextPartWhole() {
    #expect(starts(String(repeating: "a", count: 152) + "€" + "bcdefghij") == [0, 152])
    #expect(starts("ж" + String(repeating: "😀", count: 40)) == [0, 34])
  }

  @Test func thereAreAsManyPartsAsSegments() {
    for count in stride(from: 1, through: 700, by: 7) {
      for letter in ["a", "€", "ж", "😀", "a€", "ж😀"] {
        let text = Array(String(repeating: letter, count: count).utf8)
        let segments = Segments(of: text.span)
        #expect(segments.partStarts(in: text.span).count == segments.count, "\(count) \(letter)")
      }
    }
  }

  @Test func aBeginningHasThePartsThatStartInIt() {
    let bytes = Array(String(repeating: "a", count: 400).utf8)
    let segments = Segments(of: bytes.span)
    #expect(segments.partStarts(in: bytes.span.extracting(0..<200)) == [0, 153])
  }
}
