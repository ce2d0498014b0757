import Testing

@testable import volley

@Suite("Lines that are broken")
struct WrappingTests {
  @Test("are as long as the terminal is wide, and no longer")
  func width() {
    for (text, wrapped) in [
      ("aaaa bbbbb", "aaaa bbbbb"), ("aaaa bbbbb ccc", "aaaa bbbbb\n  ccc"),
      ("aaaa bbbbbb", "aaaa\n  bbbbbb"), ("aaaa\nbbbb", "aaaa\nbbbb"),
    ] {
      #expect(Wrapping(width: 10).wrapped(text) == wrapped)
    }
  }
}
