import Liquid
import Testing

@Suite("assign, capture")
struct AssignTests {
  @Test(
    "make variables",
    arguments: [
      Example("{% assign x = 'a' | upcase %}{{ x }}", "A"),
      Example("{% assign x = 1 %}{% assign x = x | plus: 1 %}{{ x }}", "2"),
      Example("{{ x }}{% assign x = 1 %}{{ x }}", "1"),
      Example("{% assign x='a' %}{{x}}", "a"), Example("{%assign x = nil%}[{{ x }}]", "[]"),
      Example("{% assign x = %}[{{ x }}]", "[]"), Example("{% assign a-b = 1 %}{{ a-b }}", "1"),
      Example("{% if true %}{% assign x = 1 %}{% endif %}{{ x }}", "1"),
      Example("{% assign p = 'a,b' | split: ',' %}{{ p[1] }}{{ p.size }}{{ p.first }}", "b2a"),
      Example("{% capture x %}a{{ 1 | plus: 1 }}{% endcapture %}[{{ x }}]", "[a2]"),
      Example("{% capture 'x' %}a{% endcapture %}{{ x }}", "a"),
      Example(
        "{% capture x %}{% capture y %}in{% endcapture %}{{ y }}!{% endcapture %}{{ x }}", "in!"),
      Example(
        "{% capture x %}1{% endcapture %}{% if x == 1 %}number{% else %}text{% endif %}", "text"),
    ])
  func variables(_ example: Example) throws { try expect(example) }

  @Test("shadow a variable given from outside") func shadows() throws {
    #expect(try lax("{{ x }}{% assign x = 2 %}{{ x }}", ["x": 1]) == "12")
  }
}

@Suite("comment, raw, echo, liquid")
struct OtherTagTests {
  @Test(
    "leave comments out",
    arguments: [
      Example("a{% comment %}b{{ c }}{% endcomment %}d", "ad"),
      Example("{% comment %}a{% comment %}b{% endcomment %}c{% endcomment %}d", "d"),
      Example("{% comment %}{% if %}{% unknown %}{{ | }}{% endcomment %}d", "d"),
      Example("{% comment %}{% raw %}{% endcomment %}{% endraw %}{% endcomment %}d", "d"),
      Example("{% comment anything %}x{% endcomment anything %}d", "d"),
      Example("a{% # one line %}b{%- # x -%} c", "abc"),
      Example("{% #one\n  # two\n#three %}b", "b"),
    ])
  func comments(_ example: Example) throws { try expect(example) }

  @Test(
    "print raw blocks as they are",
    arguments: [
      Example("{% raw %}{{ a }}{% if %}{% endraw %}", "{{ a }}{% if %}"),
      Example("{% raw %} {{ {% endraw %}", " {{ "), Example("{% raw %}{% endraw %}", ""),
      Example("{% raw %}{% comment %}{% endraw %}", "{% comment %}"),
    ])
  func raw(_ example: Example) throws { try expect(example) }

  @Test(
    "read the lines of liquid as tags",
    arguments: [
      Example("{% echo 'a' | upcase %}", "A"), Example("[{% echo nil %}{% echo %}]", "[]"),
      Example("{% liquid %}", ""),
      Example("{% liquid\nassign x = 1\n\n  echo x\n  # note\n%}", "1"),
      Example("{% liquid\nif true\necho 'a'\nelse\necho 'b'\nendif %}", "a"),
      Example(
        "{% liquid\ncase 1\nwhen 1\necho 'a'\nendcase\ncapture y\necho 'b'\nendcapture\necho y %}",
        "ab"),
      Example("{% liquid\ncomment\nanything goes\nendcomment\necho 1 %}", "1"),
      Example("{% if true %}{% liquid echo 'a' %}{% endif %}", "a"),
      Example("{% liquid liquid liquid echo 'a' %}", "a"),
    ])
  func liquid(_ example: Example) throws { try expect(example) }
}
