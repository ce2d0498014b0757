import Liquid
import Testing

@Suite("Strict: nobody gets a blank")
struct StrictTests {
  @Test("prints fields as they are") func fields() throws {
    #expect(
      try send("Hi {{ name }}, {{ ['city'] }}!", ["name": "Ada <b>", "city": "Köln 😀"])
        == "Hi Ada <b>, Köln 😀!")
  }

  @Test(
    "names the empty column that would be printed",
    arguments: [
      "{{ name }}", "{{ name | strip }}", "{{ name | upcase }}", "{{ name | append: '!' }}",
      "{{ 'Hi ' | append: name }}", "{{ name | prepend: 'Hi ' | upcase }}", "{{ name | plus: 5 }}",
      "{{ name | date: '%Y' }}", "{{ name | default: name }}", "{% assign x = name %}{{ x }}",
      "{% assign x = name | append: '!' %}{{ x }}", "{{ name | append: '!' | default: 'x' }}",
      "{% capture x %}Hi {{ name }}{% endcapture %}", "{% echo name %}",
      "{{ city | replace: 'K', name }}",
      "{% assign x = name | split: ' ' %}{{ x.first }}",
      "{{ full | split: ' ' | last | remove: 'b' | prepend: name }}",
      "{% assign name = name | strip %}{{ name }}", "{{ 5 | times: name }}",
    ])
  func empty(_ template: String) throws {
    #expect(try emptyName(template, ["name": "", "city": "Köln", "full": "a b"]) == "name")
  }

  @Test("takes `default` without a value for none") func bareDefault() throws {
    #expect(try emptyName("Hi {{ name | default }},", ["name": ""]) == "name")
    #expect(try send("Hi {{ name | default }},", ["name": "Ada"]) == "Hi Ada,")
    #expect(try send("Hi {{ name | default: '' }},", ["name": ""]) == "Hi ,")
  }

  @Test("names the column that filters leave empty") func emptied() throws {
    #expect(try emptyName("{{ city | remove: 'x' }}", ["city": "xx"]) == "city")
    #expect(try emptyName("{{ city | strip }}", ["city": "  "]) == "city")
    #expect(try emptyName("{{ city | default: 'x' | remove: 'y' }}", ["city": "y"]) == "city")
    #expect(try emptyName("{% assign p = city | split: ' ' %}{{ p[1] }}", ["city": "a"]) == "city")
    #expect(try emptyName("{% assign p = 'a' | split: ' ' %}{{ p[1] }}", ["a": "a"]) == "p")
  }

  @Test("tells a value that is empty from one that filters empty") func emptiedByFilters() throws {
    let cases = [
      ("{{ city | upcase }}", true), ("{% assign c = city | strip %}{{ c }}", true),
      ("{{ name | remove: 'x' }}", false), ("{{ name | default: 'x' | remove: 'x' }}", false),
      ("{% assign n = name | remove: 'x' %}{{ n }}", false),
      ("{% assign p = name | split: '-' %}{{ p[1] }}", false),
    ]
    for (template, isItself) in cases {
      let error = #expect(throws: RenderError.self, "\(template)") {
        try send(template, ["city": "", "name": "x"])
      }
      switch error {
      case .emptyValue?: #expect(isItself, "\(template)")
      case .emptyResult?: #expect(!isItself, "\(template)")
      case nil: break
      case let other?: Issue.record("\(template): \(other)")
      }
    }
  }

  @Test("prints no word that means nothing", arguments: ["nil", "null", "blank", "empty"])
  func nothing(_ word: String) {
    #expect(throws: TemplateError.self) { try send("Hi {{ \(word) }}!", ["blank": "x"]) }
  }

  @Test("gives the place in the template") func place() throws {
    #expect(throws: RenderError.emptyValue(name: "name", line: 2, column: 6)) {
      try send("a\nb {{ name }}", ["name": ""])
    }
    #expect(throws: RenderError.emptyValue(name: "name", line: 1, column: 4)) {
      try send("{{ name | upcase }}", ["name": ""])
    }
  }

  @Test(
    "is content with a default, and with what the author left empty",
    arguments: [
      Example("{{ name | default: 'friend' }}", "friend"),
      Example("{{ name | strip | default: 'x' | upcase }}", "X"),
      Example("[{{ name | default: '' }}]", "[]"),
      Example("[{{ name | default: nick | default: 'you' }}]", "[you]"),
      Example("[{{ '' }}{{ nil | upcase }}]", "[]"), Example("[{% assign x = '' %}{{ x }}]", "[]"),
      Example("[{% capture x %}{% if vip %}!{% endif %}{% endcapture %}{{ x }}]", "[]"),
      Example("{{ name.size }}{{ name | size }}", "00"),
      Example("[{{ name | default: '' | append: '!' }}]", "[!]"),
      Example("{% assign n = name | default: 'friend' %}{{ n }}", "friend"),
    ])
  func defaults(_ example: Example) throws {
    #expect(try send(example.template, ["name": "", "nick": "", "vip": ""]) == example.text)
  }

  @Test("names a variable that no branch has assigned") func unassigned() throws {
    let template = "{% if vip %}{% assign x = 1 %}{% endif %}{{ x }}"
    #expect(try emptyName(template, ["vip": ""]) == "x")
    #expect(try send(template, ["vip": "yes"]) == "1")
  }

  /// What `{% if condition %}` finds of each condition.
  static let truths: [(String, Bool)] = [
    ("none", false), ("name", true), ("word", true), ("none == blank", true),
    ("none == empty", true),
    ("none == ''", true), ("none == nil", true), ("none != nil", false), ("name == blank", false),
    ("name != blank", true), ("five == 5", true), ("five == 5.0", true), ("five == '5'", true),
    ("five == '5.0'", false), ("five > 4.5", true), ("five < 10", true), ("4 < five", true),
    ("price == 2.5", true), ("price >= 2.5", true), ("minus < 0", true), ("padded == 7", true),
    ("none > 5", false), ("none < 5", false), ("5 > none", false), ("name == 5", false),
    ("name != 5", true), ("ten > five", true), ("name > 'A'", true), ("name < word", true),
    ("name contains 'd'", true), ("name contains none", false), ("five contains 5", true),
    ("big == 123456789012345678901", true), ("big > 123456789012345678900", true),
    ("big == 123456789012345678902", false), ("word == true", false),
    ("signed == 7", true), ("signed > 6.5", true), ("signed < 6", false), ("five < signed", true),
    ("large == 123456789012345678901", true), ("signed == '7'", false), ("signs == 7", false),
  ]

  @Test("takes an empty field for blank, and a number for a number", arguments: truths)
  func tests(_ condition: String, _ holds: Bool) throws {
    let row: KeyValuePairs = [
      "none": "", "name": "Ada", "word": "false", "five": "5", "ten": "10", "price": "2.50",
      "minus": "-3", "padded": "007", "big": "123456789012345678901", "signed": "+7",
      "large": "+123456789012345678901", "signs": "+-7",
    ]
    #expect(try send("{% if \(condition) %}1{% endif %}", row) == (holds ? "1" : ""))
  }

  @Test("keeps a field a number through variables and filters") func derived() throws {
    #expect(try send("{% assign x = n %}{% if x > 9 %}1{% endif %}", ["n": "10"]) == "1")
    #expect(try send("{% assign x = n | strip %}{% if x > 9 %}1{% endif %}", ["n": " 10 "]) == "1")
    #expect(try send("{% assign x = n | strip %}{% if x %}1{% endif %}", ["n": " "]) == "")
    #expect(try send("{% case n %}{% when 10 %}1{% endcase %}", ["n": "10.0"]) == "1")
  }

  @Test("refuses to order a word and a number, naming the word") func incomparable() throws {
    let error = #expect(throws: RenderError.self) {
      try send("{% if n > 9 %}1{% endif %}", ["n": "ten"])
    }
    #expect(
      error?.description.contains("the text “ten” cannot be compared with the number 9") == true)
  }

  @Test("treats variables by name as it treats fields") func byName() throws {
    let template = try Template("{% if n > 9 %}{{ city | default: 'x' }}{% endif %}")
    #expect(try template.render(["n": "10", "city": ""]) == "x")
    #expect(throws: RenderError.emptyValue(name: "b", line: 1, column: 4)) {
      try Template("{{ b }}").render(["a": "1"])
    }
    #expect(try Template("{{ b | default: 'x' }}{% if b %}y{% endif %}").render([:]) == "x")
    #expect(throws: RenderError.unknownFilter(name: "nope", line: 1, column: 8)) {
      try Template("{{ a | nope }}").render(["a": "1"])
    }
  }
}

@Suite("Checking and binding")
struct BindingTests {
  static func kind(_ template: String, _ columns: [String]) -> TemplateError.Kind? {
    do throws(TemplateError) {
      _ = try Template(template).bound(to: columns)
      return nil
    } catch {
      return error.kind
    }
  }

  @Test(
    "name the nearest column for one that is not there",
    arguments: [
      ("frist_name", "first_name"), ("First_Name", "first_name"), ("firstname", "first_name"),
      ("name", "first_name"), ("first-name", "first_name"), ("citi", "city"), ("cty", "city"),
    ])
  func nearest(_ name: String, _ meant: String) throws {
    let columns = ["first_name", "city", "appointment"]
    #expect(
      Self.kind("{{ \(name) }}", columns) == .unknownVariable(name, nearest: meant, known: columns))
    let error = #expect(throws: TemplateError.self) {
      try Template("{{ \(name) }}").check(names: columns)
    }
    #expect(error?.nearest == meant)
    #expect(error?.description.contains("did you mean `\(meant)`?") == true)
  }

  @Test(
    "know a column behind the name of what it belongs to",
    arguments: ["customer.first_name", "contact.firstName", "a.b.first-name", "city.first_name"])
  func properties(_ name: String) {
    let columns = ["customer_id", "first_name", "city"]
    #expect(
      Self.kind("{{ \(name) }}", columns)
        == .unknownVariable(name, nearest: "first_name", known: columns))
    #expect(Self.kind("{{ city.size }}", columns + ["size"]) == nil)
  }

  @Test("list the columns when none is near") func list() throws {
    let error = #expect(throws: TemplateError.self) {
      try Template("{{ zzz }}").check(names: ["first_name", "city"])
    }
    #expect(error?.nearest == nil)
    #expect(error?.description.contains("known are `first_name`, `city`") == true)
    let long = #expect(throws: TemplateError.self) {
      try Template("{{ zzz }}").check(names: [String(repeating: "a", count: 10_000)])
    }
    #expect((long?.description.utf8.count ?? .max) < 1_000)
  }

  @Test(
    "look into every branch, argument and condition",
    arguments: [
      "{% if false %}{{ x }}{% endif %}", "{% if a %}{% else %}{{ x }}{% endif %}",
      "{% if x %}{% endif %}",
      "{% if a and a == x %}{% endif %}", "{% unless a %}{% elsif x %}{% endunless %}",
      "{% case x %}{% endcase %}", "{% case a %}{% when 1, x %}{% endcase %}",
      "{% case a %}{% when 1 %}{{ x }}{% endcase %}", "{% case a %}{% else %}{{ x }}{% endcase %}",
      "{% assign y = x %}", "{% assign x = x %}", "{% capture y %}{{ x }}{% endcapture %}",
      "{{ a | append: x }}", "{{ a | default: 'b', allow_false: x }}", "{% liquid echo x %}",
      "{{ x }}{% assign x = 1 %}", "{% assign p = a | split: ' ' %}{{ p[x] }}",
    ])
  func everywhere(_ template: String) throws {
    guard case .unknownVariable("x", _, _)? = Self.kind(template, ["a"]) else {
      Issue.record("\(String(describing: Self.kind(template, ["a"])))")
      return
    }
  }

  @Test("know the names that assign and capture make") func assigned() throws {
    #expect(Self.kind("{% assign x = 1 %}{{ x }}{% capture y %}{% endcapture %}{{ y }}", []) == nil)
    #expect(
      Self.kind("{% assign greeting = 1 %}{{ greting }}", [])
        == .unknownVariable("greting", nearest: "greeting", known: ["greeting"]))
  }

  @Test("refuse filters that are not there, and name the nearest") func filters() throws {
    #expect(Self.kind("{{ a | upcas }}", ["a"]) == .unknownFilter("upcas", nearest: "upcase"))
    #expect(
      Self.kind("{% if false %}{{ a | truncate_words: 1 }}{% endif %}", ["a"])
        == .unknownFilter("truncate_words", nearest: "truncatewords"))
    #expect(
      Self.kind("{{ a | append }}", ["a"])
        == .wrongArguments(filter: "append", given: 0, accepted: 1...1))
    #expect(
      Self.kind("{{ a | upcase: x: 1 }}", ["a"]) == .unknownOption(filter: "upcase", option: "x"))
  }

  @Test("refuse formats that say nothing of a date") func formats() throws {
    for format in ["DD/MM/YYYY", "D MMMM"] {
      #expect(Self.kind("{{ a | date: \"\(format)\" }}", ["a"]) == .noDirective(format))
    }
    for format in ["%d/%m", "d %d", "", "2026"] {
      #expect(Self.kind("{{ a | date: '\(format)' }}", ["a"]) == nil)
    }
    #expect(Self.kind("{{ a | date: b }}", ["a", "b"]) == nil)
  }

  @Test(
    "say what to write for characters of word processors",
    arguments: [
      ("{{ a | default: \u{201C}there\u{201D} }}", "write a plain `\"`"),
      ("{{ a | default: \u{2018}there\u{2019} }}", "write a plain `'`"),
      ("{{ a |\u{A0}upcase }}", "write a plain space"),
    ])
  func typography(_ source: String, _ advice: String) {
    let error = #expect(throws: TemplateError.self) { try Template(source) }
    #expect(error?.description.contains(advice) == true)
  }

  @Test("names only what a template can write") func knownNames() throws {
    let template = try Template("{{ nothing }}")
    let error = #expect(throws: TemplateError.self) {
      try template.bound(to: ["first_name"], aliases: ["First Name": 0, "FIRST": 0])
    }
    #expect(error?.description.contains("known are `first_name`\n") == true)
  }

  @Test("refuse what no column has") func properties() throws {
    #expect(Self.kind("{{ a.size }}", ["a"]) == nil)
    #expect(Self.kind("{{ a.name }}", ["a"]) == .unknownProperty("name", of: "a"))
    #expect(Self.kind("{{ a.first }}", ["a"]) == .unknownProperty("first", of: "a"))
    #expect(Self.kind("{{ a[0] }}", ["a"]) == .unknownProperty("[…]", of: "a"))
    #expect(Self.kind("{{ }}", ["a"]) == .nothingToPrint)
  }

  @Test("reach columns by aliases, and by names with dots and spaces") func aliases() throws {
    let template = try Template("{{ [\"First Name\"] }} {{ user.name }}")
    let bound = try template.bound(to: ["first_name", "user.name"], aliases: ["First Name": 0])
    let (bytes, fields) = encode(["Ada", "Grace"])
    var output: [UInt8] = []
    try bound.render(bytes.span, fields: fields.span, into: &output)
    #expect(String(decoding: output, as: UTF8.self) == "Ada Grace")
  }

  @Test("tell which columns are read") func columns() throws {
    let template = "{{ d }}{% if b == 1 %}{% endif %}{{ 'x' | append: d }}{% assign c = 1 %}"
    #expect(try Template(template).bound(to: ["a", "b", "c", "d"]).columns == [1, 2, 3])
  }

  @Test("append to the buffer, and leave it alone on an error") func buffer() throws {
    let bound = try Template("Hi {{ a }}{{ b }}").bound(to: ["a", "b"])
    var output = Array("> ".utf8)
    let (bytes, fields) = encode(["x", ""])
    #expect(throws: RenderError.self) {
      try bound.render(bytes.span, fields: fields.span, into: &output)
    }
    #expect(String(decoding: output, as: UTF8.self) == "> ")
    let (full, bounds) = encode(["x", "y"])
    try bound.render(full.span, fields: bounds.span, into: &output)
    #expect(String(decoding: output, as: UTF8.self) == "> Hi xy")
  }

  @Test("take a field that is not within the row for empty") func bounds() throws {
    let bound = try Template("{{ a | default: '-' }}").bound(to: ["a"])
    let row = Array("abc".utf8)
    let wrong = [
      FieldBounds(start: 0, end: 4), FieldBounds(start: 2, end: 1),
      FieldBounds(start: .max, end: .max), FieldBounds(start: 3, end: 3),
    ]
    for field in wrong {
      var output: [UInt8] = []
      try bound.render(row.span, fields: [field].span, into: &output)
      #expect(output == [UInt8(ascii: "-")])
    }
    var output: [UInt8] = []
    try bound.render(row.span, fields: [FieldBounds]().span, into: &output)
    #expect(output == [UInt8(ascii: "-")])
  }
}
