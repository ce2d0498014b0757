import Foundation
import Testing

@testable import Audience

@Suite struct ContactListTests {
  @Test func standingsSayWhatBecomesOfEachRow() throws {
    let list = ListFixture(
      """
      Name,Phone Number
      Ada,+12025550123
      Grace,+1 (202) 555-0124
      Ada again,+1-202-555-0123
      Bob,12345
      Eve,+12025550125,extra
      Mallory

      Zoë,+442079460958
      """)
    list.write(Array("+44 20 7946 0958\n".utf8), name: "stop.txt")
    let contacts = try list.read(.init(suppressions: ["\(list.folder)/stop.txt"]))
    #expect(
      contacts.map { "\($0.row) \($0.line) \($0.words)" } == [
        "2 2 recipient",
        "3 3 recipient",
        "4 4 duplicate of row 2",
        "5 5 invalid: 12345: no + and country code; write them, or name the country with --region",
        "6 6 invalid: has 3 fields, but the header has 2; a value with the delimiter in it needs "
          + "quotes around it",
        "7 7 invalid: has 1 field, but the header has 2",
        "9 9 suppressed",
      ])
  }

  @Test func rowsAndLinesDifferAfterEmbeddedLineBreaks() throws {
    let list = ListFixture("name,phone\r\n\"A\r\nB\nC\",+12025550123\r\n\r\nD,+12025550124\r\n")
    let contacts = try list.read()
    #expect(contacts.map(\.row) == [2, 4])
    #expect(contacts.map(\.line) == [2, 6])
    #expect(contacts[0].fields == ["A\r\nB\nC", "+12025550123"])
  }

  @Test func aSecondPassTellsTheSame() throws {
    let rows = (0..<5000).map { "n\($0),+1202\(5_550_000 + $0 % 3000)\n" }.joined()
    let list = try ListFixture("name,phone\n" + rows).open()
    #expect(list.fingerprint == nil)
    let first = try list.contacts()
    let fingerprint = try #require(list.fingerprint)
    #expect(fingerprint.count == 64)
    #expect(try list.contacts() == first)
    #expect(list.fingerprint == fingerprint)
    #expect(first.count == 5000)
    #expect(first.count { $0.standing == .recipient } == 3000)
    #expect(first[4999].standing == .duplicate(ofRow: 2001))
  }

  @Test func anAbandonedPassClaimsNothingWrongly() throws {
    let rows = (0..<20000).map { "n\($0),+1202\(5_550_000 + $0 % 9000)\n" }.joined()
    let list = try ListFixture("name,phone\n" + rows).open()
    for _ in 0..<20 { _ = try list.pass().next() }
    let contacts = try list.contacts()
    #expect(contacts.count { $0.standing == .recipient } == 9000)
  }

  @Test func theFingerprintIsSHA256OfAllBytes() throws {
    let list = try ListFixture("phone\n+12025550123\n").open()
    _ = try list.contacts()
    // printf 'phone\n+12025550123\n' | sha256sum
    #expect(
      list.fingerprint == "eb4b1030d4b5f914b402df1596ee168bdb52db9126f7551256b47c9632191576")
  }

  @Test func aFileThatChangesIsNoticed() throws {
    let fixture = ListFixture("phone\n+12025550123\n")
    let list = try fixture.open()
    _ = try list.contacts()
    try list.checkUnchanged()
    // Of another size: the clock of a file system may not tell two writes apart.
    fixture.write(Array("phone\n+12025550124\n+12025550125\n".utf8))
    #expect(throws: ContactListError.changed(path: fixture.path)) { try list.checkUnchanged() }
    #expect(throws: ContactListError.changed(path: fixture.path)) { try list.contacts() }
  }

  /// What was opened is whole, and what was sent can be told by it.
  @Test func aFileThatWasReplacedIsReadWhereThatDoesNoHarm() throws {
    let fixture = ListFixture("phone\n+12025550123\n")
    let list = try fixture.open()
    _ = try list.contacts()
    try FileManager.default.moveItem(atPath: fixture.path, toPath: fixture.path + ".old")
    fixture.write(Array("phone\n+12025550124\n".utf8))
    #expect(throws: ContactListError.changed(path: fixture.path)) { try list.contacts() }
    let pass = list.pass(evenIfReplaced: true)
    #expect(try pass.next()?.contacts.map(\.number?.description) == ["+12025550123"])
    #expect(try pass.next() == nil)
    let file = try #require(FileHandle(forWritingAtPath: fixture.path + ".old"))
    try file.seekToEnd()
    try file.write(contentsOf: Data("+12025550125\n".utf8))
    #expect(throws: ContactListError.changed(path: fixture.path)) {
      let pass = list.pass(evenIfReplaced: true)
      while try pass.next() != nil {}
    }
  }

  @Test func aFileThatChangesBeforeTheFirstPassIsNoticed() throws {
    let fixture = ListFixture("phone\n+12025550123\n")
    let list = try fixture.open()
    fixture.write(Array("phone\n+12025550124\n+12025550125\n".utf8))
    #expect(throws: ContactListError.changed(path: fixture.path)) { try list.contacts() }
  }

  @Test(arguments: [
    (",", "name,phone"), (";", "name;phone"), ("\t", "name\tphone"), ("|", "name|phone"),
    (",", "\"a;b\",phone"), (";", "\"a,b\";phone"), (";", "price, net;phone"),
    (",", "a|b|c,phone"), (",", "phone"),
  ])
  func theDelimiterIsFound(_ expected: String, header: String) throws {
    let row = header.split(separator: Character(expected)).dropLast().map { _ in "1,5;2|3\t4" }
    let quoted = row.map { "\"\($0)\"" } + ["+12025550123"]
    let list = try ListFixture(header + "\n" + quoted.joined(separator: expected) + "\n").open()
    #expect(list.delimiter == expected.utf8.first)
    #expect(try list.contacts().map(\.number) == ["+12025550123"])
  }

  @Test func commasInValuesDoNotHideASemicolon() throws {
    let rows = (0..<50).map { "Lovelace, Ada;1,5;+1202555\(1000 + $0)\n" }.joined()
    let list = try ListFixture("name;price;phone\n" + rows).open()
    #expect(list.delimiter == UInt8(ascii: ";"))
    #expect(try list.contacts().count { $0.standing == .recipient } == 50)
  }

  @Test(arguments: ["sep", "SEP", "Sep"])
  func excelsSeparatorLineIsObeyed(word: String) throws {
    let list = try ListFixture("\(word)=|\r\nname|phone\r\nAda|+12025550123\r\n").open()
    #expect(list.delimiter == UInt8(ascii: "|"))
    let contacts = try list.contacts()
    #expect(contacts.map(\.row) == [2])
    #expect(contacts.map(\.line) == [3])
  }

  @Test func anOptionOverridesTheDelimiter() throws {
    let list = ListFixture("na,me^phone\nA,da^+12025550123\n")
    let contacts = try list.read(.init(delimiter: UInt8(ascii: "^")))
    #expect(contacts[0].fields == ["A,da", "+12025550123"])
    #expect(throws: ContactListError.unusableDelimiter(34)) {
      try list.read(.init(delimiter: UInt8(ascii: "\"")))
    }
  }

  @Test(arguments: [
    "name,phone\nAda,+12025550123\n", "name,phone\rAda,+12025550123\r",
    "name,phone\r\nAda,+12025550123\r\n", "name,phone\nAda,+12025550123",
    "\u{FEFF}name,phone\nAda,+12025550123", "\u{FEFF}\"name\",\"phone\"\nAda,+12025550123",
    "name,phone,,\nAda,+12025550123,,\n", "name,phone,,\nAda,+12025550123\n",
    "name,phone\nAda,+12025550123,,\n", "name,phone\n\n\nAda,+12025550123\n\n",
    "name,phone, \nAda,+12025550123,\" \"\n",
  ])
  func dialectsReadTheSame(_ text: String) throws {
    let list = try ListFixture(text).open()
    #expect(list.header.names == ["name", "phone"])
    let contacts = try list.contacts()
    #expect(contacts.map(\.standing) == [.recipient])
    #expect(contacts.first?.fields.first == "Ada")
    #expect(contacts.first?.number == "+12025550123")
  }

  @Test func spacesAreKeptAsTheyAre() throws {
    let contacts = try ListFixture("name,phone\n  Ada  ,  +12025550123 \n\" B \",+12025550124\n")
      .read()
    #expect(contacts[0].fields == ["  Ada  ", "  +12025550123 "])
    #expect(contacts[1].fields == [" B ", "+12025550124"])
    #expect(contacts.map(\.standing) == [.recipient, .recipient])
  }

  @Test(arguments: [",,", ",", " ", "\t", " , ,,", "\u{A0},"])
  func aRowWithoutAnyValueIsNamed(_ row: String) throws {
    let contacts = try ListFixture("name,phone,city\n\(row)\nAda,+12025550123,Rome\n").read()
    #expect(contacts.map(\.problem) == [.emptyRow, nil])
  }

  @Test func aFirstRowThatIsAContactIsNotShown() {
    let list = ListFixture("Ada,+12025550123\nBob,+12025550124\n")
    let error = #expect(throws: ContactListError.self) { try list.open() }
    let words = error?.description ?? ""
    #expect(words.contains("The columns are: Ada, (a number)"), "\(words)")
    #expect(words.contains("the first row must name the columns"), "\(words)")
    #expect(!words.contains("2025550123"), "\(words)")
  }

  @Test(arguments: [",,", " , ", "\u{A0},\t"])
  func aFirstRowThatIsBlankIsSaidToBe(_ row: String) {
    let list = ListFixture("\(row)\nname,phone\nAda,+12025550123\n")
    let error = #expect(throws: ContactListError.self) { try list.open() }
    #expect(error?.description.contains("must name the columns, and is blank") == true)
  }

  @Test func valuesBesideTheColumnsAreNamed() throws {
    let contacts = try ListFixture("name,phone,,\nAda,+12025550123,,x\n").read()
    #expect(contacts[0].problem == .valueWithoutHeader(column: 4))
    #expect(contacts[0].words.contains("column D"))
  }

  @Test func aColumnWithoutNameMustBeEmpty() throws {
    let empty = try ListFixture("name,,phone\nAda,,+12025550123\n").read()
    #expect(empty[0].standing == .recipient)
    let list = ListFixture("name,,phone\nAda,,+12025550123\nBob,x,+12025550124\n")
    let error = #expect(throws: ContactListError.self) { try list.read() }
    #expect(
      error == .unnamedColumn(path: list.path, column: 2, place: .init(row: 3, line: 3)))
    #expect(error?.description.contains("row 3 (line 3): column B has values but no name") == true)
  }

  @Test func aColumnNamesTheSender() throws {
    let list = ListFixture(
      "phone,mobile sender\n+12025550123,+1 202 555 0199\n+12025550124,nobody\n+12025550125,\n")
    let open = try list.open(.init(fromColumn: "mobile-sender"))
    #expect(open.fromColumn == 1)
    let contacts = try open.contacts()
    #expect(
      contacts.map(\.words) == [
        "recipient", "invalid: mobile sender: nobody: not a phone number",
        "invalid: mobile sender: no number",
      ])
  }

  @Test func whiteSpaceIsNoNumber() throws {
    let contacts = try ListFixture("name,phone\nAda,\u{A0} \u{200E}\nBob,\n").read()
    #expect(contacts.map(\.words) == ["invalid: no number", "invalid: no number"])
  }
}
