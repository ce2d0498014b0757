import Glibc
import Synchronization
import Testing

@testable import Audience

@Suite struct SuppressionsTests {
  /// With and without the 1 of Mexican mobiles.
  @Test func aNumberIsSuppressedHoweverItIsDialled() throws {
    let list = ListFixture("phone\n+5215512345678\n+525512345679\n")
    let stop = list.write(Array("+525512345678\n+5215512345679\n".utf8), name: "stop.txt")
    #expect(
      try list.read(.init(suppressions: [stop])).map(\.standing) == [.suppressed, .suppressed])
  }

  @Test func aNumberWithoutACountryHoldsItsRecipientBack() throws {
    let list = ListFixture("phone\n+12025550123\n+12025550124\n+442025550123\n")
    let stop = list.write(Array("(202) 555-0123\n".utf8), name: "stop.txt")
    #expect(
      try list.read(.init(suppressions: [stop])).map(\.standing) == [
        .suppressed, .recipient, .suppressed,
      ])
  }

  /// A clock by which nothing takes long, however busy the machine is.
  private let still: @Sendable () -> ContinuousClock.Instant = { [now = ContinuousClock.now] in now
  }

  @Test(arguments: [
    "+12025550123\n+44 20 7946 0958\n", "phone\n+12025550123\n+442079460958\n",
    "id,phone,why\n1,+12025550123,x\n2,+44 (20) 7946-0958,y\n",
    "# asked to stop\n+12025550123\n\n# and this one\n+442079460958",
    "\u{FEFF}Blocked numbers\r\n+12025550123\r\n'+442079460958\r\n",
    "1;+12025550123;x\n2;+442079460958;y\n",
    "number\n+12025550123\n+442079460958\n", "Number,Reason\n+12025550123,x\n+442079460958,y\n",
    "id;Número;fecha\n1;+12025550123;x\n2;+442079460958;y\n",
    "#,phone\n1,+12025550123\n2,+442079460958\n",
    "# asked, in spring, to stop\n# x\n+12025550123\n+442079460958\n",
    "# asked, in spring, to stop\nnumber,why\n+12025550123,x\n+442079460958,y\n",
    "+12025550123,blocked\n+442079460958,mobile\n",
    "Phone,Opt-out since 01/01/2026\n+12025550123,x\n+442079460958,x\n",
    "Phone,2026-11-26\n+12025550123,x\n+442079460958,x\n",
    "Order no. 2026-000123,Number\n1,+12025550123\n2,+442079460958\n",
    "Phone,Asked +12025550199\n+12025550123,x\n+442079460958,x\n",
    "#,phone,tags\n1,+12025550123,a;b;c;d\n2,+442079460958,e;f;g;h\n",
    "#no;telefon;adr\n1;+12025550123;a, b, c\n2;+442079460958;d, e, f\n",
    "# asked to stop by letter, phone, email\n+12025550123\n+442079460958\n",
    "sep=;\n# x, y\nName;Phone\nBob;+12025550123\nAl;+442079460958\n",
    "mobile;+12025550123\nhome;+442079460958\n",
    "# do not call\nName;Phone\nBob;+12025550123\nAmy;+442079460958\n",
    "# x; y\n# blocked\nName,Phone\nBob,+12025550123\nAmy,+442079460958\n",
    "# exported\tby Ann\n+12025550123,Bob\n+442079460958,Amy\n",
    "Order,Phone\n#1001,+12025550123\n#1002,+442079460958\n",
    "handle,phone\n\"#ann\",+12025550123\nA1,+442079460958\n",
    "#1001,+12025550123\n#1002,+442079460958\n",
    "# 1001,+12025550123\nA2,+442079460958\n",
    "#1,+12025550123\n# gone, by letter\n#2,+442079460958\n",
    "# +12025550124\n+12025550123\n#+12025550124\n+442079460958\n",
    "Name,Phone 1 - Value,Phone 2 - Value\nA,+12025550123,+442079460958\n",
    "Name,Mobile,Mobile 2\nA,,+12025550123\nB,+442079460958,\nC,+12025550123\n",
    "Mobile1;Mobile2\n+12025550123;+442079460958\n",
    "tel:+12025550123\ntel:+442079460958\n", "tel:+12025550123,Ann\ntel:+442079460958,Bob\n",
    "Order,Phone\n#1001,tel:+12025550123\n#1002,tel:+442079460958\n",
    "#1001,tel:+12025550123\n#1002,tel:+442079460958\n",
    "# 1,tel:+12025550123\nA2,+442079460958\n",
    "Order,Phone,Phone 2\n#1001,,+12025550123\n#1002,none,+442079460958\n#1003,n/a,-\n",
    "# 1001,+12025550123\n# 1002,+442079460958\n", "#ann,+12025550123\n#bob,+442079460958\n",
    "# exported by crm, 2026-11-26 10:00\nName,Phone\nA,+12025550123\nB,+442079460958\n",
    "# total, 1204567 rows\nName,Phone\nA,+12025550123\n# on, 2026-11-26\nB,+442079460958\n",
    "Phone,Phone 2\n+12025550123,none\n+442079460958,-\n",
    "# asked \"nicely\", \"\"often\"\"\n+12025550123\r\n#\"\n+442079460958\n",
    "#1,\"a, \"\"b\"\"\n# \"\"c\"\"\",+12025550123\n#2,x,+442079460958\n",
    "Phone,To 2026\n+12025550123,2026-12-31\n+442079460958,\n",
    "Phone,,\n+12025550123,,\n,,\n \u{A0},,\n+442079460958,,\n,,\n",
    ",,\nName,Phone,\nA,+12025550123,\nB,+442079460958,\n",
    "to_number\tdate\n+12025550123\t2025-01-01\n+442079460958\t2025-01-02\n",
  ])
  func listsOfManyShapesAreUnderstood(_ text: String) throws {
    let list = try suppressions(text)
    #expect(list.count == 2)
    #expect(list.badEntries == [])
    #expect(list.contains(PhoneNumber(digits: 12_025_550_123)))
    #expect(list.contains(PhoneNumber(digits: 442_079_460_958)))
    #expect(!list.contains(PhoneNumber(digits: 12_025_550_124)))
  }

  /// What cannot be read as a number may still be one, and no header.
  @Test func aFirstRowWithDigitsIsNoHeader() throws {
    let list = try suppressions("(202) 555-0123,blocked\n")
    #expect(list.badEntries.map(\.line) == [1])
    #expect(throws: ContactListError.self) {
      try suppressions("+12025550123,+442079460958,blocked\n")
    }
  }

  @Test func aRegionMakesNoNumberOfAYear() throws {
    let list = try suppressions("Phone,2026\n030 123456,x\n", region: "DE")
    #expect(list.count == 1 && list.badCount == 0)
    #expect(list.contains(PhoneNumber(digits: 4_930_123_456)))
  }

  /// Not a blank line, but one that lacks the column of numbers.
  @Test func aShortLineIsABadEntry() throws {
    let list = try suppressions("id,phone\n1,+12025550123\n+12025550124\n\n")
    #expect(list.badEntries.map(\.line) == [3])
  }

  @Test func badEntriesAreCountedAndShown() throws {
    let list = try suppressions("id,phone\n1,+12025550123\n2,nobody\n3,+1202\n4,\n")
    #expect(list.count == 1)
    #expect(list.badCount == 3)
    #expect(list.badEntries.map(\.line) == [3, 4, 5])
    #expect(
      list.badEntries[0].description.hasSuffix("stop.csv: line 3: nobody: not a phone number"))
  }

  @Test func somebodyWithoutANumberCannotBeMatched() throws {
    let list = try suppressions("Name,Email,Phone\nAda,ada@example.com,\n")
    let words = "line 2: no number in its column, so whoever is meant cannot be matched"
    #expect(list.badEntries.map { $0.description.hasSuffix(words) } == [true])
    #expect(list.badEntries.map { $0.reason.hasSuffix(words) } == [true])
  }

  @Test func onlyTheFirstBadEntriesAreKept() throws {
    let list = try suppressions("phone\n" + String(repeating: "x\n", count: 1000))
    #expect(list.badCount == 1000)
    #expect(list.badEntries.count == 100)
  }

  @Test func aRegionCountsHereToo() throws {
    let list = try suppressions("(202) 555-0123\n", region: "US")
    #expect(list.contains(PhoneNumber(digits: 12_025_550_123)))
  }

  /// In `+`, somebody said which country is meant.
  @Test(
    arguments: [
      ("+390612345678\n", 0, nil), ("02 1234 5678\n0491 570 156\n", 0, nil),
      ("+15512345678\n0412345678\n0612345678\n", 1, 3),
    ] as [(String, Int, Int?)])
  func numbersThatTheRegionDoesNotKnowAreTold(_ text: String, _ count: Int, _ line: Int?) throws {
    let list = try suppressions(text, region: "AU")
    #expect(list.unknown?.count ?? 0 == count && list.unknown?.line == line)
  }

  @Test func aNumberAddedLaterIsHonoured() throws {
    let fixture = ListFixture("+12025550123\n", name: "stop.txt")
    let list = try Suppressions(
      paths: [fixture.path], reader: PhoneNumberReader(region: nil), now: still)
    try list.refresh()
    #expect(list.count == 1)
    fixture.write(Array("+12025550123\n+12025550124\n".utf8), name: "stop.txt")
    try list.refresh()
    #expect(list.contains(PhoneNumber(digits: 12_025_550_124)))
    #expect(list.count == 2)
  }

  /// As editors and `mv` do it.
  @Test func aListThatAnotherTookThePlaceOfIsReadAgain() throws {
    let fixture = ListFixture("+12025550123\n", name: "stop.txt")
    let list = try Suppressions(
      paths: [fixture.path], reader: PhoneNumberReader(region: nil), now: still)
    let other = fixture.write(Array("+12025550124\n".utf8), name: "new.txt")
    try #require(rename(other, fixture.path) == 0)
    try list.refresh()
    #expect(list.contains(PhoneNumber(digits: 12_025_550_124)))
  }

  /// Else no message would leave beside a long list that grows all the time.
  @Test func aListThatTakesLongIsNotReadAgainAtOnce() throws {
    let seconds = Mutex([0, 2, 3, 4, 5])
    let start = ContinuousClock.now
    let fixture = ListFixture("+12025550123\n", name: "stop.txt")
    let list = try Suppressions(
      paths: [fixture.path], reader: PhoneNumberReader(region: nil)
    ) {
      start + .seconds(seconds.withLock { $0.isEmpty ? 6 : $0.removeFirst() })
    }
    for (row, isRead) in [(1, true), (2, false), (3, true)] {
      let more = (0...row).map { "+1202555012\($0)\n" }.joined()
      fixture.write(Array(more.utf8), name: "stop.txt")
      try list.refresh()
      let isKnown = list.contains(PhoneNumber(digits: UInt64(12_025_550_120 + row)))
      #expect(isKnown == isRead, "\(row)")
    }
    #expect(list.contains(PhoneNumber(digits: 12_025_550_122)))
  }

  @Test func anEntryThatIsAddedAndIsNoNumberIsToldOnce() throws {
    let fixture = ListFixture("+12025550123\nhello\n", name: "stop.txt")
    let list = try Suppressions(
      paths: [fixture.path], reader: PhoneNumberReader(region: nil), now: still)
    #expect(try list.refresh() == nil)
    fixture.write(
      Array("+12025550124\n+12025550123\nhello\n(202) 555-0125\n".utf8), name: "stop.txt")
    let added = try list.refresh()
    #expect(added?.first?.line == 4 && added?.count == 1)
    #expect(try list.refresh() == nil)
    #expect(list.badCount == 2)
  }

  @Test func anEntryThatTakesThePlaceOfAnotherAndIsNoNumberEitherIsTold() throws {
    let fixture = ListFixture("+12025550123\nhello\n", name: "stop.txt")
    let list = try Suppressions(
      paths: [fixture.path], reader: PhoneNumberReader(region: nil), now: still)
    fixture.write(Array("+12025550123\n(202) 555-0125\n".utf8), name: "stop.txt")
    let added = try list.refresh()
    #expect(added?.first?.line == 2 && added?.count == 1)
    #expect(list.badCount == 1)
  }

  /// A hundred entries are kept.
  @Test func ofManyEntriesThatAreNoNumbersNewOnesAreToldAllTheSame() throws {
    let many = (1...130).map { "nobody \($0)\n" }.joined()
    let fixture = ListFixture(many, name: "stop.txt")
    let list = try Suppressions(
      paths: [fixture.path], reader: PhoneNumberReader(region: nil), now: still)
    fixture.write(Array((many + "hello\n").utf8), name: "stop.txt")
    let added = try list.refresh()
    #expect(added?.count == 1 && added?.first == nil)
    // What moves into the first hundred is not new.
    fixture.write(
      Array(many.split(separator: "\n").dropFirst(40).joined(separator: "\n").utf8),
      name: "stop.txt")
    #expect(try list.refresh() == nil)
    let flood = (1...200).map { "somebody \($0)\n" }.joined()
    fixture.write(Array(flood.utf8), name: "stop.txt")
    #expect(try list.refresh()?.count == 110)
  }

  /// An export that failed, or a `>` instead of `>>`.
  @Test(arguments: ["", "+12025550124\n"])
  func aNumberThatIsGoneStaysSuppressed(text: String) throws {
    let fixture = ListFixture("+12025550123\n", name: "stop.txt")
    let list = try Suppressions(
      paths: [fixture.path], reader: PhoneNumberReader(region: nil), now: still)
    fixture.write(Array(text.utf8), name: "stop.txt")
    try list.refresh()
    #expect(list.contains(PhoneNumber(digits: 12_025_550_123)))
    #expect(list.contains(PhoneNumber(digits: 12_025_550_124)) == !text.isEmpty)
  }

  @Test func aListThatBreaksKeepsWhatIsKnown() throws {
    let fixture = ListFixture("+12025550123\n", name: "stop.txt")
    let list = try Suppressions(
      paths: [fixture.path], reader: PhoneNumberReader(region: nil), now: still)
    fixture.write(Array("a,b\n\"broken".utf8), name: "stop.txt")
    #expect(throws: ContactListError.self) { try list.refresh() }
    #expect(list.contains(PhoneNumber(digits: 12_025_550_123)))
  }

  @Test(arguments: [
    ("", true), ("phone\n", true), ("\n\n", true), ("# nobody yet\n", true), ("12\n", false),
    ("phone\n+12025550123\n", false),
  ])
  func aListWithoutEntriesIsTold(_ text: String, _ isEmpty: Bool) throws {
    let (full, fixture) = (ListFixture("+12025550123\n"), ListFixture(text))
    let read = try Suppressions(
      paths: [full.path, "/dev/null", fixture.path], reader: PhoneNumberReader(region: nil))
    #expect(read.emptyPaths == (isEmpty ? [fixture.path] : []))
  }

  @Test func anEmptyListSuppressesNobody() throws {
    #expect(try suppressions("").count == 0)
    #expect(try suppressions("phone\n").count == 0)
    #expect(try suppressions("phone\n").badCount == 0)
  }

  @Test func aListWithoutNumbersIsRefused() {
    let error = #expect(throws: ContactListError.self) {
      try suppressions("name,city\nAda,London\n")
    }
    #expect(throws: ContactListError.self) {
      try suppressions("Name,Home Phone,Phone 2\nAnn,+12025550123,+442079460958\n")
    }
    #expect(error?.description.contains("name one column phone") == true)
    let two = #expect(throws: ContactListError.self) {
      try suppressions("Phone,Mobile\n+12025550123,+442079460958\n")
    }
    #expect(
      two?.description.contains(
        "“Phone” and “Mobile” could each hold the numbers; put all of these into one column")
        == true)
    #expect(throws: ContactListError.self) {
      try Suppressions(
        paths: [ListFixture("").folder + "/missing"], reader: PhoneNumberReader(region: nil),
        now: still)
    }
  }
}
