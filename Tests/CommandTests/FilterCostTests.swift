import Testing

/// What takes time with the square of a text takes minutes here, and the limit of the suite ends it. In a
/// process of its own, since a test that is busy itself is not ended.
@Suite(.timeLimit(.minutes(2))) struct FilterCostTests {
  @Test func filtersTakeTimeThatGrowsWithTheTextAndNoFaster() async throws {
    let folder = try Workdir()
    let filters = [
      "replace: p, 'b'", "split: p", "remove_last: p", "strip_html", "escape_once",
      "truncatewords: 400000", "url_decode", "strip_newlines", "replace_first: p, ''", "strip",
      "capitalize",
    ]
    let sizes = filters.map { "{{ t | \($0) | size }}" }.joined(separator: " ")
    try folder.write("text.liquid", "\(sizes){% if t contains p %}{% endif %}")
    let texts = ["a", "<", "<script", "&a", " ", "<!--", "a ", "%", "\r", "é"]
    let rows = texts.enumerated().map { index, text in
      let long = String(repeating: text, count: 300_000 / text.utf8.count)
      let pattern = String(repeating: text, count: 75_000 / text.utf8.count) + "x"
      return "+1202555010\(index),\"\(long)\",\"\(pattern)\"\n"
    }
    try folder.write("list.csv", "phone,t,p\n" + rows.joined())
    let outcome = try await folder.volley([
      "preview", "list.csv", "--template", "text.liquid", "--from", "+12025550100",
    ])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.output.contains("10 ready"), "\(outcome)")
  }
}
