import Testing

@testable import volley

@Suite("The line that sends what a preview showed")
struct SendLineTests {
  private func words(_ arguments: String, contacts: String) -> [String] {
    let words = arguments.split(separator: " ").map(String.init)
    return SendLine(preview: ["volley", "preview"] + words, contacts: contacts, plan: "abc").words
  }

  @Test(
    "has nothing that only a preview has, and contacts that no option takes for its own",
    arguments: [
      ("--suppress s.csv --quiet list.csv", "list.csv", "send list.csv --suppress s.csv"),
      ("--suppress s.csv --json -", "-", "send - --suppress s.csv"),
      ("list.csv --output=p.html --strict", "list.csv", "send list.csv --strict"),
    ])
  func preview(_ arguments: String, _ contacts: String, _ expected: String) {
    let line = words(arguments, contacts: contacts).joined(separator: " ")
    #expect(line.hasPrefix("volley \(expected) --") && line.hasSuffix(" --plan abc"), "\(line)")
  }
}
