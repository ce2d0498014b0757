import Testing

@testable import Audience

@Suite struct OutputSpanDecimalTests {
  @Test(arguments: [0, 1, 9, 10, 11, 99, 100, 1_009, 12_025_550_123, .max, -1, -10, .min])
  func aNumberIsWrittenAsSwiftWritesIt(_ number: Int) {
    var bytes: [UInt8] = []
    bytes.append(addingCapacity: 20) { $0.append(decimal: number) }
    #expect(String(decoding: bytes, as: UTF8.self) == "\(number)")
  }

  @Test func aNumberOfEachLengthIsWrittenWhole() {
    var least = 1
    while true {
      for number in [least - 1, least, least + 1, least &* 9 &+ (least - 1)] {
        var bytes: [UInt8] = []
        bytes.append(addingCapacity: 20) { $0.append(decimal: number) }
        #expect(String(decoding: bytes, as: UTF8.self) == "\(number)")
      }
      let (next, isOver) = least.multipliedReportingOverflow(by: 10)
      if isOver { break }
      least = next
    }
  }

  @Test(arguments: [1, 12_025_550_123, 999_999_999_999_999, .max])
  func aPhoneNumberIsWrittenAsItIsSent(_ digits: UInt64) {
    var bytes = [UInt8](repeating: 0, count: 3)
    PhoneNumber(digits: digits).append(to: &bytes)
    #expect(String(decoding: bytes[3...], as: UTF8.self) == "+\(digits)")
    #expect(PhoneNumber(digits: digits).description == "+\(digits)")
  }
}
