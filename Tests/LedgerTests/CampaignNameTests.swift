import Testing

@testable import Ledger

@Suite("Campaign names")
struct CampaignNameTests {
  @Test(
    "are letters, digits, dots, underscores and hyphens",
    arguments: [
      "a", "7", "_", "Spring-2026", "v1.2_b", "a.", "a..b", "\u{E9}t\u{E9}", "\u{65E5}\u{672C}",
      String(repeating: "x", count: 120),
    ])
  func allowed(_ text: String) {
    #expect(CampaignName(text)?.description == text)
  }

  @Test(
    "are never a path, hidden, an option, blank or too long",
    arguments: [
      "", ".", "..", ".hidden", "-x", "--", "a/b", "/", "../a", "a b", " a", "a\n", "a\u{0}",
      "a\\b", "a:b", "a'b", "\u{663}", "\u{BD}", "\u{1F600}", String(repeating: "x", count: 121),
      String(repeating: "\u{E9}", count: 61),
    ])
  func refused(_ text: String) {
    #expect(CampaignName(text) == nil)
  }

  @Test("are the same however an accent is written")
  func normalized() {
    let name = CampaignName("e\u{301}t\u{E9}")
    #expect(name?.description.utf8.elementsEqual("\u{E9}t\u{E9}".utf8) == true)
    #expect(CampaignName("a\u{200D}") == nil)
  }

  @Test(
    "are suggested for what is none",
    arguments: [
      ("spring sale", "spring-sale"), ("../etc/passwd", "etc-passwd"), (".hidden", "hidden"),
      ("a/b c", "a-b-c"), ("", "campaign-1"), ("...", "campaign-1"), ("///", "campaign-1"),
      (String(repeating: "x", count: 99), String(repeating: "x", count: 30)),
      ("\u{1F600} party", "party"),
    ])
  func suggested(_ text: String, _ expected: String) {
    #expect(CampaignName.suggestion(for: text).description == expected)
  }
}
