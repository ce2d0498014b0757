import Foundation
import Liquid
import Testing

@Suite("Hostile templates and rows")
struct RobustnessTests {
  static func many(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  @Test("two million tags end with an error") func tags() throws {
    let error = try #require(fault(Self.many("{{a}}", 2_000_000)))
    #expect(error.kind == .tooManyTags(limit: 50_000))
    #expect(error.column == 250_001)
    #expect(fault(Self.many("{% assign a = 1 %}\n", 60_000))?.line == 50_001)
    #expect(fault("{% liquid\n" + Self.many("echo a\n", 60_000) + "%}")?.line == 50_002)
    #expect(fault(Self.many("x", 20_000_000))?.kind == .tooLong(limit: 16 << 20))
  }

  @Test(
    "blocks may be nested a hundred deep, and no deeper",
    arguments: [
      ("{% if a %}", "{% endif %}"), ("{% capture a %}", "{% endcapture %}"),
      ("{% unless a %}", "{% endunless %}"), ("{% case a %}{% when 1 %}", "{% endcase %}"),
    ])
  func nesting(_ opening: String, _ closing: String) throws {
    #expect(fault(Self.many(opening, 100) + Self.many(closing, 100)) == nil)
    let deep = fault(Self.many(opening, 101) + Self.many(closing, 101))
    #expect(deep?.kind == .nestedTooDeeply(limit: 100))
    #expect(deep?.column == opening.count * 100 + 4)
    #expect(fault(Self.many(opening, 10_000))?.kind == .nestedTooDeeply(limit: 100))
  }

  @Test("other depths are no danger either") func depths() throws {
    #expect(fault(Self.many("{% comment %}", 10_000)) != nil)
    #expect(fault("{% liquid " + Self.many("liquid ", 100_000) + "%}") == nil)
    let index = "{{ a" + Self.many("[a", 10_000) + Self.many("]", 10_000) + " }}"
    #expect(fault(index)?.kind == .nestedTooDeeply(limit: 100))
    let filters = try Template("{{ a" + Self.many(" | append: 'x'", 2_000) + " }}")
    #expect(try filters.render(["a": "a"]).utf8.count == 2_001)
    let condition = "{% if " + Self.many("a and ", 100_000) + "a %}x{% endif %}"
    #expect(try lax(condition, ["a": true]) == "x")
    #expect(try lax("{{ a" + Self.many(".b", 10_000) + " }}", ["a": 1]) == "")
  }

  /// Half of what threads have as a rule; optimised code needs less than a tenth of it.
  @Test("a thread with a small stack is enough") func smallStack() async throws {
    let nested = Self.many("{% if a %}", 100) + "x" + Self.many("{% endif %}", 100)
    let text: String? = await withCheckedContinuation { done in
      let thread = Thread { done.resume(returning: try? lax(nested, ["a": true])) }
      thread.stackSize = 4 << 20
      thread.start()
    }
    #expect(text == "x")
  }

  @Test(
    "values that double again and again end with an error",
    arguments: [
      "{% assign a = a | append: a %}", "{% assign a = a | replace: 'x', a %}",
      "{% assign a = a | prepend: a %}",
      "{% capture a %}{{ a }}{{ a }}{% endcapture %}",
      "{% assign a = a | url_encode | append: '%%' | append: a %}",
      "{% assign b = a | split: '' %}{% assign a = b | join: a %}",
      "{% assign a = a | replace: '', a %}",
      "{% assign a = a | replace: 'x', \"x\\`\\'x\" %}",
    ])
  func doubling(_ step: String) throws {
    let template = Self.many(step, 60) + "{{ a }}"
    #expect(throws: RenderError.self) { try lax(template, ["a": "xx"]) }
  }

  @Test("the length of the text is bounded") func output() throws {
    let template = try Template("{{ a }}{{ a }}")
    let limits = Limits(outputBytes: 10)
    #expect(try template.render(["a": "12345"], limits: limits) == "1234512345")
    #expect(throws: RenderError.tooLarge(limit: 10, line: 1, column: 11)) {
      try template.render(["a": "123456"], limits: limits)
    }
    #expect(throws: RenderError.self) { try Template("12345678901").render([:], limits: limits) }
    #expect(throws: RenderError.self) {
      try Template("{{ a | append: a | append: a }}").render(["a": "12345"], limits: limits)
    }
  }

  @Test(
    "bytes that are not UTF-8 do no harm",
    arguments: [
      [0xFF], [0xC3], [0xE2, 0x82], [0x80, 0x80], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80],
    ] as [[UInt8]])
  func bytes(_ row: [UInt8]) throws {
    func render(_ template: String) throws -> [UInt8] {
      let bound = try Template(template).bound(to: ["a"])
      var output: [UInt8] = []
      try bound.render(
        row.span, fields: [FieldBounds(start: 0, end: UInt32(row.count))].span, into: &output)
      return output
    }
    for filter in [
      "upcase", "downcase", "capitalize", "truncate: 2", "split: ''", "escape", "strip",
      "date: '%Y'",
    ] {
      #expect(try render("{{ a | \(filter) }}{% if a == blank %}x{% endif %}") == row, "\(filter)")
    }
    #expect(try render("{{ a | replace: '', '-' }}") == [0x2D] + row + [0x2D])
    for filter in ["size", "plus: 1", "url_encode", "base64_encode"] {
      let output = try render("{{ a | \(filter) }}")
      #expect(!output.isEmpty && output.count <= 4 * row.count, "\(filter)")
      #expect(output.allSatisfy { $0 < 0x80 }, "\(filter)")
    }
    #expect(throws: RenderError.self) { try render("{{ a | slice: 9, 2 }}") }
    #expect(throws: RenderError.self) { try render("{% if a > 1 %}{% endif %}x") }
  }

  @Test("deep arrays are refused") func deepArrays() throws {
    var value: Value = 1
    for _ in 0..<1000 { value = .array([value]) }
    #expect(throws: RenderError.self) { try lax("{{ a }}", ["a": value]) }
  }

  @Test(
    "extreme arguments are no danger",
    arguments: [
      "slice: -9223372036854775808, 9223372036854775807",
      "slice: 9223372036854775807, 9223372036854775807",
      "truncate: 9223372036854775807", "truncate: -9223372036854775808",
      "truncatewords: 99999999999999999999",
      "round: 99999999999999999999", "round: -99999999999999999999", "date: '%s'", "times: -1",
      "abs",
    ])
  func extremes(_ filter: String) throws {
    for value: Value in [
      .integer(.min), .integer(.max), .decimal(1e308), .decimal(.leastNonzeroMagnitude), "abc",
      .nil,
    ] {
      #expect(try lax("{{ a | \(filter) }}", ["a": value]).utf8.count <= 20, "\(value)")
    }
  }

  /// What is read counts, though nothing of it is printed.
  @Test("ends what reads the same again and again")
  func rereading() throws {
    let commas = String(repeating: ",", count: 4_000)
    let prints = String(repeating: "{{ p }}", count: 400)
    let zeros = String(repeating: "0", count: 100_000) + "1"
    let tests = Array(repeating: "a == 2", count: 20).joined(separator: " or ")
    for template in [
      "{% assign p = a | split: ',' %}\(prints)", "{% if \(tests) %}x{% endif %}y",
      "y" + Self.many("{% assign b = 'x' | slice: a %}", 5),
      "y" + Self.many("{% assign b = 'x' | truncate: a %}", 5),
      "y" + Self.many("{% assign b = 1 | plus: a %}", 5),
      "y" + Self.many("{% assign b = a.size %}", 50),
      "y" + Self.many("{% assign b = 'x' | append: a | size %}", 50),
      "y" + Self.many("{% assign b = 1 | date: a %}", 5),
    ] {
      let bound = try Template(template).bound(to: ["a"], limits: Limits(outputBytes: 1_000))
      let error = #expect(throws: RenderError.self) {
        let (bytes, fields) = encode([template.hasPrefix("{% assign") ? commas + "x" : zeros])
        var output: [UInt8] = []
        try bound.render(bytes.span, fields: fields.span, into: &output)
      }
      guard case .tooLarge? = error else {
        Issue.record("\(template.prefix(60)): \(String(describing: error))")
        continue
      }
    }
  }
}
