import Audience
import Foundation
import Scratch
import Testing

@testable import Campaign

@Suite("A plan")
struct PlanTests {
  @Test("counts the messages that a character forces into UCS-2, and not how often it is in them")
  func forcing() throws {
    try Scratch.with { scratch in
      let contacts = scratch.path("list.csv")
      try Data("phone\n+12025550123\n+12025550124\n".utf8).write(to: URL(filePath: contacts))
      let draft = try Draft(
        PlanOptions(
          contacts: contacts, audience: AudienceOptions(),
          template: .init(name: "--text", text: "“Hi” and “bye”"), senders: ["+12025550100"]))
      let forcing = try draft.plan().forcing.sorted
      #expect(forcing.map(\.key) == ["“", "”"])
      #expect(forcing.map(\.count) == [2, 2])
    }
  }

  @Test("names the first rows of a trouble, and says where there are or may be more")
  func rows() {
    var trouble = Plan.Trouble(reason: "")
    func note(_ row: Int, line: Int? = nil) {
      trouble.note(row: ContactPlace(row: row, line: line ?? row))
    }
    note(4)
    #expect(trouble.rowsInWords == "row 4")
    trouble.isAtLeast = true
    #expect(trouble.rowsInWords == "at least 1 row (4 …)")
    trouble.isAtLeast = false
    for row in 5...7 { note(row) }
    note(8, line: 11)
    #expect(trouble.rowsInWords == "rows 4, 5, 6, 7, 8 on line 11")
    note(9)
    #expect(trouble.rowsInWords == "6 rows (4, 5, 6, 7, 8 on line 11 …)")
  }
}
