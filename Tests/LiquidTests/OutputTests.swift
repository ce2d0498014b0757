import Liquid
import Testing

@Suite("Outputs and literals")
struct OutputTests {
  @Test(
    "print literals as the reference does",
    arguments: [
      Example("{{ 'a' }}{{ \"b\" }}", "ab"),
      Example("{{ 1 }} {{ -2 }} {{ 1.50 }} {{ 100.0 }}", "1 -2 1.5 100.0"),
      Example("{{ true }} {{ false }}", "true false"),
      Example("[{{ nil }}{{ null }}{{ blank }}{{ empty }}{{ '' }}{{ }}]", "[]"),
      Example("{{ 12345678901234567890 }}", "12345678901234567890"),
      Example("{{ 1000000000000000.0 }} {{ 0.00001 }}", "1.0e+15 1.0e-05"),
      Example(
        "{{ 1428571428571428.5 }} {{ 9007199254740992.0 }}",
        "1428571428571428.5 9.007199254740992e+15"),
      Example("{{ 999999999999999.9 }} {{ 0.0001 }} {{ -0.0 }}", "999999999999999.9 0.0001 -0.0"),
      Example("{ } }} %} { {a} }", "{ } }} %} { {a} }"),
      Example("{{ 'x' }}}", "x}"),
    ])
  func literals(_ example: Example) throws { try expect(example) }

  static let variables: [String: Value] = [
    "name": "Ada", "b c": "spaced", "count": 5, "price": 2.50, "yes": true, "none": nil,
    "list": ["x", "y", ["z"]], "i": 1, "user": ["name": "Grace", "last name": "Hopper", "size": 7],
    "имя": "Ольга", "first-name": "dash",
  ]

  @Test(
    "reach variables by name, property and index",
    arguments: [
      Example(
        "{{ name }} {{ count }} {{ price }} {{ yes }}[{{ none }}{{ missing }}]", "Ada 5 2.5 true[]"),
      Example("{{ [\"b c\"] }} {{ ['name'] }}", "spaced Ada"),
      Example("{{ user.name }} {{ user[\"last name\"] }} {{ user['name'] }}", "Grace Hopper Grace"),
      Example("[{{ user.missing }}{{ name.first_letter }}{{ missing.a.b }}]", "[]"),
      Example("{{ name.size }} {{ list.size }} {{ user.size }}", "3 3 7"),
      Example("[{{ name.first }}{{ name.last }}]", "[]"),
      Example(
        "{{ list.first }} {{ list.last }} {{ list[1] }} {{ list[-1] }} {{ list[i] }}", "x z y z y"),
      Example("[{{ list[9] }}{{ list[-9] }}{{ list['0'] }}{{ name[0] }}]", "[]"),
      Example("{{ list }}", "xyz"),
      Example("{{ имя }} {{ first-name }}", "Ольга dash"),
    ])
  func lookups(_ example: Example) throws { try expect(example, Self.variables) }

  @Test(
    "trim white space beside a dash",
    arguments: [
      Example("a {{- 'b' -}} c", "abc"), Example("a {{- 'b' }} c", "ab c"),
      Example("a {{ 'b' -}} c", "a bc"),
      Example("a \n {%- if true -%} \n b \n {%- endif -%} \n c", "abc"),
      Example("a {%- comment %} x {% endcomment -%} b", "ab"),
      Example("a {% # note %}{%- if true %}b{% endif %}", "a b"),
      Example("{{-}} a", "a"), Example(" {% raw -%} x {%- endraw -%} y", "  x y"),
    ])
  func whitespace(_ example: Example) throws { try expect(example) }

  @Test(
    "suppress blocks that print nothing but white space",
    arguments: [
      Example("[{% if true %}  \n {% endif %}]", "[]"),
      Example("[{% if true %} {% assign x = 1 %} {% endif %}{{ x }}]", "[1]"),
      Example("[{% if false %} {% else %}  {% endif %}]", "[]"),
      Example("[{% if true %} {% else %} x {% endif %}]", "[ ]"),
      Example("[{% unless false %} {% comment %} c {% endcomment %} {% endunless %}]", "[]"),
      Example("[{% case 1 %} {% when 1 %} {% endcase %}]", "[]"),
      Example("[{% if true %} {% if true %} {% endif %} {% endif %}]", "[]"),
      Example("[{% if true %} {% capture x %} {% endcapture %} {% endif %}{{ x }}]", "[ ]"),
      Example("[{% if true %} {% raw %}{% endraw %} {% endif %}]", "[]"),
      Example("[{% if true %} {{ '' }} {% endif %}]", "[  ]"),
      Example("[{% if true %} {% raw %} {% endraw %} {% endif %}]", "[   ]"),
    ])
  func blankBlocks(_ example: Example) throws { try expect(example) }

  @Test("never escape HTML") func escaping() throws {
    #expect(try lax("{{ x }}", ["x": "<b>'&\"</b>"]) == "<b>'&\"</b>")
  }
}
