import Composing
import Testing

@testable import Reports

@Suite struct PhoneViewTests {
  private func view(_ text: String) -> PhoneView {
    PhoneView(MessageSample(sentRow(message: text)), labels: ["Longest"], price: Price("0.01"))
  }

  /// The pieces as one text: `‹2›` where a part starts, marks and hidden ones in brackets.
  private func drawn(_ text: String) -> String {
    view(text).pieces.map { piece in
      piece.part.map { "‹\($0)›" } ?? piece.mark.map { "(\($0))" } ?? piece.hidden.map { "{\($0)}" }
        ?? piece.plain ?? ""
    }.joined()
  }

  @Test func whatForcesUCS2IsMarked() {
    #expect(drawn("Zoë and “you”") == "Zo(ë) and (“)you(”)")
    #expect(
      view("Zoë").because
        == "ë (U+00EB) at character 3 forces UCS-2: 70 units in a segment, not 160.")
    #expect(drawn("Hello ñ €") == "Hello ñ €" && view("Hello").because == nil)
  }

  @Test func inAnotherScriptOnlyTheFirstIsMarked() {
    let word = String(repeating: "ж", count: 30)
    #expect(drawn(word) == "(ж)" + word.dropFirst())
    #expect(view(word).because?.contains("ж (U+0436) at character 1 forces UCS-2: 70") == true)
    #expect(view(word + "и").because?.contains("UCS-2, as does another: 70") == true)
    let all = String(String.UnicodeScalarView((0x430...0x44F).compactMap(Unicode.Scalar.init)))
    #expect(view(all).because?.contains("UCS-2, as do 31 others: 70") == true)
  }

  @Test func partsAreMarkedWhereTheyStart() {
    let letters = String(repeating: "a", count: 153)
    #expect(drawn(letters + letters + "b") == "\(letters)‹2›\(letters)‹3›b")
    // It starts within the family, which phones put together again.
    let start = String(repeating: "ж", count: 65)
    #expect(drawn(start + "👨‍👩‍👧 and more").hasSuffix("‹2›👨‍👩‍👧 and more"))
  }

  @Test func hiddenCharactersShowByTheirNames() {
    #expect(drawn("a\u{202E}b\nc\td\u{1}") == "a{U+202E}b\nc\td{U+0001}")
  }

  @Test func aLetterThatCarriesSomethingHiddenIsThere() {
    #expect(drawn("e\u{34F}x") == "(e){U+034F}x")
    #expect(drawn("葛\u{34F}x") == "(葛){U+034F}x")
    #expect(drawn("葛\u{E0100}城x") == "(葛\u{E0100})(城)x")
    #expect(drawn("ᠠ\u{180B}x") == "(ᠠ\u{180B})x")
  }

  @Test func aLongTextIsCutWithItsLength() {
    let view = view(String(repeating: "word ", count: 200_000))
    #expect(view.pieces.compactMap(\.plain).joined().count == PhoneView.longest)
    #expect(view.cut == "Cut here: it has 1,000,000 characters.")
    #expect(view.size.hasPrefix("6,536 segments · 1,000,000 of 1,000,008 units · costs 65.36"))
    #expect(self.view("short").cut == nil)
  }

  @Test func accentsWithoutEndAreCutToo() {
    let view = view("e" + String(repeating: "\u{301}", count: 100_000))
    let scalars = view.pieces.compactMap { $0.mark ?? $0.plain }.joined().unicodeScalars.count
    #expect(scalars <= 64 && view.cut != nil)
  }
}
