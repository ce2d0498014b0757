import Testing

@testable import Audience

@Suite struct ClaimsTests {
  private func batch(row: Int) -> ContactBatch {
    let contact = Contact(
      row: row, line: row, fields: 0..<0, standing: .recipient,
      number: PhoneNumber(digits: 12_025_550_123))
    return ContactBatch(bytes: [], fields: [], contacts: [contact], keyColumns: [])
  }

  /// A row beyond would be taken for another one.
  @Test func rowsAreSettledAsLongAsTheyCanBeCounted() {
    var claims = Claims(expecting: 1)
    var last = batch(row: Int(UInt32.max))
    let isLastSettled = claims.settle(&last)
    #expect(isLastSettled)
    #expect(last.contacts[0].standing == .recipient)
    var beyond = batch(row: Int(UInt32.max) + 1)
    let isBeyondSettled = claims.settle(&beyond)
    #expect(!isBeyondSettled)
    #expect(beyond.contacts[0].standing == .recipient)
  }
}
