import Testing

@testable import Composing

@Suite struct ForcingCharacterTests {
  @Test(
    arguments: [
      ("Hi Ada", nil), ("[€] é\n", nil), ("", nil),
      ("Hi “Ada”", "“ (U+201C) at character 4"), ("Zoë", "ë (U+00EB) at character 3"),
      ("é😀", "😀 (U+1F600) at character 2"), ("a\tb", "U+0009 at character 2"),
      ("a\u{A0}b", "U+00A0 at character 2"), ("`", "` (U+0060) at character 1"),
      ("e\u{301}", "U+0301 at character 2"), ("x\u{200B}", "U+200B at character 2"),
    ] as [(String, String?)])
  func theFirstOneIsNamed(text: String, words: String?) {
    let first = ForcingCharacter.first(in: Array(text.utf8).span)
    #expect(first?.description == words)
  }

  @Test func allAreFoundInOrder() {
    let text = Array("Hi “Zoë” 😀, é is fine’".utf8)
    var search = ForcingCharacter.Search()
    var found: [ForcingCharacter] = []
    while let next = search.next(in: text.span) { found.append(next) }
    #expect(found.map(\.scalar) == ["“", "ë", "”", "😀", "’"])
    #expect(found.map(\.position) == [4, 7, 8, 10, 22])
  }

  @Test func positionsCountTheCharactersBefore() {
    for length in 0...40 {
      let text = Array((String(repeating: "x", count: length) + "€😀").utf8)
      let first = ForcingCharacter.first(in: text.span)
      #expect(first == ForcingCharacter(scalar: "😀", position: length + 2))
    }
  }
}
