import Testing

@testable import Reports

@Suite struct ShellTextTests {
  @Test(arguments: [
    ("list.csv", "list.csv"), ("", "''"), ("my list.csv", "'my list.csv'"),
    ("it's", #"'it'\''s'"#), ("$HOME `x` \\", "'$HOME `x` \\'"), ("Hi\nyou", "'Hi\nyou'"),
    ("~/x", "'~/x'"), ("a\u{1B}'\\b", #"$'a\033\'\\b'"#), ("\u{202E}x", #"$'\342\200\256x'"#),
  ])
  func wordsAreReadBackAsTheyWere(word: String, quoted: String) {
    #expect(ShellText.quoted(word) == quoted)
  }
}
