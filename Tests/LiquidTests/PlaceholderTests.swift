import Liquid
import Testing

@Suite("Placeholders of other programs")
struct PlaceholderTests {
  private func found(_ template: String) throws -> [String] {
    let columns = ["first_name", "of", "a.b"]
    return try Template(template).bound(to: columns).foreignPlaceholders(of: columns + ["City"])
  }

  @Test(
    "are found as they are written",
    arguments: [
      ("Hi {first_name}!", ["{first_name}"]), ("Hi { First Name }!", ["{ First Name }"]),
      ("Hi %first_name%, %city%", ["%first_name%", "%city%"]), ("[[first-name]]", ["[first-name]"]),
      ("Dear <CITY>", ["<CITY>"]), ("${city} and ${city}", ["{city}"]), ("{a.b}", ["{a.b}"]),
      ("{% raw %}{city}{% endraw %}", ["{city}"]), ("%%city%%", ["%city%"]),
      ("*|CITY|*", ["|CITY|"]), ("*|FNAME|*", ["|FNAME|"]), ("<%= town %>", ["<%= town %>"]),
      ("{!Contact.FirstName}, {$city}", ["{!Contact.FirstName}", "{$city}"]),
      ("#city#", ["#city#"]), ("Hi {town} {Contact.Town}", ["{town}", "{Contact.Town}"]),
    ])
  func found(_ template: String, _ placeholders: [String]) throws {
    #expect(try found(template) == placeholders)
  }

  @Test(
    "are not seen in what is none",
    arguments: [
      "Hi {{ first_name }}!", "{{ '[city]' }}{% comment %}{city}{% endcomment %}", "{} [] <> %%",
      "10% of 5%", "| city |", "#1 of #2", "<town>", "city", "{city", "city}", "(city)",
      "{city of Rome}", "", "A|B|C", "[Contact.Town]", "a <b> c", "{a}",
      "{1}", "{town", "{\"town\": 1}", "{town: 1}",
      "{% raw %}{{ city }}{% endraw %}",
    ])
  func others(_ template: String) throws {
    #expect(try found(template) == [])
  }
}

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

  @Test(
    "are formats that seem to be meant otherwise",
    arguments: [
      ("%d.%M. %H:%m", .month("%d.%M. %H:%m")), ("%-d.%M.%Y", .minutes("%-d.%M.%Y")),
      ("%-I:%m %p", .month("%-I:%m %p")),
      ("%dd.%mm.%yyyy", .letters("%dd.%mm.%yyyy", directive: "%d")),
      ("%d/%MM/%Y", .letters("%d/%MM/%Y", directive: "%M")),
      ("%d.%m.%Y %h:%M", .hour("%d.%m.%Y %h:%M")),
      ("%HH:%MM", .letters("%HH:%MM", directive: "%H")),
      ("%d.%m.%YY", .letters("%d.%m.%YY", directive: "%Y")), ("%-dd %Hh %Mm", nil),
      ("%Y%Y", nil), ("%d.%m. %H:%M", nil), ("%M", nil), ("%Hh%Mm", nil),
      ("%d de %B", nil), ("%dde %B", nil), ("%I.%M", nil), ("%H:%M, %m/%d", nil), ("%mMin", nil),
      ("%d %c %M", nil), ("%Mm", nil), ("%d%%M", nil),
    ] as [(String, FormatSlip?)])
  func formats(_ format: String, _ slip: FormatSlip?) throws {
    let template = try bound("{{ a | date: '\(format)' }}{% assign c = b | date: '\(format)' %}")
    #expect(template.formatSlips == (slip.map { [$0] } ?? []))
  }

  @Test("are texts in quotes that a condition asks for")
  func conditions() throws {
    let template = try bound(
      "{% if a == 'x' or 'y' %}{% elsif 'a' == 'DE' %}{% elsif 'p' == b %}{% elsif b and a %}{% endif %}"
        + "{% case b %}{% when 'q' or 'r' %}{% endcase %}{% unless 'x,y' contains a %}{% endunless %}"
    )
    #expect(template.trueTexts == ["y"])
    #expect(template.comparedLiterals == ["a"])
  }

  @Test("are texts in quotes that are printed")
  func literals() throws {
    let template = try bound(
      "{{ 'a' }}{{ \"b c\" | default: 'x' }}{{ 'a' }}{{ 'd' | append: a }}{{ '' }}{{ a }}{{ 5 }}")
    #expect(template.printedLiterals == ["a", "b c"])
  }
}
