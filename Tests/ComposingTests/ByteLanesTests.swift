import Testing

@testable import Composing

@Suite struct ByteLanesTests {
  /// Texts of every length around a few eights, with a bad byte at every place or none.
  @Test func aRunEndsAtOrBeforeTheFirstByteThatFails() {
    for length in 0...40 {
      for bad in 0...length {
        var text = [UInt8](repeating: 0x61, count: length)
        if bad < length { text[bad] = 0xC3 }
        for start in 0...length {
          let end = text.span.endOfRun(from: start) { !$0.hasHighBit }
          let first = bad >= start ? bad : length
          #expect(start...first ~= end, "length \(length), bad at \(bad), from \(start)")
        }
      }
    }
  }

  @Test func aRunWithoutFaultsReachesTheEnd() {
    for length in 8...40 {
      let text = [UInt8](repeating: 0x61, count: length)
      for start in 0...length {
        #expect(text.span.endOfRun(from: start) { !$0.hasHighBit } == length)
      }
    }
  }

  @Test func aRunEndsWithItsRange() {
    let text = [UInt8](repeating: 0x61, count: 40)
    #expect(text.span.endOfRun(from: 3, to: 30) { !$0.hasHighBit } == 30)
    #expect(text.span.endOfRun(from: 3, to: 3) { !$0.hasHighBit } == 3)
  }

  /// Each byte in each place among letters: it may be passed by only if it is one septet.
  @Test func whatIsPlainForGSMIsOneSeptet() {
    for byte in UInt8.min...UInt8.max {
      let isOne = byte < 0x80 && GSM7.septets(of: UInt32(byte)) == 1
      for place in 0..<8 {
        var text = Array("aZ0 z9,A".utf8)
        text[place] = byte
        let isPlain = GSM7.isPlain(ByteLanes(text.span, at: 0))
        #expect(!isPlain || isOne, "byte \(byte) at \(place)")
        let isUsual = (0x20...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        #expect(isPlain || !isUsual, "byte \(byte) at \(place)")
      }
    }
  }
}
