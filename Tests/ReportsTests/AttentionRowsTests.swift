import Testing

@testable import Audience
@testable import Reports

@Suite struct AttentionRowsTests {
  @Test func statusesWithFewRowsKeepThemAll() {
    var rows = AttentionRows()
    for index in 0..<2_000 { rows.note(row(index, .invalid)) { "" } }
    for index in 0..<3 { rows.note(row(index, .unknown)) { "" } }
    rows.note(row(9, .rejected)) { "" }
    rows.note(row(9, .suppressed)) { "" }
    #expect(rows.total == 2_004)
    #expect(rows.shown.count == AttentionRows.most)
    #expect(
      rows.shown.prefix(5).map(\.status) == [.unknown, .unknown, .unknown, .rejected, .invalid])
  }

  @Test func aNameIsTheFirstValuesThatAreNoNumbers() {
    let contacts = batch([["  Ada ", "+1", "", "Lovelace", "London"]])
    #expect(contacts.name(of: contacts.contacts[0], without: [1]) == "Ada Lovelace")
    #expect(contacts.name(of: contacts.contacts[0], without: [0, 1, 3, 4]) == "")
  }
}
