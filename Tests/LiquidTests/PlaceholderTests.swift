import Liquid
import Testing

@Suite("Placeholders of other programs")
struct PlaceholderTests {
  private func found(_ template: String) throws -> [String] {
    let columns = ["first_name", "of", "a.b"]
    return try Template(template).bound(to: columns).foreignPlaceholders(of: columns + ["City"])
  }

  @Test(
    "are found as they are written",
    arguments: [
      ("Hi {first_name}!", ["{first_name}"]), ("Hi { First Name }!", ["{ First Name }"]),
      ("Hi %first_name%, %city%", ["%first_name%", "%city%"]), ("[[first-name]]", ["[first-name]"]),
      ("Dear <CITY>", ["<CITY>"]), ("${city} and ${city}", ["{city}"]), ("{a.b}", ["{a.b}"]),
      ("{% raw %}{city}{% endraw %}", ["{city}"]), ("%%city%%", ["%city%"]),
      ("*|CITY|*", ["|CITY|"]), ("*|FNAME|*", ["|FNAME|"]), ("<%= town %>", ["<%= town %>"]),
      ("{!Contact.FirstName}, {$city}", ["{!Contact.FirstName}", "{$city}"]),
      ("#city#", ["#city#"]), ("Hi {town} {Contact.Town}", ["{town}", "{Contact.Town}"]),
    ])
  func found(_ template: String, _ placeholders: [String]) throws {
    #expect(try found(template) == placeholders)
  }

  @Test(
    "are not seen in what is none",
    arguments: [
      "Hi {{ first_name }}!", "{{ '[city]' }}{% comment %}{city}{% endcomment %}", "{} [] <> %%",
      "10% of 5%", "| city |", "#1 of #2", "<town>", "city", "{city", "city}", "(city)",
      "{city of Rome}", "", "A|B|C", "[Contact.Town]", "a <b> c", "{a}",
      "{1}", "{town", "{\"town\": 1}", "{town: 1}",
      "{% raw %}{{ city }}{% endraw %}",
    ])
  func others(_ template: String) throws {
    #expect(try found(template) == [])
  }
}
