import Foundation
import Liquid
import Testing

@Suite("Findings in conditions")
struct ConditionFindingTests {
  @Test(
    "names a comparison that works for the list",
    arguments: [
      ("{% if d %}x{% endif %}", "false", #"d and d != "false""#),
      ("{% if d %}x{% endif %}", "No", #"d and d != "No""#),
      ("{% if d %}x{% endif %}", "0.00", "d > 0"),
      ("{% if d %}x{% endif %}", "f", #"d and d != "f""#), ("{% if d %}x{% endif %}", "yes", nil),
      ("{% if d == true %}x{% endif %}", "yes", #"d == "yes""#),
      ("{% if d == true %}x{% endif %}", "no", #"d and d != "no""#),
      ("{% if false == d %}x{% endif %}", "no", #"d == "no""#),
      ("{% case d %}{% when true %}x{% endcase %}", "T", #"d == "T""#),
      ("{% if d == true %}x{% endif %}", "12025550123", nil),
      ("{% if d == true %}x{% endif %}", "say \"hi\"", nil),
    ] as [(String, String, String?)])
  func comparisons(_ template: String, _ value: String, _ expected: String?) throws {
    #expect(try findings(template, ["z", value]).first?.comparison == expected)
  }

  @Test("tells columns apart") func columns() throws {
    let template = "{% if d %}x{% endif %}{% if c %}x{% endif %}"
    #expect(try findings(template, ["f", ""]).map(\.column) == [0])
    let both = try findings(template, ["M", "f"])
    #expect(both.map(\.column) == [1, 0] && both.map(\.note) == [.saysF, .besideF])
  }

  private func findings(_ template: String, _ values: [String]) throws -> [ConditionFinding] {
    let bound = try Template(template).bound(to: ["c", "d"], now: instant, timeZone: .gmt)
    let (bytes, fields) = encode(values)
    return bound.findings(in: bytes.span, fields: fields.span)
  }
}
