import Liquid
import Testing

@Suite("if, elsif, else, unless")
struct ConditionTests {
  static let variables: [String: Value] = [
    "zero": 0, "one": 1, "text": "hello", "blank_text": "  ", "empty_text": "", "none": nil,
    "no": false, "yes": true, "list": ["a", 1], "empty_list": [], "half": 0.5,
  ]

  /// What `{% if condition %}` finds of each condition.
  static let truths: [(String, Bool)] = [
    ("true", true), ("false", false), ("nil", false), ("missing", false), ("none", false),
    ("zero", true), ("empty_text", true), ("empty_list", true), ("blank", true), ("empty", true),
    ("text == 'hello'", true), ("text != 'hello'", false), ("text <> 'x'", true),
    ("one == 1.0", true), ("one == '1'", false), ("half == 0.50", true), ("none == missing", true),
    ("one < 2", true), ("one > 1", false), ("one <= 1", true), ("one >= 1.5", false),
    ("'a' < 'b'", true), ("'B' < 'a'", true), ("none < 1", false), ("1 > none", false),
    ("yes < 1", false), ("list < 1", false),
    ("empty_text == empty", true), ("blank_text == empty", false), ("none == empty", false),
    ("empty_list == empty", true), ("zero == empty", false), ("empty == empty_text", true),
    ("empty_text == blank", true), ("blank_text == blank", true), ("none == blank", true),
    ("no == blank", true), ("zero == blank", false), ("blank == text", false),
    ("text != blank", true), ("empty_list == blank", true),
    ("text contains 'ell'", true), ("text contains 'x'", false), ("text contains ''", true),
    ("text contains none", false), ("none contains 'a'", false), ("'a1' contains 1", true),
    ("list contains 'a'", true), ("list contains 1.0", true), ("list contains '1'", false),
    ("one contains 1", false), ("list contains empty", false), ("text contains empty", true),
  ]

  @Test("test and compare as the reference does", arguments: truths)
  func comparisons(_ condition: String, _ holds: Bool) throws {
    let text = try lax("{% if \(condition) %}yes{% else %}no{% endif %}", Self.variables)
    #expect(text == (holds ? "yes" : "no"))
    let negated = try lax("{% unless \(condition) %}no{% else %}yes{% endunless %}", Self.variables)
    #expect(negated == (holds ? "yes" : "no"))
  }

  @Test(
    "group and, or from the right",
    arguments: [
      ("false and false or true", false), ("true or false and false", true),
      ("false or true and false", false), ("true and true or false and false", true),
      ("false and true or true and true", false), ("true and false", false),
      ("false or true", true),
    ])
  func grouping(_ condition: String, _ holds: Bool) throws {
    #expect(try lax("{% if \(condition) %}1{% endif %}") == (holds ? "1" : ""))
  }

  @Test("stop at the first part that settles a condition") func shortCircuit() throws {
    #expect(try lax("{% if true or 1 < 'a' %}1{% endif %}") == "1")
    #expect(try lax("{% if false and 1 < 'a' %}1{% endif %}") == "")
  }

  @Test(
    "take the first branch that holds",
    arguments: [
      Example("{% if false %}1{% elsif true %}2{% elsif true %}3{% else %}4{% endif %}", "2"),
      Example("{% if false %}1{% elsif nil %}2{% else %}4{% endif %}", "4"),
      Example("{% if false %}1{% endif %}", ""),
      Example("{% unless true %}1{% elsif true %}2{% else %}3{% endunless %}", "2"),
      Example("{% unless true %}1{% elsif false %}2{% else %}3{% endunless %}", "3"),
      Example("{% if true %}a{% if false %}b{% else %}c{% endif %}d{% endif %}", "acd"),
      Example("{% if true %}1{% else %}2{% else %}3{% endif %}", "1"),
    ])
  func branches(_ example: Example) throws { try expect(example) }

  @Test("refuse to order text and numbers") func incomparable() throws {
    #expect(
      throws: RenderError.notComparable(
        left: "the text “a”", right: "the number 1", line: 1, column: 11)
    ) { try lax("{% if 'a' < 1 %}{% endif %}") }
    #expect(throws: RenderError.self) { try lax("{% if 1 >= 'a' %}{% endif %}") }
  }
}

@Suite("case, when")
struct CaseTests {
  @Test(
    "print what matches",
    arguments: [
      Example("{% case 2 %}{% when 1 %}a{% when 2 %}b{% else %}c{% endcase %}", "b"),
      Example("{% case 9 %}{% when 1 %}a{% else %}c{% endcase %}", "c"),
      Example("{% case 2 %}{% when 1, 2 %}a{% endcase %}", "a"),
      Example("{% case 2 %}{% when 1 or 2 %}a{% endcase %}", "a"),
      Example("{% case 'x' %}{% when 'a' or 'b', 'x' %}a{% endcase %}", "a"),
      Example("{% case 1 %}{% when '1' %}a{% when 1.0 %}b{% endcase %}", "b"),
      Example("{% case nil %}{% when missing %}a{% endcase %}", "a"),
      Example("{% case '' %}{% when blank %}a{% when empty %}b{% endcase %}", "ab"),
      Example("{% case 1 %} ignored {{ 'x' }} {% when 1 %}a{% endcase %}", "a"),
      Example("{% case 1 %}{% endcase %}", ""),
    ])
  func matching(_ example: Example) throws { try expect(example) }

  @Test(
    "print every block that matches, once for each value",
    arguments: [
      Example("{% case 1 %}{% when 1 %}a{% when 1 %}b{% else %}c{% endcase %}", "ab"),
      Example("{% case 1 %}{% when 1, 1 or 1 %}a{% endcase %}", "aaa"),
      Example("{% case 1 %}{% when 2 %}a{% else %}b{% when 1 %}c{% else %}d{% endcase %}", "bc"),
      Example(
        "{% assign x = 1 %}{% case x %}{% when 1, 1 %}a{% assign x = 2 %}{% endcase %}", "a"),
    ])
  func repeats(_ example: Example) throws { try expect(example) }

  @Test(
    "print one block once for a field that is equal in two ways",
    arguments: [
      ("{% when 1 or '1' %}a{% endcase %}", "1", "a"),
      ("{% when '1', 1 %}a{% endcase %}", "1", "a"),
      ("{% when 5, '5.0', 5.0 %}a{% else %}b{% endcase %}", "5.0", "a"),
      ("{% when 1 %}a{% when '1' %}b{% else %}c{% endcase %}", "1", "a"),
      ("{% when '1' %}a{% when 1 %}b{% when '1' %}c{% endcase %}", "1", "ac"),
      ("{% when nil, '' %}a{% else %}b{% endcase %}", "", "a"),
      ("{% when 2 %}a{% else %}b{% when 1.0 %}c{% else %}d{% endcase %}", "1", "bc"),
      ("{% when 1, 2 %}a{% endcase %}{% case n %}{% when 1 %}b{% endcase %}", "1", "ab"),
    ])
  func fields(_ cases: String, _ value: String, _ text: String) throws {
    #expect(try send("{% case n %}" + cases, ["n": value]) == text)
  }

  @Test("keep blocks that match many times within bounds") func bounded() throws {
    let opening = String(repeating: "{% case 1 %}{% when 1, 1 %}", count: 60)
    let closing = String(repeating: "{% endcase %}", count: 60)
    #expect(throws: RenderError.self) { try lax(opening + "x" + closing) }
  }
}
