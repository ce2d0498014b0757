import Testing

@testable import Delivery

@Suite("A secret")
struct SecretTests {
  private static let token = "tok_s3cr3t/ABC+12="

  @Test(
    "is hidden in the spellings of JSON, URLs and HTML, and with unseen characters in it",
    arguments: [
      "tok_s3cr3t/ABC+12=", #"tok_s3cr3t\/ABC+12="#, #"tok_s3cr3t\u002fABC\u002B12\u003d"#,
      "tok_s3cr3t%2FABC%2b12%3D", "tok_s3cr3t&#x2F;ABC&#43;12&#X3D;", "tok_s3\u{200B}cr3t/ABC+12=",
      "tok_s3cr3t&#x0002F;ABC+12=", "tok_\u{0}s3cr3t/A\u{AD}BC+12=",
      "tok_s3cr3t/ABC+12=tok_s3cr3t/ABC+12=",
    ])
  func spellings(_ text: String) {
    let hidden = Secret(Self.token).hidden(in: "no: \(text)!")
    #expect(hidden.hasPrefix("no: [token]") && hidden.hasSuffix("[token]!"))
  }

  @Test(
    "is hidden where it begins an escape itself, escaped or not",
    arguments: [
      ("abcd%20%25x", "abcd%20%25x"), ("abcd%20%25x", "abcd%2520%2525x"),
      ("abcd%20%25x", "abcd%20%2525x"),
      ("abcd&amp;x", "abcd&amp;x"), ("abcd&amp;x", "abcd&amp;amp;x"), ("abcd&x", "abcd&amp;x"),
      (#"abcd\x"#, #"abcd\\x"#), (#"abcd\x"#, #"abcd\x"#),
    ])
  func escapes(_ token: String, _ text: String) {
    #expect(Secret("tok_\(token)").hidden(in: "no: tok_\(text)!") == "no: [token]!")
  }

  @Test("is hidden where the end cuts it off")
  func cut() {
    for end in ["cr", "cr3t", "cr3t\\", "cr3t\\u00", "cr3t%2"] {
      #expect(Secret("tok_s3cr3t/x").hidden(in: "no: tok_s3\(end)") == "no: [token]")
    }
  }

  @Test(
    "leaves other words as they are",
    arguments: [
      "", "tok", "tok_s3c", "tok_s3cr3t/ABC-12=", "%", "&#", "&#x;", #"\"#, #"\u00"#, "%2",
    ])
  func others(_ text: String) {
    #expect(Secret(Self.token).hidden(in: text) == text)
  }

  @Test("is in no words of an API, which may say it in JSON")
  func words() {
    let bodies = [
      #"{"message":"bad tok_s3cr3t\/ABC+12="}"#, #"{"errors":["bad tok_s3cr3t\/ABC+12="]}"#,
      #"{"message":"tok_s3cr3t\u0000/ABC+12="}"#,
      String(repeating: "x", count: 480) + " tok_s3cr3t/ABC+12=",
    ]
    for body in bodies {
      let answer = Answer(status: 400, body: Array(body.utf8))
      let words = ErrorWords.of(answer, hiding: Self.token)
      #expect(words.contains("[token]") && !words.contains("s3cr3t"), "\(words)")
    }
  }
}
