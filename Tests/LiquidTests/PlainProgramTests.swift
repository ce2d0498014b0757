import Liquid
import Testing

/// Templates that only print text and fields are rendered without a machine; an assignment at the end
/// makes them need one.
@Suite("Plain templates say what the machine says")
struct PlainProgramTests {
  private static let templates = [
    "", "Hello", "{{ name }}", "Hi {{ name }}, your order {{ order }} has left.",
    "{{ name }}{{ order }}{{ name }}", "é{{ order }}\n😀", "{% raw %}{{ x }}{% endraw %}{{ name }}",
    "a{%- comment %} {% endcomment -%} b {{- name -}} c",
  ]

  private static let rows: [[String]] = [
    ["Ada", "7"], ["é\u{301}😀", "  "], ["", "7"], ["Ada", ""], ["Ada"], [],
    ["{{ order }}", "{% if %}"],
  ]

  private struct Result: Equatable {
    var text: String
    var error: RenderError?
  }

  private func render(
    _ template: String, _ values: [String], limit: Int, after start: String
  ) throws -> Result {
    let bound = try Template(template)
      .bound(to: ["name", "order"], limits: Limits(outputBytes: limit))
    let (bytes, fields) = encode(values)
    var output = Array(start.utf8)
    var failure: RenderError?
    do throws(RenderError) {
      try bound.render(bytes.span, fields: fields.span, into: &output)
    } catch {
      failure = error
    }
    return Result(text: String(decoding: output, as: UTF8.self), error: failure)
  }

  @Test(arguments: templates, rows)
  func asTheMachine(template: String, row: [String]) throws {
    for limit in [0, 1, 3, 4, 5, 10, 100, 1 << 20] {
      let plain = try render(template, row, limit: limit, after: "before ")
      let machine = try render(
        template + "{% assign last = 1 %}", row, limit: limit, after: "before ")
      #expect(plain == machine, "limit \(limit)")
    }
  }

  @Test("appends, and leaves nothing behind of a row that has no text") func appends() throws {
    let sent = try render("Hi {{ name }}!", ["Ada"], limit: 100, after: "x")
    #expect(sent == Result(text: "xHi Ada!", error: nil))
    let failed = try render("Hi {{ name }} {{ order }}", ["Ada", ""], limit: 100, after: "x")
    #expect(
      failed == Result(text: "x", error: .emptyValue(name: "order", line: 1, column: 18)))
  }
}
