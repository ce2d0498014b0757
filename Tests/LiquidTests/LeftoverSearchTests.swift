import Liquid
import Testing

@Suite("Leftovers in the text of a template")
struct LeftoverTests {
  private func bound(_ template: String) throws -> BoundTemplate {
    try Template(template).bound(to: ["a", "b"])
  }

  @Test(
    "are found",
    arguments: [
      ("Hi<br>{{ a }}<BR />", [.tag("<br>")]), ("Hi<!-- a -->", [.tag("<!-- … -->")]),
      ("<p class='x'>{{ a }}</p>", [.tag("<p …>"), .tag("</p>")]),
      ("<a href=\"{{ a }}\">x</a >", [.tag("<a …>"), .tag("</a>")]),
      ("{# a note about {{ a }} #}", [.comment]),
      ("Hi {{ a }}}!", [.braces("{{ a }}}")]), ("Hi {{ a }}{{ b }}}", [.braces("{{ b }}}")]),
      ("Hi a }}, {{ b }}", [.unopened("a }}")]), ("a}}", [.unopened("a}}")]),
      ("Hi ｛｛ a ｝｝様", [.wide("｛｛ a ｝｝")]),
    ] as [(String, [Leftover])])
  func found(_ template: String, _ leftovers: [Leftover]) throws {
    #expect(try bound(template).leftovers == leftovers)
  }

  @Test(
    "are not seen in what is none",
    arguments: [
      "Hi {{ a }}", "a < b, b > a", "a <b and b> a", "I <3 you", "<brand>", "<>",
      "{a} :} {\"a\": {{ a }}}",
      "{a: {b: 1}}", "{% comment %}<br>{% endcomment %}{{ a | newline_to_br }}", "#1 {#2}", "<b",
      "<a b c",
      "{% raw %}{{ a }}{% endraw %}", "C# }", "{{ '<br>' }}", "#}", "{{ a }} }",
      "Hi :}}", "}}", "(a) }}", "｛a｝様", "｛｛ a", "（a）", "a｝｝",
    ])
  func others(_ template: String) throws {
    #expect(try bound(template).leftovers == [])
  }
}
