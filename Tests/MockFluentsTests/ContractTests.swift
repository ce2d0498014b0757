import Foundation
import Testing

@testable import MockFluents

@Suite("The API's contract")
struct ContractTests {
  private let contract = Contract(numbers: ["+12025550100"], token: nil)

  private func refusal(_ body: String) -> Answer? {
    if case .refused(let answer) = contract.verdict(on: RequestBody(Array(body.utf8))) {
      answer
    } else {
      nil
    }
  }

  @Test("takes a valid message, escapes and all")
  func takes() {
    let body = Raw.body(message: #"Caf\u00e9 \ud83d\ude00\n\"x\""#)
    let verdict = contract.verdict(on: RequestBody(Array(body.utf8)))
    guard case .taken(let to, let from, let message) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect([to, from, message] == [Raw.to, Raw.from, "Café 😀\n\"x\""])
  }

  @Test(
    "refuses what is not three strings, with the field's name",
    arguments: [
      ("{}", "to_number must be a string"),
      ("[]", "to_number must be a string"),
      ("7", "to_number must be a string"),
      (#"{"to_number":12025550123}"#, "to_number must be a string"),
      (#"{"to_number":null}"#, "to_number must be a string"),
      (#"{"to_number":"+12025550123"}"#, "from_number must be a string"),
      (#"{"to_number":"+12025550123","from_number":["+1"]}"#, "from_number must be a string"),
      (
        #"{"to_number":"+12025550123","from_number":"+12025550100","message":{}}"#,
        "message must be a string"
      ),
      (Raw.body(message: ""), "message should not be empty"),
      (Raw.body(to: "12025550123"), "to_number must be a valid phone number in E.164 format"),
      (Raw.body(from: "+1 202"), "from_number must be a valid phone number in E.164 format"),
    ])
  func refusesFields(_ body: String, _ message: String) {
    #expect(refusal(body) == .refusal(400, message))
  }

  @Test(
    "refuses what is not JSON",
    arguments: ["", "{", "x", #"{"to_number":"+1"#, "{'a':1}", Raw.body() + "x", "\u{0}"])
  func refusesSyntax(_ body: String) throws {
    let answer = try #require(refusal(body))
    #expect(answer.status == 400)
    #expect(String(decoding: answer.body, as: UTF8.self).contains(#"{"message":"Unexpected "#))
  }

  @Test("answers 404 for a sender that the account does not own")
  func unknownSender() {
    let answer = refusal(Raw.body(from: "+12025550199"))
    #expect(answer == .refusal(404, "from_number +12025550199 was not found"))
  }

  @Test(
    "knows strict E.164",
    arguments: [
      ("+12", true), ("+123456789012345", true), ("+1234567890123456", false), ("+1", false),
      ("+0123", false), ("123", false), ("", false), ("+", false), ("+12 34", false),
      ("+１２３", false), ("+12a", false), (" +123", false),
    ])
  func e164(_ text: String, _ valid: Bool) {
    #expect(Contract.isE164(text) == valid)
  }

  @Test(
    "wants a bearer token",
    arguments: [
      (nil, nil, false), ("Bearer x", nil, true), ("bearer x", nil, true), ("Bearer ", nil, false),
      ("Bearer", nil, false), ("Basic x", nil, false), ("Bearer x", "x", true),
      ("Bearer y", "x", false), ("Bearer  x", "x", true),
    ] as [(String?, String?, Bool)])
  func token(_ field: String?, _ demanded: String?, _ passes: Bool) {
    let contract = Contract(numbers: nil, token: demanded)
    let answer = contract.refusal(method: "POST", target: "/v1/messages", authorization: field)
    #expect(answer?.status == (passes ? nil : 401))
  }

  @Test("has one path, and names the others as NestJS does")
  func paths() {
    func answer(_ method: String, _ target: String) -> Answer? {
      contract.refusal(method: method, target: target, authorization: "Bearer x")
    }
    #expect(answer("POST", "/v1/messages") == nil)
    #expect(answer("POST", "/v1/messages?trace=1") == nil)
    #expect(answer("GET", "/v1/messages") == .refusal(404, "Cannot GET /v1/messages"))
    #expect(answer("POST", "/v2") == .refusal(404, "Cannot POST /v2"))
  }

  @Test("an error has message, error and statusCode, escaped where needed")
  func shape() throws {
    let answer = Answer.refusal(400, "a \"b\"\n\u{1}")
    let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
    #expect(object?["message"] as? String == "a \"b\"\n\u{1}")
    #expect(object?["error"] as? String == "Bad Request")
    #expect(object?["statusCode"] as? Int == 400)
    #expect(object?.count == 3)
  }
}
