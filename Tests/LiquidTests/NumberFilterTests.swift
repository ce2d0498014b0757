import Liquid
import Testing

@Suite("Filters of numbers")
struct NumberFilterTests {
  @Test(
    "calculate with decimals exactly",
    arguments: [
      Example("{{ 0.1 | plus: 0.2 }}", "0.3"), Example("{{ 1.1 | times: 1.1 }}", "1.21"),
      Example("{{ 0.3 | minus: 0.1 }}", "0.2"), Example("{{ 4.35 | times: 100 }}", "435.0"),
      Example("{{ '0.1' | plus: '0.2' }}", "0.3"), Example("{{ 1.0 | plus: 1 }}", "2.0"),
      Example("{{ 10.0 | divided_by: 3 }}", "3.3333333333333335"),
      Example("{{ 20 | divided_by: 7.0 }}", "2.857142857142857"),
      Example("{{ 5.5 | modulo: 2 }}", "1.5"), Example("{{ 1.5 | minus: 1.5 }}", "0.0"),
      Example("{{ 0 | times: -1.5 }}", "-0.0"),
    ])
  func decimals(_ example: Example) throws { try expect(example) }

  @Test(
    "calculate with integers, rounding down",
    arguments: [
      Example(
        "{{ 7 | divided_by: 2 }} {{ -7 | divided_by: 2 }} {{ 7 | divided_by: -2 }}", "3 -4 -4"),
      Example("{{ 7 | modulo: 3 }} {{ -7 | modulo: 3 }} {{ 7 | modulo: -3 }}", "1 2 -2"),
      Example("{{ -7.5 | modulo: 2 }} {{ 7 | modulo: -2.5 }}", "0.5 -0.5"),
      Example("{{ 3 | plus: 4 | minus: 2 | times: 5 }}", "25"),
      Example("{{ -5 | abs }} {{ '-5.50' | abs }} {{ -0.0 | abs }}", "5 5.5 0.0"),
      Example("{{ 9223372036854775807 | plus: 1 }}", "9223372036854775808"),
      Example(
        "{{ 9223372036854775807 | times: 9223372036854775807 }}",
        "85070591730234615847396907784232501249"),
      Example("{{ -9223372036854775808 | abs }}", "9223372036854775808"),
      Example("{{ -9223372036854775808 | divided_by: -1 }}", "9223372036854775808"),
      Example(
        "{{ 85070591730234615847396907784232501249 | divided_by: 9223372036854775807 }}",
        "9223372036854775807"),
      Example(
        "{{ 100000000000000000000 | modulo: 7 }} {{ -100000000000000000000 | divided_by: 3 }}",
        "2 -33333333333333333334"),
    ])
  func integers(_ example: Example) throws { try expect(example) }

  @Test(
    "take text for numbers as Ruby does",
    arguments: [
      Example("{{ '3 apples' | plus: 1 }} {{ 'x' | plus: 1 }} {{ '' | plus: 1 }}", "4 1 1"),
      Example(
        "{{ ' 2.5 ' | plus: 1 }} {{ '2.5x' | plus: 1 }} {{ '.5' | plus: 1 }} {{ '5.' | plus: 1 }}",
        "3.5 3 1 6"),
      Example(
        "{{ '+5' | plus: 1 }} {{ '-5' | plus: 1 }} {{ '- 5' | plus: 1 }} {{ '1e3' | plus: 1 }}",
        "6 -4 1 2"),
      Example(
        "{{ '1_000' | plus: 1 }} {{ '1__0' | plus: 0 }} {{ '_1' | plus: 0 }} {{ '0x10' | plus: 1 }}",
        "1001 1 0 1"),
      Example("{{ nil | plus: 1 }} {{ true | plus: 1 }} {{ 1 | plus: nil }}", "1 1 1"),
      Example(
        "{{ '007' | plus: 0 }} {{ '12345678901234567890' | plus: 1 }}", "7 12345678901234567891"),
    ])
  func texts(_ example: Example) throws { try expect(example) }

  @Test(
    "round",
    arguments: [
      Example(
        "{{ 1.5 | round }} {{ 2.5 | round }} {{ -1.5 | round }} {{ 1.49 | round }}", "2 3 -2 1"),
      Example(
        "{{ 1.005 | round: 2 }} {{ 1.5 | round: 3 }} {{ 2.345 | round: 2 }}", "1.01 1.5 2.35"),
      Example(
        "{{ 1.5 | round: 0 }} {{ 1.5 | round: '0' }} {{ 1.5 | round: nil }} {{ 1.56 | round: 1.9 }}",
        "2 2 2 1.6"),
      Example(
        "{{ 123.4 | round: -2 }} {{ 125 | round: -1 }} {{ 5 | round: 2 }} {{ -125 | round: -1 }}",
        "100 130 5 -130"),
      Example(
        "{{ 1.2 | ceil }} {{ -1.2 | ceil }} {{ '1.2' | ceil }} {{ 3 | ceil }} {{ 'x' | ceil }}",
        "2 -1 2 3 0"),
      Example(
        "{{ 1.8 | floor }} {{ -1.2 | floor }} {{ '1.8' | floor }} {{ nil | floor }}", "1 -2 1 0"),
      Example(
        "{{ 3 | at_least: 5 }} {{ 3 | at_least: '4.5' }} {{ 5.0 | at_least: 5 }} {{ '4.50' | at_least: 1 }}",
        "5 4.5 5.0 4.5"),
      Example(
        "{{ 3 | at_most: 5 }} {{ 7 | at_most: 4.5 }} {{ 5 | at_most: 5.0 }} {{ nil | at_most: -1 }}",
        "3 4.5 5 -1"),
    ])
  func rounding(_ example: Example) throws { try expect(example) }

  @Test(
    "refuse to divide by zero, whatever its type",
    arguments: [
      "1 | divided_by: 0", "1 | modulo: 0", "1.5 | divided_by: 0", "1 | divided_by: 0.0",
      "0.0 | divided_by: 0.0", "1 | divided_by: 'x'", "1.5 | modulo: nil",
    ])
  func zero(_ expression: String) throws {
    #expect {
      try lax("{{ \(expression) }}")
    } throws: {
      if case .dividedByZero? = $0 as? RenderError { true } else { false }
    }
  }

  @Test("refuse numbers that no one can read") func tooLarge() throws {
    let doubling = String(repeating: "{% assign x = x | times: x %}", count: 40)
    #expect(throws: RenderError.self) { try lax("{% assign x = 99 %}\(doubling){{ x }}") }
    #expect(throws: RenderError.self) { try lax("{{ x | times: x }}", ["x": 1e300]) }
    #expect(throws: RenderError.self) { try lax("{{ x }}", ["x": .decimal(.infinity)]) }
    #expect(throws: RenderError.self) {
      try lax("{{ x | plus: 1 }}", ["x": .string(String(repeating: "9", count: 5000))])
    }
    #expect(throws: TemplateError.self) { try lax("{{ \(String(repeating: "9", count: 1001)) }}") }
  }

  @Test("refuse a decimal that is too large for one")
  func infinite() throws {
    let number = String(repeating: "9", count: 400) + ".5"
    for filter in ["append: ''", "times: 1", "plus: 1", "abs", "at_least: 1", "round"] {
      #expect(throws: RenderError.self) { try lax("{{ \(number) | \(filter) }}") }
    }
    #expect(throws: RenderError.self) { try lax("{{ \(number) }}") }
    #expect(throws: RenderError.self) { try lax("{% if \(number) > 1 %}x{% endif %}") }
  }
}
