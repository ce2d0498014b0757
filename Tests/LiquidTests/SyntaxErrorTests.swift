import Liquid
import Testing

@Suite("Faults of syntax")
struct SyntaxErrorTests {
  @Test("carry line, column, the line and a caret") func place() throws {
    let error = try #require(fault("Hi,\nyour {{ code | }} is\nready"))
    #expect(error.line == 2)
    #expect(error.column == 16)
    #expect(error.sourceLine == "your {{ code | }} is")
    #expect(error.excerpt == "your {{ code | }} is\n               ^")
    #expect(
      error.description == """
        line 2, column 16: expected the name of a filter, but found the end of the tag
        your {{ code | }} is
                       ^
        """)
  }

  /// Of a terminal, where wide characters take two.
  @Test(
    "stand above their caret",
    arguments: [
      ("日本語 {{ a | }}", "日本語 {{ a | }}\n              ^"), ("\t{{ a | }}", " {{ a | }}\n        ^"),
      ("😀é {{ a | }}", "😀é {{ a | }}\n           ^"),
      ("e\u{301} {{ a | }}", "e\u{301} {{ a | }}\n         ^"),
    ])
  func columns(_ template: String, _ excerpt: String) throws {
    #expect(try #require(fault(template)).excerpt == excerpt)
  }

  @Test("count columns in characters, not bytes") func characters() throws {
    let error = try #require(fault("日本語 {{ a b }}"))
    #expect(error.column == 10)
    #expect(error.caret == 9)
  }

  @Test("show only the part of a long line that matters") func longLine() throws {
    let error = try #require(
      fault(String(repeating: "x", count: 500) + "{{ ? }}" + String(repeating: "y", count: 500)))
    #expect(error.column == 504)
    #expect(error.sourceLine.count == 100)
    #expect(Array(error.sourceLine)[error.caret] == "?")
  }

  @Test(
    "are named",
    arguments: [
      ("{{ a", TemplateError.Kind.unterminated(opening: "{{", closing: "}}")),
      ("{{ a }", .unterminated(opening: "{{", closing: "}}")),
      ("{{ '}' }}", .unterminated(opening: "{{", closing: "}}")),
      ("{% if a", .unterminated(opening: "{%", closing: "%}")),
      ("{{ 'a }}", .unterminated(opening: "'", closing: "'")),
      ("{% if a %}", .unclosedBlock("if")), ("{% capture a %}", .unclosedBlock("capture")),
      ("{% raw %}", .unclosedBlock("raw")), ("{% comment %}", .unclosedBlock("comment")),
      ("{% case a %}{% when 1 %}", .unclosedBlock("case")),
      ("{% liquid\nif a\n%}{% endif %}", .unclosedBlock("if")),
      ("{% else %}", .misplacedTag("else", inside: nil)),
      ("{% endif %}", .misplacedTag("endif", inside: nil)),
      ("{% if a %}{% endunless %}", .misplacedTag("endunless", inside: "if")),
      ("{% if a %}{% when 1 %}{% endif %}", .misplacedTag("when", inside: "if")),
      ("{% iff a %}", .unknownTag("iff", nearest: "if")),
      ("{% elseif a %}", .unknownTag("elseif", nearest: "elsif")),
      ("{{ a ; b }}", .unexpectedCharacter(";")), ("{{ “a” }}", .unexpectedCharacter("“")),
      ("{{ a b }}", .unexpected(found: "`b`", expected: "a filter or the end of the tag")),
      ("{% if a = 1 %}{% endif %}", .unexpected(found: "`=`", expected: "`==`")),
      ("{% if %}{% endif %}", .unexpected(found: "the end of the tag", expected: "a value")),
      ("{% if a and %}{% endif %}", .unexpected(found: "the end of the tag", expected: "a value")),
      ("{% %}", .unexpected(found: "the end of the tag", expected: "the name of a tag")),
      (
        "{% assign %}", .unexpected(found: "the end of the tag", expected: "the name of a variable")
      ),
      ("{% assign a %}", .unexpected(found: "the end of the tag", expected: "`=` after the name")),
      ("{% # a\nb %}", .unexpected(found: "`b`", expected: "`#` before every line of the comment")),
      ("{% raw x %}{% endraw %}", .unexpected(found: "`x`", expected: "the end of the tag")),
      (
        "{{ (1..3) }}",
        .unexpected(
          found: "`(`: conditions have no parentheses, and ranges belong to loops",
          expected: "a value")
      ),
      ("{{ a | sort }}", .refusedFilter("sort")),
    ] as [(String, TemplateError.Kind)])
  func kinds(_ template: String, _ kind: TemplateError.Kind) throws {
    #expect(fault(template)?.kind == kind)
  }

  @Test("advise elsif where someone writes else if") func elseIf() throws {
    let error = try #require(fault("{% if a %}{% else if b %}{% endif %}"))
    #expect(error.description.contains("elsif"))
  }

  @Test(
    "refuse loops and other files by name, with the reason",
    arguments: ["for", "tablerow", "cycle", "break", "include", "render", "increment", "decrement"])
  func refused(_ tag: String) throws {
    let error = try #require(fault("{% \(tag) a in b %}"))
    guard case .refusedTag(tag, let reason) = error.kind else {
      Issue.record("\(error.kind)")
      return
    }
    #expect(!reason.isEmpty)
    #expect(error.description.contains("`\(tag)` is not available: \(reason)"))
  }
}
