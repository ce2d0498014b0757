import Testing

@testable import Audience

@Suite struct SuppressionColumnsTests {
  /// Somebody put two on one line, or a title above the names of the columns.
  @Test(arguments: [
    "phone\n+12025550123,+12025550124\n", "+12025550123\n+12025550199, +12025550124\n",
    "Do not contact\nName,Phone\nAnn,+12025550124\n",
    "phone,home phone\n+12025550123,+12025550124\n", "Mobile;Phone (work)\n;+12025550124\n",
    "phone\n+12025550123,asked to stop,+1 202 555 0124\n",
    "phone,home mobile\n+12025550123,12025550124\n",
  ])
  func numbersBesideTheColumnsAreFound(text: String) throws {
    #expect(try suppressions(text).contains(PhoneNumber(digits: 12_025_550_124)))
  }

  @Test(arguments: [
    "Telefon;Cep;Ev Telefonu", "Телефон;x;Рабочий телефон", "Telefoon;x;Telefoon werk",
    "Puhelin;x;Puhelin työ", "Τηλέφωνο;x;Τηλέφωνο εργασίας", "Telefon;x;Mobilní", "Telefone;x;Cel",
    "Phone;x;SMS", "هاتف;x;هاتف العمل", "电话;x;备用电话",
    "Telefon;x;Diensthandy", "Phone;x;Home Phone No.", "電話番号;x;自宅電話番号",
    "Điện thoại;x;Số điện thoại nhà", "Phone;x;GSM (work)",
    "Telefon;x;Privat-Telefon", "Phone;x;Other Mobile Nr",
    "Телефон;x;Номер мобильного телефона", "Phone;x;Opt-Out Phone", "Phone;x;Unsubscribed Mobile",
    "Phone;x;SMS Consent Mobile", "Phone;x;Account: Phone", "Phone;x;Mobile (opt in)",
    "Phone;x;Sent Phone",
    "Telefon;x;Telefon (am Abend)", "Phone;x;Phone No. (Home)", "Telefon;x;Handy-Nr. (privat)",
    "Phone;x;Verified Phone", "Telefon;x;Telefon (privat) Nr.", "Phone;x;Landline No",
  ])
  func furtherPhonesAreFoundByAnyOfTheirNames(names: String) throws {
    let list = try suppressions("\(names)\n2025550123;;2025550124\n", region: "US")
    #expect(list.contains(PhoneNumber(digits: 12_025_550_124)) && list.badCount == 0)
  }

  @Test(arguments: [
    "Order Number", "Work Order Number", "Alternate Customer Number", "Phone ID", "Telefonstatus",
    "Handy Kunden-Nr.", "Number", "Replied To", "Hotel", "Phone Order No", "Номер заказа", "订单号码",
    "Personal Number", "Telefon Datum", "SMS Opt Out", "SMS Consent Timestamp", "CEP",
    "Headphone Serial",
    "Automobile", "Wohnmobil", "Smartphone IMEI", "Precio fijo", "MSISDN Hash", "Casa número", "",
    "Recipient City", "Emergency Contact Number", "Mobilfunk Kundennr.", "GSM IMSI", "Phone PIN",
    "Phone verified at",
    "Handy geprüft am", "Mobile Ticket", "Telefon Rechnungsnummer",
  ])
  func otherColumnsAreNoPhones(name: String) throws {
    let list = try suppressions("Phone;\(name)\n2025550123;2025550124\n", region: "US")
    #expect(list.count == 1 && list.badCount == 0)
  }

  /// What may be a postcode, or a number of nobody, stands for nobody's phone.
  @Test(arguments: [
    "Nome,Telefone,CEP\nAna,,20040-030\n",
    "Name,Phone,SMS Message\nAna,,5550143 is my new number\n",
    "Name,Phone,Home Phone\nAna,,555-0143\n", "Name,Phone,Home Phone\nAna,,\n",
    "Name,Phone,Alternate Number\nAna,,1234567\n",
  ])
  func whoHasNoNumberIsTold(text: String) throws {
    let list = try suppressions(text, region: "US")
    #expect(list.count == 0 && list.badEntries.map(\.problem) == [.missing])
  }

  @Test(
    arguments: [
      ("DE", "Diensthandy", "Handy: 0151/23456195", 4_915_123_456_195),
      ("DE", "Diensthandy", "0151/23456195 (privat)", 4_915_123_456_195),
      ("AT", "Diensthandy", "privat 0664/1234567", 436_641_234_567),
      ("IT", "Cel", "casa 347/1234567", 393_471_234_567),
    ] as [(String, String, String, UInt64)])
  func aSlashBehindAWordPartsNoNumber(
    _ region: String, _ name: String, _ cell: String, _ digits: UInt64
  ) throws {
    let list = try suppressions("Telefon,x,Festnetz,\(name)\n,,,\(cell)\n", region: region)
    #expect(list.contains(PhoneNumber(digits: digits)) && list.count == 1 && list.badCount == 0)
  }

  @Test func fewDigitsInAColumnOfOtherNumbersHideNoMissingOne() throws {
    let list = try suppressions("Name,Telefon,Other Number\nA,,4711-2026\n", region: "DE")
    #expect(list.badEntries.map(\.problem) == [.missing])
  }

  /// Where nothing but a number is one, also in a cell with two lines.
  @Test(arguments: [
    "Phone,Home Phone", "Phone,Cell (work)", "Phone", "Do not call",
  ])
  func wordsForWhichNumberOneIsHideNone(names: String) throws {
    for cell in [
      "home: 202-555-0124", "(202) 555-0124 home", "H: 202-555-0124", "202-555-0124 (work)",
      "Cell phone - 202.555.0124", "privat +1 202 555 0124", "202-555-0199\n202-555-0124",
      "Home: 202-555-0199\r\nWork: 202-555-0124",
    ] {
      let list = try suppressions("\(names)\n2025550123,\"\(cell)\"\n", region: "US")
      #expect(list.contains(PhoneNumber(digits: 12_025_550_124)) && list.badCount == 0, "\(cell)")
    }
  }

  /// A postcode of Brazil and an order are as long as numbers of some regions.
  @Test(arguments: [
    ("BR", "Telefone,CEP\n11987650000,20040030\n"), ("US", "Phone,\n2025550123,1000000001\n"),
  ])
  func whatMayBeNoPhoneIsNotTold(_ region: String, _ text: String) throws {
    let list = try suppressions(text, region: region)
    #expect(list.unknown == nil && list.badCount == 0)
  }

  @Test(arguments: ["Phone,Phone Notes", "Phone,", "Phone"])
  func otherWordsBesideANumberAreANote(names: String) throws {
    for note in ["order: 2025550124", "2025550124 EUR", "home of 2025550124", "1735689600\nx"] {
      guard !(names.contains("Notes") && note.first?.isNumber == true) else { continue }
      let list = try suppressions("\(names)\n2025550123,\"\(note)\"\n", region: "US")
      #expect(list.count == 1 && list.badCount == 0, "\(note)")
    }
  }

  @Test(arguments: [
    "phone,updated\n+12025550123,2026-11-26\n", "phone,phone checked\n+12025550123,2026-11-26\n",
    "phone\n+12025550123,2026-11-26 10:30\n", "phone,phone_verified_at\n+12025550123,1735689600\n",
    "phone,Phone Number ID\n+12025550123,123456789012345\n", "phone\n+12025550123,20250102101112\n",
    "phone,mobile_added\n+12025550123,2025-01-02 10.11\n",
    "phone,home mobile\n+12025550123,unknown\n",
    "phone,phone_optout_date\n+12025550123,20250102\n", "phone\n+12025550123,20250102\n",
  ])
  func otherCellsBesideTheColumnsAreNone(text: String) throws {
    for region in [nil, "US", "DK"] {
      let list = try suppressions(text, region: region)
      #expect(list.count == 1 && list.badCount == 0)
    }
  }

  /// A log of answers has one's own number in `To`; one of what was sent, in `From`. Who is meant gets nothing.
  @Test(arguments: [
    "From,To,Body\n+442079460958,+12025550123,STOP\n",
    "Sender,Recipient\n+442079460958,+12025550123\n",
    "From Number;To Number\n442079460958;12025550123\n",
    "to_number,from_number\n+12025550123,+44 20 7946 0958\n",
    "To,From\n12345,+442079460958\n,+12025550123\n",
  ])
  func inALogOfMessagesBothEndsAreSuppressed(text: String) throws {
    let list = try suppressions(text)
    #expect(list.count == 2)
    // Those that lack the +.
    #expect(list.badCount == (text.contains(";") ? 2 : 0))
    #expect(list.contains(PhoneNumber(digits: 442_079_460_958)))
    #expect(list.contains(PhoneNumber(digits: 12_025_550_123)))
    #expect(list.listOfOwn([PhoneNumber(digits: 12_025_550_123)]) == nil)
  }

  @Test(arguments: ["web form", "2026-01-05", "2026-01-05 10:00", "12345", "SHOP", ""])
  func aSenderThatIsNoNumberIsNoEntry(text: String) throws {
    let list = try suppressions("From,Phone\n\(text),+12025550123\n")
    #expect(list.count == 1 && list.badCount == 0)
    #expect(list.listOfOwn([PhoneNumber(digits: 12_025_550_123)])?.isNarrow == false)
    #expect(list.listOfOwn([PhoneNumber(digits: 12_025_550_124)]) == nil)
  }

  /// What would be suppressed in a column of numbers is so in one of senders, and where it is none, told.
  @Test(
    arguments: [
      ("US", "(202) 555-0124 Bob"), ("US", "12025550124 (WhatsApp)"),
      (nil, "12025550124 (WhatsApp)"),
      (nil, "\"=\"\"+12025550124\"\"\""), ("US", "\u{202A}(202) 555-0124\u{202C}"),
      ("US", "2025550124 / 2025550199"),
    ] as [(String?, String)])
  func whatStandsBesideASenderLetsNobodyIn(_ region: String?, _ text: String) throws {
    for names in ["From,Phone", "Home Phone,Mobile"] {
      let list = try suppressions("\(names)\n\(text),\n", region: region)
      #expect(list.contains(PhoneNumber(digits: 12_025_550_124)), "\(names)")
    }
  }

  @Test(arguments: ["22-34-56-80", "22345680", "22 34 56 80"])
  func aShortNumberOfARegionIsSuppressedInEachColumn(text: String) throws {
    for names in ["From,To", "Home Phone,Mobile"] {
      let list = try suppressions("\(names)\n\(text),\n", region: "DK")
      #expect(list.contains(PhoneNumber(digits: 4_522_345_680)) && list.badCount == 0, "\(names)")
    }
  }

  @Test(arguments: ["1.20256E+10", "(202) 555-0124 Ann", "2O2 555 0124 Ann"])
  func whatIsNoNumberWhereASenderSeemsMeantIsTold(text: String) throws {
    let list = try suppressions("From,Phone\n\(text),+12025550123\n")
    #expect(list.badEntries.map(\.line) == [2])
    let further = try suppressions("Home Phone,Mobile\n\(text),+12025550123\n")
    #expect(further.badCount == 0)
  }

  /// Nobody asked that whom a note names gets nothing, and it is no entry.
  @Test(
    arguments: [
      "Phone,Phone Notes", "Phone,Mobile Device", "Phone,From", "Phone,Origin",
    ],
    [
      "Pixel 2025550124", "order 2025550124", "ticket 12345678",
      "https://example.com/20261101/12345678", "1234567@example.com",
    ])
  func numbersWithinNotesAreNoEntries(_ names: String, _ note: String) throws {
    let list = try suppressions("\(names)\n+12025550123,\(note)\n", region: "US")
    #expect(list.count == 1 && list.badCount == 0)
  }

  /// Each code is of the number in front of it.
  @Test func codesWithAPositionAreNotThoseOfAllNumbers() throws {
    let list = try suppressions(
      "Phone 1,Country Code 1,Phone 2,Country Code 2\n+447911123456,44,+12025550123,1\n")
    #expect(list.count == 2 && list.badCount == 0)
  }

  @Test func aNumberThatANoteNamesIsNotSuppressed() throws {
    let note = "\"old number, use +1 202-555-0124 from now on\""
    let list = try suppressions("Phone,Phone Notes\n+12025550123,\(note)\n")
    #expect(list.count == 1 && list.badCount == 0)
  }

  /// Another list that names the senders says nothing of this one.
  @Test func onesOwnNumberIsToldOfTheListItIsIn() throws {
    let own = PhoneNumber(digits: 442_079_460_958)
    let log = ListFixture("From,To\n+12025550123,+442079460958\n")
    let wrong = ListFixture("To,Customer\n+442079460958,+12025550124\n")
    let plain = ListFixture("+442079460958\n")
    let reader = try PhoneNumberReader(region: nil)
    for (paths, isNarrow) in [
      ([log.path], nil), ([log.path, wrong.path, plain.path], false),
      ([plain.path, log.path], true),
    ] as [([String], Bool?)] {
      let found = try Suppressions(paths: paths, reader: reader).listOfOwn([own])
      #expect(found?.isNarrow == isNarrow)
      #expect(found?.path == isNarrow.map { $0 ? plain.path : wrong.path })
    }
  }

  @Test func aSenderThatCannotBeReadIsTold() throws {
    let list = try suppressions("From,To\n(202) 555-0124,+12025550123\n")
    #expect(list.badEntries.map(\.line) == [2])
  }

  /// Nobody is asked whether the code beside it belongs to a number.
  @Test(
    arguments: [
      ("US", "Name,Country Code,Phone\nAda,44,7911123456", 447_911_123_456),
      ("US", "Name,Country Code,Phone\nAda,GB (+44),07911 123456", 447_911_123_456),
      ("DE", "Name;Vorwahl;Telefonnummer\nAda;0171;2345678", 491_712_345_678),
      ("DE", "Vorwahl;Handy\n+43;664 1234567", 436_641_234_567),
      ("DE", "Landesvorwahl;Vorwahl;Telefonnummer\n49;171;2345678", 491_712_345_678),
      ("US", "Landesvorwahl;Vorwahl;Telefonnummer\n49;0171;2345678.0", 491_712_345_678),
      (nil, "Country Code,Phone\n44,7911123456", 447_911_123_456),
    ] as [(String?, String, UInt64)])
  func aNumberIsSuppressedWithTheCodesBesideItToo(
    _ region: String?, _ text: String, _ digits: UInt64
  ) throws {
    let list = try suppressions(text + "\n", region: region)
    #expect(list.contains(PhoneNumber(digits: digits)))
    #expect(list.badEntries.map(\.line) == [2])
  }

  /// Whether somebody moved or has a number of that country, nobody is asked.
  @Test func aNumberIsSuppressedInTheCountryBesideItToo() throws {
    let list = try suppressions(
      "Country,Phone\nGB,7911123456\nUS,2025550123\nGB,+12025550124\nFR,2025550125\n", region: "US")
    #expect(list.badCount == 0)
    #expect(list.contains(PhoneNumber(digits: 447_911_123_456)))
    #expect(list.contains(PhoneNumber(digits: 12_025_550_125)))
    #expect(!list.contains(PhoneNumber(digits: 442_025_550_124)))
  }

  @Test func aCodeThatANumberLacksIsTold() throws {
    let list = try suppressions(
      "Country Code,Phone,Home Phone\n44,2025550123,7911123456\n44,+447911123457,\n", region: "US")
    #expect(
      list.badEntries.map(\.problem.description) == [
        "2025550123: column Country Code has another code; write whole numbers, such as +12025550123"
      ])
    #expect(list.contains(PhoneNumber(digits: 12_025_550_123)))
    #expect(list.contains(PhoneNumber(digits: 447_911_123_456)))
  }
}
