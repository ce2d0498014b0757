import Audience
import Foundation
import Testing

@testable import Composing

@Suite struct MessageTests {
  private func message(_ text: String) -> Message {
    Message(
      key: "+12025550123", row: 2, to: PhoneNumber(digits: 12_025_550_123),
      from: PhoneNumber(digits: 999_999_999_999_999), text: Array(text.utf8), segments: 1,
      encoding: .gsm7)
  }

  @Test func theBodyHasThreeKeysInTheAPIsOrder() {
    #expect(
      String(decoding: message("Hi \"Ada\"\nBye 😀").jsonBody, as: UTF8.self)
        == #"{"to_number":"+12025550123","from_number":"+999999999999999","#
        + #""message":"Hi \"Ada\"\nBye 😀"}"#)
  }

  @Test(arguments: ["", "\u{1}\u{1}\u{1}", "é", String(repeating: "\"", count: 10_000)])
  func theBodyReadsBack(text: String) throws {
    let object = try JSONSerialization.jsonObject(with: Data(message(text).jsonBody))
    #expect((object as? [String: String])?["message"] == text)
  }

  @Test func theBodyIsAppended() {
    var output = Array("POST".utf8)
    message("x").appendJSONBody(to: &output)
    #expect(output == Array("POST".utf8) + message("x").jsonBody)
  }
}
