import Delivery
import Testing

@Suite("The API's words")
struct ErrorWordsTests {
  private func words(_ body: String, status: Int = 400) -> String {
    ErrorWords.of(Answer(status: status, body: Array(body.utf8)), hiding: "")
  }

  @Test(
    "are taken from the documented shape",
    arguments: [
      (#"{"message":"no","error":"Bad Request","statusCode":400}"#, "no"),
      (#"{"message":["a is bad","b is bad"],"error":"x"}"#, "a is bad; b is bad"),
      (#" {"message":"no"}"#, "no"),
      (#"{"error":"Bad Request"}"#, "Bad Request"),
      (#"{"message":"","error":"Bad Request"}"#, "Bad Request"),
      (#"{"message":[],"error":"Bad Request"}"#, "Bad Request"),
      (#"{"message":"\u0001 \n","error":"Bad Request"}"#, "Bad Request"),
      (#"{"message":null,"error":"x"}"#, "x"),
      (#"{"message":"caf\u00e9"}"#, "caf\u{E9}"),
    ])
  func documented(_ body: String, _ expected: String) {
    #expect(words(body) == expected)
  }

  @Test(
    "are the body's own text when it has another shape",
    arguments: [
      ("no such sender", "no such sender"), (" no\r\n such\tsender \n", "no such sender"),
      (#"{"message":5}"#, #"{"message":5}"#), (#"["a"]"#, #"["a"]"#), (#"{"mess"#, #"{"mess"#),
      ("{}", "{}"),
      (#"{"message":""}"#, #"{"message":""}"#),
    ])
  func plain(_ body: String, _ expected: String) {
    #expect(words(body) == expected)
  }

  @Test(
    "are the status in words when the body has none",
    arguments: ["", " \n", "<html><body>502</body></html>", " <p>no</p>", "\u{1}\u{2}"])
  func none(_ body: String) {
    #expect(words(body, status: 502) == "HTTP 502 Bad Gateway")
  }

  @Test(
    "name the statuses that occur",
    arguments: [
      (400, "Bad Request"), (404, "Not Found"), (413, "Content Too Large"),
      (429, "Too Many Requests"), (503, "Service Unavailable"), (599, "without a known reason"),
    ])
  func statuses(_ status: Int, _ reason: String) {
    #expect(words("", status: status) == "HTTP \(status) \(reason)")
  }

  @Test("are the status when the body is not UTF-8")
  func notUTF8() {
    let answer = Answer(status: 400, body: [0x6E, 0x6F, 0xFF, 0xFE])
    #expect(ErrorWords.of(answer, hiding: "") == "HTTP 400 Bad Request")
  }

  @Test(
    "hold nothing that a terminal could obey",
    arguments: [
      ("a\u{1B}[31mb", "a [31mb"), ("a\u{0}b", "a b"), ("a\u{7F}b", "a b"), ("a\u{9B}b", "a b"),
      ("a\u{202E}b", "a b"), ("a\u{2028}b\u{2029}c", "a b c"), ("a\r\nb", "a b"), ("", ""),
      ("  a   b  ", "a b"), ("caf\u{E9} \u{65E5}", "caf\u{E9} \u{65E5}"),
    ])
  func tidy(_ text: String, _ expected: String) {
    #expect(ErrorWords.tidy(text, hiding: "") == expected)
  }

  @Test("are cut when they are long")
  func long() {
    let whole = String(repeating: "x", count: ErrorWords.longest)
    #expect(ErrorWords.tidy(whole, hiding: "") == whole)
    #expect(ErrorWords.tidy(whole + "y", hiding: "") == whole + "\u{2026}")
    #expect(words(#"{"message":"\#(whole)y"}"#) == whole + "\u{2026}")
    #expect(words(String(repeating: "x", count: 100_000)) == whole + "\u{2026}")
    let marks = "e" + String(repeating: "\u{301}", count: 30_000)
    #expect(words(#"{"message":"\#(marks)"}"#).unicodeScalars.count == ErrorWords.longest + 1)
  }

  @Test(
    "are found in a body that was cut off after them",
    arguments: [
      (#"{"message":"no","trace":"xxx"#, "no"), (#"{"message":"no","trace":["x","y"#, "no"),
      (#"{"message":"no","trace":{"a":1,"b"#, "no"), (#"{"message":"no",""#, "no"),
      (#"{"message":["a","b"],"trace":"x\""#, "a; b"),
      (#"{"message":"a, \"b\", {c","trace":"x, y"#, #"a, "b", {c"#),
      (#"{"statusCode":400,"message":"no","trace":"x"#, "no"),
      // The words themselves are cut: as it came.
      (#"{"statusCode":400,"message":"no"#, #"{"statusCode":400,"message":"no"#),
      (#"{"message":["a","b"#, #"{"message":["a","b"#), (#"{"message":"no"#, #"{"message":"no"#),
    ])
  func cutOff(_ body: String, _ expected: String) {
    #expect(words(body) == expected)
  }

  @Test("are kept when the cut falls inside of a character")
  func cutCharacter() {
    let page = "a" + String(repeating: "\u{E9}", count: 20 * ErrorWords.longest)
    #expect(words(page).hasPrefix("a\u{E9}"))
  }
}
