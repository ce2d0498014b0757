import Liquid
import Testing

@Suite("A bound template")
struct BoundTemplateTests {
  private func bound(_ template: String) throws -> BoundTemplate {
    try Template(template).bound(to: ["a", "b"])
  }

  @Test("tells which texts in quotes a condition asks for")
  func conditions() throws {
    let template = try bound(
      "{% if a == 'x' or 'y' %}{% elsif 'a' == 'DE' %}{% elsif 'p' == b %}{% elsif b and a %}{% endif %}"
        + "{% case b %}{% when 'q' or 'r' %}{% endcase %}{% unless 'x,y' contains a %}{% endunless %}"
    )
    #expect(template.trueTexts == ["y"])
    #expect(template.comparedLiterals == ["a"])
  }

  @Test("tells which texts in quotes are printed")
  func literals() throws {
    let template = try bound(
      "{{ 'a' }}{{ \"b c\" | default: 'x' }}{{ 'a' }}{{ 'd' | append: a }}{{ '' }}{{ a }}{{ 5 }}")
    #expect(template.printedLiterals == ["a", "b c"])
  }
}
