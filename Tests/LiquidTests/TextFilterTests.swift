import Liquid
import Testing

@Suite("Filters of text")
struct TextFilterTests {
  static let variables: [String: Value] = [
    "crlf": "a\r\nb\nc\rd", "padded": " \t\n a b \r\n", "list": ["a", 1, nil, [true]], "n": 12,
    "html":
      "<p class=\"x\">Hi &amp; <b>you</b></p><script>\nbad()</script><!-- no\n --><style>p{}</style>!",
    "backslash": "\\",
  ]

  @Test(
    "change case by Unicode's rules",
    arguments: [
      Example("{{ 'aBc é ß' | upcase }}", "ABC É SS"),
      Example("{{ 'ABC É Σ' | downcase }}", "abc é σ"),
      Example("{{ 'hELLO wORLD' | capitalize }}", "Hello world"),
      Example("{{ 'élan' | capitalize }}", "Élan"), Example("{{ 'ßx' | capitalize }}", "Ssx"),
      Example("[{{ '' | capitalize }}{{ nil | upcase }}]", "[]"), Example("{{ 5 | upcase }}", "5"),
      Example("{{ true | upcase }}", "TRUE"), Example("{{ 'İ' | downcase | size }}", "2"),
    ])
  func casing(_ example: Example) throws { try expect(example) }

  @Test(
    "strip white space and newlines",
    arguments: [
      Example("[{{ padded | strip }}]", "[a b]"), Example("[{{ padded | lstrip }}]", "[a b \r\n]"),
      Example("[{{ padded | rstrip }}]", "[ \t\n a b]"), Example("[{{ '   ' | strip }}]", "[]"),
      Example("[{{ nil | strip }}{{ '' | rstrip }}]", "[]"),
      Example("{{ crlf | strip_newlines }}", "abc\rd"),
      Example("{{ crlf | newline_to_br }}", "a<br />\nb<br />\nc\rd"),
    ])
  func stripping(_ example: Example) throws { try expect(example, Self.variables) }

  @Test(
    "join texts",
    arguments: [
      Example("{{ 'a' | append: 'b' }}", "ab"), Example("{{ 'a' | prepend: 'b' }}", "ba"),
      Example("{{ nil | append: 1.50 }}", "1.5"), Example("{{ 1 | append: nil }}", "1"),
      Example("{{ 1 | prepend: true }}", "true1"),
      Example("{{ list | append: '!' }}", "[\"a\", 1, nil, [true]]!"),
    ])
  func joining(_ example: Example) throws { try expect(example, Self.variables) }

  @Test(
    "remove and replace",
    arguments: [
      Example("{{ 'abab' | remove: 'b' }}", "aa"),
      Example("{{ 'abab' | remove_first: 'b' }}", "aab"),
      Example("{{ 'abab' | remove_last: 'a' }}", "abb"), Example("{{ 'abc' | remove: '' }}", "abc"),
      Example("{{ 'abc' | remove: nil }}", "abc"), Example("{{ 10203 | remove: 0 }}", "123"),
      Example("{{ 'abab' | replace: 'b', 'c' }}", "acac"),
      Example("{{ 'abab' | replace: 'b' }}", "aa"),
      Example("{{ 'aaa' | replace: 'aa', 'b' }}", "ba"),
      Example("{{ 'abc' | replace: '', '-' }}", "-a-b-c-"),
      Example("{{ '日本' | replace: '', '-' }}", "-日-本-"),
      Example("{{ 'abab' | replace_first: 'b', 'c' }}", "acab"),
      Example("{{ 'abc' | replace_first: '', '-' }}", "-abc"),
      Example("{{ 'abab' | replace_last: 'b', 'c' }}", "abac"),
      Example("{{ 'aaaa' | replace_last: 'aa', 'b' }}", "aab"),
      Example("{{ 'abc' | replace_last: '', '-' }}", "abc-"),
      Example("{{ 'abc' | replace: 'x', 'y' }}{{ 'abc' | replace_last: 'x', 'y' }}", "abcabc"),
    ])
  func replacing(_ example: Example) throws { try expect(example) }

  @Test(
    "read backslashes in a replacement as Ruby does",
    arguments: [
      Example("{{ 'abc' | replace: 'b', '[\\0]' }}", "a[b]c"),
      Example("{{ 'abc' | replace: 'b', '\\&\\&' }}", "abbc"),
      Example("{{ 'abc' | replace: 'b', '\\`' }}", "aac"),
      Example("{{ 'abc' | replace: 'b', \"\\'\" }}", "acc"),
      Example("{{ 'abc' | replace: 'b', '\\1' }}", "ac"),
      Example("{{ 'abc' | replace: 'b', '\\\\' }}", "a\\c"),
      Example("{{ 'abc' | replace: 'b', '\\x' }}", "a\\xc"),
      Example("{{ 'abc' | replace: 'b', backslash }}", "a\\c"),
      Example("{{ 'abc' | replace_first: 'b', '\\0\\0' }}", "abbc"),
      Example("{{ 'abc' | replace_last: 'b', '\\0' }}", "a\\0c"),
    ])
  func backslashes(_ example: Example) throws { try expect(example, Self.variables) }

  @Test(
    "slice",
    arguments: [
      Example("{{ 'hello' | slice: 0 }}{{ 'hello' | slice: -2 }}", "hl"),
      Example("{{ 'hello' | slice: 1, 3 }}|{{ 'hello' | slice: -3, 2 }}", "ell|ll"),
      Example(
        "[{{ 'hello' | slice: 5 }}{{ 'hello' | slice: 9 }}{{ 'hello' | slice: -9, 20 }}]", "[]"),
      Example("[{{ 'hello' | slice: 1, 0 }}{{ 'hello' | slice: 1, -1 }}]", "[]"),
      Example("{{ 'hello' | slice: 1, 100 }}", "ello"),
      Example("{{ 'hello' | slice: '1', '2' }}", "el"),
      Example("{{ '日本語' | slice: 1, 1 }}", "本"), Example("{{ 'hello' | slice: 1, nil }}", "e"),
      Example("{{ 12345 | slice: 1, 2 }}[{{ nil | slice: 0 }}]", "23[]"),
      Example("{{ 'a,b,c' | split: ',' | slice: 1, 2 | join: '+' }}", "b+c"),
      Example(
        "{{ 'hello' | slice: '0x1' }}{{ 'hello' | slice: '0b10' }}{{ 'hello' | slice: '1_0' }}",
        "el"),
    ])
  func slicing(_ example: Example) throws { try expect(example) }

  @Test(
    "truncate by characters",
    arguments: [
      Example("{{ 'hello world' | truncate: 8 }}", "hello..."),
      Example("{{ 'hello' | truncate: 5 }}", "hello"),
      Example("{{ 'hello' | truncate: 4, '' }}", "hell"),
      Example("{{ 'hello' | truncate: 4, '--' }}", "he--"),
      Example("{{ 'hello' | truncate: 2 }}", "..."), Example("{{ 'hello' | truncate: 0 }}", "..."),
      Example("{{ 'hello' | truncate: -1 }}{{ '' | truncate: -1, 'x' }}", "...x"),
      Example("{{ '日本語テキスト' | truncate: 5 }}", "日本..."), Example("[{{ nil | truncate: 1 }}]", "[]"),
      Example("{{ 123456 | truncate: 4, 9 }}", "1239"),
      Example("{{ 'hello' | truncate: '4', '' }}", "hell"),
      Example("{{ 'hello' | truncate: 1, nil }}", "h"),
    ])
  func truncating(_ example: Example) throws { try expect(example) }

  @Test("truncate to 50 characters without an argument") func truncatesToFifty() throws {
    let text = String(repeating: "x", count: 51)
    #expect(try lax("{{ t | truncate }}", ["t": .string(text)]) == text.prefix(47) + "...")
  }

  @Test(
    "truncate by words",
    arguments: [
      Example("{{ 'one two three' | truncatewords: 2 }}", "one two..."),
      Example("{{ 'one two' | truncatewords: 2 }}", "one two"),
      Example("{{ ' one  two  three' | truncatewords: 2, '!' }}", "one two!"),
      Example("{{ 'one two' | truncatewords: 0 }}", "one..."),
      Example("{{ 'one two' | truncatewords: -5, '' }}", "one"),
      Example("{{ 'one two ' | truncatewords: 2 }}", "one two..."),
      Example("{{ ' one ' | truncatewords: 2 }}", " one "),
      Example("[{{ nil | truncatewords }}]", "[]"),
    ])
  func truncatingWords(_ example: Example) throws { try expect(example) }

  @Test(
    "escape and strip HTML",
    arguments: [
      Example("{{ '<a href=\"x\">' | escape }}", "&lt;a href=&quot;x&quot;&gt;"),
      Example("{{ \"&'\" | h }}[{{ nil | escape }}]", "&amp;&#39;[]"),
      Example(
        "{{ '&lt; & &amp; &#39; &#x27; &bad' | escape_once }}",
        "&lt; &amp; &amp; &#39; &amp;#x27; &amp;bad"),
      Example("{{ \"<'\" | escape_once }}", "&lt;&#39;"),
      Example("{{ html | strip_html }}", "Hi &amp; you!"),
      Example("{{ 'a < b > c <d' | strip_html }}", "a  c <d"),
      Example("{{ '<script>x' | strip_html }}{{ '<!-- x' | strip_html }}", "x<!-- x"),
      Example("{{ '<STYLE>x</STYLE>' | strip_html }}", "x"),
    ])
  func markup(_ example: Example) throws { try expect(example, Self.variables) }

  @Test(
    "encode and decode",
    arguments: [
      Example("{{ 'a b&c=d/é~-_.*' | url_encode }}", "a+b%26c%3Dd%2F%C3%A9~-_.%2A"),
      Example("{{ 'a+b%26%C3%A9%2' | url_decode }}", "a b&é%2"),
      Example("[{{ nil | url_encode }}{{ nil | url_decode }}]", "[]"),
      Example("{{ 'Hi é!?' | base64_encode }}", "SGkgw6khPw=="),
      Example("{{ 'SGkgw6khPw==' | base64_decode }}", "Hi é!?"),
      Example(
        "{{ '>>>???' | base64_encode }}{{ '>>>???' | base64_url_safe_encode }}", "Pj4+Pz8/Pj4-Pz8_"),
      Example("{{ 'Pj4-Pz8_' | base64_url_safe_decode }}", ">>>???"),
      Example("{{ 'SGk' | base64_url_safe_decode }}{{ 'SGk=' | base64_url_safe_decode }}", "HiHi"),
      Example("[{{ nil | base64_encode }}{{ '' | base64_decode }}]", "[]"),
      Example("{{ 5 | base64_encode }}", "NQ=="),
    ])
  func encoding(_ example: Example) throws { try expect(example) }

  @Test(
    "refuse what cannot be decoded",
    arguments: [
      "{{ 'SGk' | base64_decode }}", "{{ 'S Gk=' | base64_decode }}",
      "{{ '_w==' | base64_decode }}",
      "{{ '/w==' | base64_decode }}", "{{ 'S' | base64_url_safe_decode }}",
      "{{ '%ff' | url_decode }}",
      "{{ 'YR==' | base64_decode }}",
    ])
  func undecodable(_ template: String) throws {
    #expect(throws: RenderError.self) { try lax(template) }
  }
}

@Suite("Filters of arrays, and default")
struct ArrayFilterTests {
  static let variables: [String: Value] = [
    "list": ["a", 1, nil, ["b", [2.5]]], "none": [], "no": false, "numbers": [3, 1],
    "spaces": " a  b ",
    "user": ["name": "Ada"],
  ]

  @Test(
    "split and join",
    arguments: [
      Example("{{ 'a,b,,c,,' | split: ',' | join: '|' }}", "a|b||c"),
      Example("{{ 'a,b' | split: ',' | size }}{{ '' | split: ',' | size }}", "20"),
      Example("{{ spaces | split: ' ' | join: '|' }}", "a|b"),
      Example("{{ '日本' | split: '' | join: '|' }}", "日|本"),
      Example("{{ 'a--b' | split: '--' | last }}", "b"),
      Example("{{ 'abc' | split: nil | size }}", "3"),
      Example("{{ 1.5 | split: '.' | join }}", "1 5"),
      Example("{{ list | join: ', ' }}", "a, 1, , b, 2.5"),
      Example("{{ list | join }}", "a 1  b 2.5"),
      Example("{{ 'a' | join: '-' }}{{ 5 | join }}[{{ nil | join }}]", "a5[]"),
      Example("{{ numbers | join: 0 }}", "301"),
      Example("{{ 'a,b' | split: ',' | join: nil }}", "ab"),
    ])
  func splitting(_ example: Example) throws { try expect(example, Self.variables) }

  @Test(
    "take first, last and size",
    arguments: [
      Example("{{ numbers | first }}{{ numbers | last }}{{ numbers | size }}", "312"),
      Example(
        "[{{ none | first }}{{ none | last }}{{ nil | first }}{{ 5 | last }}{{ 'abc' | first }}]",
        "[]"),
      Example("{{ 'héé' | size }}{{ nil | size }}{{ true | size }}{{ 1.5 | size }}", "3000"),
      Example("{{ 5 | size }}", "8"),
      Example("{{ 18446744073709551615 | size }}{{ 18446744073709551616 | size }}", "89"),
      Example("{{ none | size }}{{ user | size }}", "01"),
      Example("{{ user | first }}{{ user.first | join: '=' }}", "nameAdaname=Ada"),
    ])
  func ends(_ example: Example) throws { try expect(example, Self.variables) }

  @Test(
    "fall back to a default",
    arguments: [
      Example("{{ nil | default: 'x' }}{{ missing | default: 'x' }}{{ '' | default: 'x' }}", "xxx"),
      Example("{{ false | default: 'x' }}{{ no | default: 'x', allow_false: true }}", "xfalse"),
      Example(
        "{{ nil | default: 'x', allow_false: true }}{{ false | default: 'x', allow_false: false }}",
        "xx"),
      Example("{{ none | default: 'x' }}{{ 0 | default: 'x' }}{{ ' ' | default: 'x' }}", "x0 "),
      Example("[{{ nil | default }}]", "[]"), Example("{{ nil | default: 1.50 }}", "1.5"),
      Example("{{ nil | default: 'x', 'y' }}", "x"),
      Example("{{ nil | default: 'a' | upcase }}", "A"),
    ])
  func defaults(_ example: Example) throws { try expect(example, Self.variables) }

  @Test("pass what unknown filters are given") func unknown() throws {
    #expect(try lax("{{ 'a' | nothing_like_it: 1 | upcase }}") == "A")
  }

  @Test(
    "refuse arguments that are missing or too many",
    arguments: [
      "append", "append: 1, 2", "upcase: 1", "size: 1", "split", "replace", "replace: 1, 2, 3",
      "replace_last: 1", "slice", "slice: 1, 2, 3", "truncate: 1, 2, 3", "round: 1, 2", "plus",
      "default: 1, 2, 3", "join: 1, 2", "date", "upcase: a: 1", "default: 1, allow: true",
    ])
  func arguments(_ use: String) throws {
    #expect(throws: RenderError.self) { try lax("{{ 'a' | \(use) }}") }
    #expect(throws: TemplateError.self) { try Template("{{ 'a' | \(use) }}").check(names: []) }
    #expect(try lax("{% if false %}{{ 'a' | \(use) }}{% endif %}") == "")
  }

  @Test(
    "refuse integers that are none",
    arguments: [
      "slice: 'x'", "slice: 1.5", "truncate: nil", "truncate: 'x'", "truncatewords: 2.0",
      "slice: true",
    ])
  func integers(_ use: String) throws {
    #expect(throws: RenderError.self) { try lax("{{ 'a' | \(use) }}") }
  }
}
