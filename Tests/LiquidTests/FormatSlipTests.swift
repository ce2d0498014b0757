import Liquid
import Testing

@Suite("Slips of a format")
struct FormatSlipTests {
  @Test(
    "are named where a format seems to be meant otherwise",
    arguments: [
      ("%d.%M. %H:%m", .month("%d.%M. %H:%m")), ("%-d.%M.%Y", .minutes("%-d.%M.%Y")),
      ("%-I:%m %p", .month("%-I:%m %p")),
      ("%dd.%mm.%yyyy", .letters("%dd.%mm.%yyyy", directive: "%d")),
      ("%d/%MM/%Y", .letters("%d/%MM/%Y", directive: "%M")),
      ("%d.%m.%Y %h:%M", .hour("%d.%m.%Y %h:%M")),
      ("%HH:%MM", .letters("%HH:%MM", directive: "%H")),
      ("%d.%m.%YY", .letters("%d.%m.%YY", directive: "%Y")), ("%-dd %Hh %Mm", nil),
      ("%Y%Y", nil), ("%d.%m. %H:%M", nil), ("%M", nil), ("%Hh%Mm", nil),
      ("%d de %B", nil), ("%dde %B", nil), ("%I.%M", nil), ("%H:%M, %m/%d", nil), ("%mMin", nil),
      ("%d %c %M", nil), ("%Mm", nil), ("%d%%M", nil),
    ] as [(String, FormatSlip?)])
  func formats(_ format: String, _ slip: FormatSlip?) throws {
    let source = "{{ a | date: '\(format)' }}{% assign c = b | date: '\(format)' %}"
    let template = try Template(source).bound(to: ["a", "b"])
    #expect(template.formatSlips == (slip.map { [$0] } ?? []))
  }
}
