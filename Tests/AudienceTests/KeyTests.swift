import Testing

@testable import Audience

@Suite struct KeyTests {
  @Test func aKeyIsTheNumberHoweverItIsWritten() throws {
    let contacts = try ListFixture(
      "phone\n+12025550123\n001 202 555 0123\n(202) 555-0123\n12025550123\n"
    ).read(.init(region: "us"))
    #expect(contacts[0].key == "+12025550123")
    #expect(contacts[2].standing == .duplicate(ofRow: 2))
    #expect(contacts[3].standing == .duplicate(ofRow: 2))
  }

  @Test func columnsMakeAKey() throws {
    let list = ListFixture(
      "phone,order,day\n+12025550123,7,Mo\n+12025550123,8,Mo\n+1 202 555 0123, 7 ,\"Mo \"\n"
        + "+12025550123,,Mo\n+12025550124,7,Mo\n")
    let contacts = try list.read(.init(keyColumns: ["order", "phone", "Day"]))
    #expect(contacts[0].key == "7\u{1F}+12025550123\u{1F}Mo")
    #expect(
      contacts.map(\.words) == [
        "recipient", "recipient", "duplicate of row 2",
        "invalid: has no value in the key column order", "recipient",
      ])
  }

  @Test func valuesDoNotRunIntoEachOther() throws {
    let contacts = try ListFixture("phone,a,b\n+12025550123,1,23\n+12025550123,12,3\n")
      .read(.init(keyColumns: ["a", "b"]))
    #expect(contacts.map(\.standing) == [.recipient, .recipient])
  }

  @Test func whatSeparatesValuesMayStandInThem() throws {
    let contacts = try ListFixture(
      "phone,a,b\n+12025550123,x\u{1F}y,z\n+12025550123,x,y\u{1F}z\n+12025550123,x\u{1E}1y,z\n"
    ).read(.init(keyColumns: ["a", "b"]))
    #expect(contacts.map(\.standing) == [.recipient, .recipient, .recipient])
  }

  @Test func aSuppressedRowClaimsItsKey() throws {
    let list = ListFixture(
      "phone,order\n+12025550123,7\n+12025550124,7\n+12025550123,7\n")
    let stop = list.write(Array("+12025550123".utf8), name: "stop.txt")
    let contacts = try list.read(.init(keyColumns: ["order"], suppressions: [stop]))
    #expect(contacts.map(\.words) == ["suppressed", "duplicate of row 2", "suppressed"])
  }

  /// Whoever claimed it first has what the ledger knows of it, and nobody else.
  @Test func aSuppressedDuplicateHoldsNoKey() throws {
    let list = ListFixture(
      "phone,order\n+12025550123,7\n+12025550124,7\n+12025550124,8\n+12025550125,9\n")
    let stop = list.write(Array("+12025550124".utf8), name: "stop.txt")
    let pass = try list.open(.init(keyColumns: ["order"], suppressions: [stop])).pass()
    let batch = try #require(try pass.next())
    #expect(batch.contacts[1].standing == .suppressed)
    let keys = batch.contacts.indices.map { index in
      var key: [UInt8] = []
      batch.appendHeldKey(at: index, to: &key)
      return String(decoding: key, as: UTF8.self)
    }
    #expect(keys == ["7", "", "8", "9"])
  }

  /// Who it is about is known all the same.
  @Test func anInvalidRowKeepsItsNumberAndClaimsNoKey() throws {
    let contacts = try ListFixture(
      "phone,from,tz\n+12025550123,,UTC+2\n+12025550124,x,UTC\n+12025550124,+12025550100,UTC\n"
        + "+12025550123,+12025550100,UTC\n"
    ).read(.init(fromColumn: "from", timezoneColumn: "tz"))
    #expect(
      contacts.map(\.number) == ["+12025550123", "+12025550124", "+12025550124", "+12025550123"])
    #expect(contacts[2...].map(\.standing) == [.recipient, .recipient])
    #expect(contacts[..<2].allSatisfy { $0.words.hasPrefix("invalid") })
  }

  @Test func anInvalidRowClaimsNoKey() throws {
    let contacts = try ListFixture("phone,order\n123,7\n+12025550124,7\n")
      .read(.init(keyColumns: ["order"]))
    #expect(contacts[1].standing == .recipient)
  }

  @Test func anIndexRemembersTheFirstClaim() {
    var index = KeyIndex<UInt64>()
    let rows = UInt32(1)...50_000
    #expect(rows.allSatisfy { index.claim(UInt64($0) * 977, row: $0) == $0 })
    #expect(rows.allSatisfy { index.claim(UInt64($0) * 977, row: 60_000) == $0 })
    #expect(index.count == 50_000)
    #expect(index.contains(977))
    #expect(!index.contains(978))
  }

  @Test func anIndexThatKnowsHowManyWillComeTakesItsRoomBefore() {
    var index = KeyIndex<UInt64>(expecting: 300_000)
    let room = index.byteCount
    #expect(room <= 24 * 300_000)
    let rows = UInt32(1)...300_000
    #expect(rows.allSatisfy { index.claim(UInt64($0) * 977, row: $0) == $0 })
    // Some of its parts get more keys than others, and grow.
    #expect(index.byteCount <= room + room / 20)
    #expect(rows.allSatisfy { index.claim(UInt64($0) * 977, row: 400_000) == $0 })
  }

  @Test func moreKeysThanExpectedFindRoom() {
    var index = KeyIndex<UInt64>(expecting: 1_000)
    let rows = UInt32(1)...20_000
    #expect(rows.allSatisfy { index.claim(UInt64($0) * 977, row: $0) == $0 })
    #expect(rows.allSatisfy { index.claim(UInt64($0) * 977, row: 30_000) == $0 })
  }

  /// A guess is only a guess: no list makes it a reason to take much memory.
  @Test(arguments: [true, false])
  func aWrongGuessCostsLittle(_ byNumber: Bool) {
    var claims = Claims(expecting: .max)
    let contact = Contact(
      row: 2, line: 2, fields: 0..<0, standing: .recipient,
      number: PhoneNumber(digits: 12_025_550_123))
    var batch = ContactBatch(
      bytes: [], fields: [], contacts: [contact], keyColumns: byNumber ? [] : [.number])
    let isSettled = claims.settle(&batch)
    #expect(isSettled && (10_000_000..<30_000_000).contains(claims.byteCount))
  }

  @Test func aRowTakesAtMost24BytesWhateverTheirNumber() {
    var index = KeyIndex<UInt64>()
    for row in 1...300_000 as ClosedRange<UInt32> {
      _ = index.claim(12_020_000_000 + UInt64(row), row: row)
      if row >= 10_000, row.isMultiple(of: 1_000) { #expect(index.byteCount <= 24 * Int(row)) }
    }
  }
}
