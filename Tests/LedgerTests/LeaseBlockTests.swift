import Testing

@testable import Ledger

@Suite("A block of leases")
struct LeaseBlockTests {
  @Test("has its keys in the order of their bytes")
  func order() {
    let keys = [
      "b", "a", "ab", "a\u{0}", "+12025550123", "+1202555012", "+12025550124", "é", "", "\u{1F}",
      "0123456789abcdef", "0123456789abcdefg", "0123456789abcdeff", "0123456789abcde",
    ]
    let block = LeaseBlock(keys)
    let sorted = keys.indices.map { block.index(at: $0) }
    #expect(
      sorted.map { keys[$0] }
        == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  @Test("numbers entries in the order of the list")
  func numbers() {
    var block = LeaseBlock(["c", "a", "b"])
    block.first = 7
    #expect((0..<3).map { block.entry(of: $0).rawValue } == [7, 8, 9])
  }

  @Test("knows the entry of a row that was leased, and of no other")
  func entry() {
    var block = LeaseBlock()
    for (key, row) in [("c", 5), ("a", 9), ("b", 10)] {
      block.append(Array(key.utf8).span, row: row)
    }
    block.sort()
    (block.first, block.campaign) = (7, CampaignID(rawValue: 3))
    func entry(_ row: Int, _ key: String, campaign: Int64 = 3) -> Int64? {
      block.entry(
        ofRow: row, key: Array(key.utf8).span, of: CampaignID(rawValue: campaign))?.rawValue
    }
    #expect(entry(9, "a") == nil)
    block.noteLeased(1)
    #expect(entry(9, "a") == 8)
    #expect(entry(9, "a", campaign: 2) == nil)
    #expect(entry(9, "b") == nil)
    #expect(entry(9, "") == nil)
    #expect(entry(9, "aa") == nil)
    for row in [4, 5, 6, 8, 10, 11] { #expect(entry(row, "a") == nil) }
    block.noteLeased(0)
    block.noteLeased(2)
    #expect([entry(5, "c"), entry(9, "a"), entry(10, "b")] == [7, 8, 9])
  }
}
