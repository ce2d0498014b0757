import Audience
import Testing

@testable import Composing

@Suite struct SenderPoolTests {
  private let senders = (0..<5).map { PhoneNumber(digits: 12_025_550_100 + $0) }
  private let recipients = (0..<20_000).map { PhoneNumber(digits: 447_700_900_000 + $0) }

  @Test func theOrderOfThePoolDoesNotMatter() throws {
    let pool = try #require(SenderPool(senders))
    let reversed = try #require(SenderPool(senders.reversed()))
    for recipient in recipients.prefix(1000) {
      #expect(pool.sender(for: recipient) == reversed.sender(for: recipient))
    }
  }

  /// Ledgers and plans hold these choices: another hash would send from other numbers after an update.
  @Test(
    arguments: [
      (447_700_900_000, 12_025_550_100), (447_700_900_001, 12_025_550_103),
      (447_700_900_002, 12_025_550_103), (12_025_550_123, 12_025_550_101),
    ] as [(UInt64, UInt64)])
  func choicesAreTheSameInEveryVersion(recipient: UInt64, sender: UInt64) throws {
    let pool = try #require(SenderPool(senders))
    #expect(pool.sender(for: PhoneNumber(digits: recipient)).digits == sender)
  }

  @Test func recipientsAreSharedEvenly() throws {
    let pool = try #require(SenderPool(senders))
    let counts = Dictionary(grouping: recipients, by: pool.sender(for:)).mapValues(\.count)
    #expect(counts.count == 5)
    for count in counts.values { #expect((3700...4300).contains(count), "\(counts)") }
  }

  @Test func anAddedSenderOnlyTakesItsShare() throws {
    let pool = try #require(SenderPool(Array(senders.dropLast())))
    let larger = try #require(SenderPool(senders))
    let moved = recipients.filter { pool.sender(for: $0) != larger.sender(for: $0) }
    #expect((3700...4300).contains(moved.count))
    #expect(moved.allSatisfy { larger.sender(for: $0) == senders[4] })
  }

  @Test func aPoolHasAtLeastOneNumber() throws {
    #expect(SenderPool([]) == nil)
    let one = try #require(SenderPool([senders[0]]))
    #expect(recipients.prefix(10).allSatisfy { one.sender(for: $0) == senders[0] })
  }
}
