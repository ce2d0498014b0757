import Composing
import Testing

@testable import Reports

@Suite struct PageTests {
  @Test func textIsEscapedScalarByScalar() {
    let escape = PageText().escapeText
    #expect(
      escape("<a href='x'>\"&\"</a>") == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;")
    // A quotation mark with an accent is one character, but ends an attribute all the same.
    #expect(Array(escape("\"\u{301}<\u{200D}").utf8) == Array("&quot;\u{301}&lt;\u{200D}".utf8))
  }

  @Test func everyTemplateEscapesSo() {
    for template in [
      PackageResources.preview_html, PackageResources.report_html, PackageResources.head_html,
      PackageResources.chart_html, PackageResources.groups_html, PackageResources.outcome_html,
      PackageResources.phone_html,
    ] {
      #expect(text(template).hasPrefix("{{% CONTENT_TYPE: PAGE}}\n"))
      let raw = text(template).split(separator: "{{{").dropFirst().map { $0.prefix { $0 != "}" } }
      #expect(raw.allSatisfy { $0 == "style" || $0 == "script" })
    }
  }

  @Test func nothingIsAllowedButTheStylesheetAndTheScriptOfThePage() throws {
    let summary = Summary(version: "1", campaign: "c", contacts: "list.csv")
    let page = ReportPage(summary: summary, runs: [], folder: "reports/c")
    let html = text(try page.html(ReportCollector(numberColumns: [])))
    #expect(html.contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"))
    #expect(html.components("<script>") == 2 && html.components("<style>") == 2)
    for word in [" style=", " onclick=", "javascript:", "http://", "https://", "<link", "@import"] {
      #expect(!html.contains(word), "\(word)")
    }
  }

  @Test func anEmptyListIsAPageToo() throws {
    let summary = Summary(version: "1", campaign: "preview", contacts: "list.csv")
    let page = PreviewPage(summary: summary, contacts: "list.csv", madeAt: 0)
    let html = text(try page.html(PreviewCollector(ready: 0)))
    #expect(html.contains("No message can be sent") && html.contains("nothing to send yet"))
    #expect(html.contains("</html>") && !html.contains("{{"))
  }
}

extension String {
  /// How many parts there are between occurrences of a text.
  fileprivate func components(_ separator: String) -> Int {
    split(separator: separator, omittingEmptySubsequences: false).count
  }
}
