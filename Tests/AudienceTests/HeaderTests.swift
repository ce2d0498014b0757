import Testing

@testable import Audience

@Suite struct HeaderTests {
  @Test(arguments: [
    ("First Name", "first_name"), ("first-name", "first_name"), ("FirstName", "first_name"),
    (" first_name ", "first_name"), ("FIRST NAME", "first_name"), ("First.Name", "first_name"),
    ("E-Mail", "e_mail"), ("Order ID", "order_id"), ("orderID", "order_id"),
    ("HTTPCode2", "http_code2"), ("Prénom", "prénom"), ("Straße (privat)", "straße_privat"),
    ("Имя", "имя"), ("名前", "名前"), ("a\u{A0}b", "a_b"), ("% off", "off"), ("2nd", "2nd"),
    ("İsim", "isim"), ("İL ADI", "il_adi"),
  ])
  func aHeaderBecomesAName(_ header: String, variable: String) {
    #expect(LooseName.variable(header) == variable)
  }

  @Test func aColumnIsFoundByWhatPeopleCallIt() {
    let header = Header(fields: ["First Name", "E-Mail", "Prénom", "#", "", "id", "ID "])
    #expect(header.index(of: "first_name") == 0)
    #expect(header.index(of: "firstname") == 0)
    #expect(header.index(of: "email") == 1)
    #expect(header.index(of: "prenom") == 2)
    #expect(header.index(of: "#") == 3)
    #expect(header.variables[3] == "column_d")
    #expect(header.index(of: "ID ") == 6)
    #expect(header.index(of: "last_name") == nil)
    #expect(Header(fields: ["İsim"]).index(of: "isim") == 0)
    // It may be meant by either of two.
    #expect(Header(fields: ["E-Mail", "Em ail"]).index(of: "email") == nil)
  }

  @Test func twoColumnsOfOneNameAreRefused() {
    let list = ListFixture("First Name,phone,first_name\nAda,+12025550123,B\n")
    let error = #expect(throws: ContactListError.self) { try list.open() }
    #expect(error?.category == .data)
    #expect(error?.description.contains("columns A (“First Name”) and C (“first_name”)") == true)
  }

  @Test(arguments: [
    "to_number", "To Number", "phone", "Phone Number", "PHONE", "mobile", "Mobile Phone", "cell",
    "Cell Phone", "msisdn", "tel", "Tel.", "telefon", "Telefonnummer", "Handynummer", "Rufnummer",
    "téléphone", "Telephone", "Numéro de téléphone", "N° de téléphone", "celular", "Teléfono",
    "Móvil", "Telefone",
    "cellulare", "Telefoon", "puhelin", "телефон", "電話番号", "手机号", "전화번호", "phone_number",
    "phoneNumber", "Phone 1 - Value", "te\u{301}le\u{301}phone", "to",
  ])
  func thePhoneColumnIsFound(_ name: String) throws {
    let list = try ListFixture("name,\"\(name)\",city\nAda,+12025550123,X\n").open()
    #expect(list.toColumn == 1)
  }

  @Test func twoPhoneColumnsAreAQuestion() {
    let list = ListFixture("name,phone,mobile\nAda,+12025550123,+12025550124\n")
    let error = #expect(throws: ContactListError.self) { try list.open() }
    let words = error?.description ?? ""
    #expect(words.contains("“phone” and “mobile”"))
    #expect(words.contains("--to-column"))
    #expect(words.contains("name, phone, mobile"))
    #expect(error?.category == .data)
  }

  @Test func noPhoneColumnIsAQuestion() {
    let list = ListFixture("name,house\nAda,+12025550123\n")
    let error = #expect(throws: ContactListError.self) { try list.open() }
    #expect(error?.description.contains("--to-column") == true)
    #expect(error?.description.contains("name, house") == true)
  }

  @Test func theColumnOfTheSendersIsNoneOfTheRecipients() {
    let list = ListFixture("name,phone\nAda,+12025550123\n")
    let error = #expect(throws: ContactListError.self) {
      try list.open(.init(fromColumn: "phone"))
    }
    #expect(
      error?.description.contains(
        "besides “phone”, which --from-column names for the senders; name it with --to-column")
        == true)
  }

  @Test func anOptionNamesThePhoneColumn() throws {
    let list = ListFixture("name,phone,House Line\nAda,+12025550123,+12025550124\n")
    let contacts = try list.read(.init(toColumn: "house_line"))
    #expect(contacts[0].number == "+12025550124")
    for options in [
      AudienceOptions(toColumn: "nope"), .init(fromColumn: "nope"), .init(keyColumns: ["nope"]),
    ] {
      let error = #expect(throws: ContactListError.self) { try list.open(options) }
      #expect(error?.category == .usage)
      #expect(error?.description.contains("name, phone, House Line") == true)
    }
  }

  @Test func columnsAreCalledByLetters() {
    #expect([1, 26, 27, 52, 703].map(columnLetters) == ["A", "Z", "AA", "AZ", "AAA"])
  }
}
