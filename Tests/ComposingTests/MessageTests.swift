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

  private func body(_ text: String) -> [UInt8] {
    var body: [UInt8] = []
    message(text).appendJSONBody(to: &body)
    return body
  }

  @Test func theBodyHasThreeKeysInTheAPIsOrder() {
    #expect(
      String(decoding: body("Hi \"Ada\"\nBye 😀"), as: UTF8.self)
        == #"{"to_number":"+12025550123","from_number":"+999999999999999","#
        + #""message":"Hi \"Ada\"\nBye 😀"}"#)
  }

  @Test(arguments: ["", "\u{1}\u{1}\u{1}", "é", String(repeating: "\"", count: 10_000)])
  func theBodyReadsBack(text: String) throws {
    let object = try JSONSerialization.jsonObject(with: Data(body(text)))
    #expect((object as? [String: String])?["message"] == text)
  }

  @Test func theBodyIsAppended() {
    var output = Array("POST".utf8)
    message("x").appendJSONBody(to: &output)
    #expect(output == Array("POST".utf8) + body("x"))
  }
}
