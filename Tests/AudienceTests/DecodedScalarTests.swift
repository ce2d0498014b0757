import Testing

@testable import Audience

@Suite struct DecodedScalarTests {
  private func scalars(_ bytes: [UInt8]) -> [DecodedScalar] {
    var index = 0
    var found: [DecodedScalar] = []
    while index < bytes.count {
      found.append(DecodedScalar(in: bytes.span, at: index))
      index += found[found.count - 1].length
    }
    return found
  }

  /// Swift's own decoder replaces maximal subparts too.
  @Test func everySequenceOfTwoLeadingBytesReadsAsSwiftReadsIt() {
    for first in UInt8(0x7F)...0xFF {
      for second in UInt8.min...UInt8.max {
        for tail: [UInt8] in [[], [0x80], [0x80, 0x80], [0xBF, 0x41], [0x41]] {
          let bytes = [first, second] + tail
          let expected = String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
          #expect(scalars(bytes).map(\.value) == expected, "\(bytes)")
        }
      }
    }
  }

  @Test func aRealReplacementCharacterIsValid() {
    #expect(scalars([0xEF, 0xBF, 0xBD]).map(\.isValid) == [true])
    #expect(scalars([0xFF]).map(\.isValid) == [false])
  }
}
