import Audience
import Liquid
import Testing

@testable import Composing

private let sender = PhoneNumber(digits: 12_025_550_100)

private func composer(
  _ template: String, columns: [String] = ["name", "city"], senders: Composer.Senders? = nil,
  maxSegments: Int = 10, plainQuotes: Bool = false
) throws -> Composer {
  let pool = try #require(SenderPool([sender]))
  return Composer(
    template: try Template(template).bound(to: columns), columnCount: columns.count,
    senders: senders ?? .pool(pool), maxSegments: maxSegments, plainQuotes: plainQuotes)
}

@Suite struct ComposerTests {
  @Test(arguments: [
    (["Ada", "London"], "Hi Ada from London!"),
    ([" Ada\t", "\u{A0}London\u{3000}"], "Hi Ada from London!"),
    (["Ada Lovelace", "Zürich"], "Hi Ada Lovelace from Zürich!"),
  ])
  func valuesEnterWithoutWhiteSpaceAroundThem(row: [String], expected: String) throws {
    var composer = try composer("Hi {{ name }} from {{ city }}!")
    let batch = batch([row], numbers: [12_025_550_123])
    var message = Array("of the row before".utf8)
    let composed = try composer.compose(batch.contacts[0], in: batch, into: &message)
    #expect(text(message) == expected)
    #expect(composed.sender == sender)
    #expect(composed.segments.units == expected.count)
    #expect(text(batch.bytes) == row.joined())
  }

  @Test func anEmptyValueNamesItsColumnAndTheWayOut() throws {
    var composer = try composer("Hi {{ name }},")
    let batch = batch([[" \u{A0}", "London"]])
    var message: [UInt8] = []
    let problem = #expect(throws: MessageProblem.self) {
      try composer.compose(batch.contacts[0], in: batch, into: &message)
    }
    #expect(
      problem?.description == #"name is empty; add a default: {{ name | default: "there" }}"#)
  }

  @Test(arguments: [
    ("first_name", "there"), ("vorname", "there"), ("customer_first_name", "there"),
    ("titel", "…"), ("company_name", "…"),
  ])
  func onlyANameIsReplacedByAGreeting(_ column: String, _ stopgap: String) {
    let problem = MessageProblem.template(.emptyValue(name: column, line: 1, column: 1))
    #expect(problem.description.hasSuffix("{{ \(column) | default: \"\(stopgap)\" }}"))
  }

  @Test func columnsThatTheTemplateDoesNotReadDoNotMatter() throws {
    var composer = try composer("Hi {{ name }}")
    let batch = batch([["Ada", ""], ["Bo"]])
    var message: [UInt8] = []
    for contact in batch.contacts {
      _ = try composer.compose(contact, in: batch, into: &message)
    }
    #expect(text(message) == "Hi Bo")
  }

  @Test func aRowThatIsTooShortHasEmptyFieldsAndNoneOfTheRowBefore() throws {
    var composer = try composer(#"{{ name }} {{ city | default: "-" }}"#)
    let batch = batch([["Ada", "London"], ["Bo"], ["Cy", "Rome"]])
    var texts: [String] = []
    var message: [UInt8] = []
    for contact in batch.contacts {
      _ = try composer.compose(contact, in: batch, into: &message)
      texts.append(text(message))
    }
    #expect(texts == ["Ada London", "Bo -", "Cy Rome"])
  }

  @Test(arguments: [
    "{% if name == 'x' %}Hi{% endif %}", " \n{% if name == 'x' %}Hi{% endif %}\u{A0}",
  ])
  func aMessageOfNothingIsAProblem(template: String) throws {
    var composer = try composer(template)
    let batch = batch([["Ada", "London"]])
    var message: [UInt8] = []
    #expect(throws: MessageProblem.empty) {
      try composer.compose(batch.contacts[0], in: batch, into: &message)
    }
  }

  @Test func aMessageBeyondTheLimitIsAProblem() throws {
    var composer = try composer("{{ name }}", maxSegments: 2)
    let batch = batch([306, 307].map { [String(repeating: "a", count: $0), ""] })
    var message: [UInt8] = []
    #expect(try composer.compose(batch.contacts[0], in: batch, into: &message).segments.count == 2)
    #expect(throws: MessageProblem.tooLong(segments: 3, limit: 2)) {
      try composer.compose(batch.contacts[1], in: batch, into: &message)
    }
  }

  @Test func plainQuotesTellWhatTheySave() throws {
    var plain = try composer("It’s {{ name }} — “hello”…", plainQuotes: true)
    let batch = batch([["O’Hara " + String(repeating: "x", count: 60), ""], ["😀", ""]])
    var message: [UInt8] = []
    let saved = try plain.compose(batch.contacts[0], in: batch, into: &message)
    #expect(text(message).hasPrefix("It's O'Hara xxx"))
    #expect(text(message).hasSuffix("x - \"hello\"..."))
    #expect(saved.segments.encoding == .gsm7)
    #expect(saved.segments.count == 1)
    #expect(saved.segmentsBeforePlainQuotes?.encoding == .ucs2)
    #expect(saved.segmentsBeforePlainQuotes?.count == 2)
    let emoji = try plain.compose(batch.contacts[1], in: batch, into: &message)
    #expect(emoji.segments.encoding == .ucs2)
    #expect(text(message) == "It's 😀 - \"hello\"...")
    #expect(
      ForcingCharacter.first(in: message.span) == ForcingCharacter(scalar: "😀", position: 6))
  }

  @Test func textWithoutTypographySavesNothing() throws {
    var plain = try composer("Hi {{ name }}", plainQuotes: true)
    let batch = batch([["Zoë", ""]])
    var message: [UInt8] = []
    let composed = try plain.compose(batch.contacts[0], in: batch, into: &message)
    #expect(composed.segmentsBeforePlainQuotes == nil)
    #expect(text(message) == "Hi Zoë")
  }

  @Test func aMessageOfInvisibleSignsIsAProblemOnceTheyAreGone() throws {
    var plain = try composer("\u{AD}\u{2060}", plainQuotes: true)
    let batch = batch([["", ""]])
    var message: [UInt8] = []
    #expect(throws: MessageProblem.empty) {
      try plain.compose(batch.contacts[0], in: batch, into: &message)
    }
  }

  @Test func theLimitAppliesToThePlainText() throws {
    var plain = try composer("{{ name }}’", maxSegments: 1, plainQuotes: true)
    let batch = batch([[String(repeating: "a", count: 159), ""]])
    var message: [UInt8] = []
    #expect(try plain.compose(batch.contacts[0], in: batch, into: &message).segments.count == 1)
  }

  @Test func aColumnNamesTheSender() throws {
    var composer = try composer("Hi", senders: .column)
    let batch = batch([["Ada", ""], ["Bo", ""]], senders: [447_700_900_123])
    var message: [UInt8] = []
    let composed = try composer.compose(batch.contacts[0], in: batch, into: &message)
    #expect(composed.sender.digits == 447_700_900_123)
    #expect(throws: MessageProblem.noSender) {
      try composer.compose(batch.contacts[1], in: batch, into: &message)
    }
  }
}
