import Foundation
import Testing

@testable import Audience
@testable import Reports

@Suite struct DeliveryJSONTests {
  private func write(
    _ header: [String], _ batch: ContactBatch, _ reports: [ReportRow], run: Int? = 3
  ) -> [UInt8] {
    var json = DeliveryJSON(header: Header(fields: header))
    var summary = Summary(version: "1", campaign: "spring", contacts: "a.csv")
    summary.run = run
    var output: [UInt8] = []
    json.appendStart(summary, to: &output)
    for (contact, report) in zip(batch.contacts, reports) {
      json.append(report, contact: contact, in: batch, to: &output)
    }
    json.appendEnd(to: &output)
    return output
  }

  private func messages(_ bytes: [UInt8]) throws -> [[String: Any]] {
    let root = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    return try #require(root?["messages"] as? [[String: Any]])
  }

  @Test func theDocumentIsThatOfTheDesign() throws {
    let bytes = write(["a"], batch([]), [])
    #expect(
      text(bytes).hasPrefix(#"{"schema":1,"campaign":"spring","run":3,"summary":{"schema":1,"#))
    #expect(text(bytes).hasSuffix("},\"messages\":[\n]}\n"))
    #expect(try messages(bytes).isEmpty)
    #expect(text(write(["a"], batch([]), [], run: nil)).contains(#""run":null,"summary""#))
  }

  @Test func aMessageHasAllFacts() {
    let bytes = write(["Name", "Phone"], batch([["Ada", "+1 202"]]), [sentRow()])
    let expected = #"""
      {"row":2,"status":"sent","to_number":"+12025550123","from_number":"+447700900123",\#
      "http_status":201,"error":null,"attempts":1,"segments":1,"encoding":"GSM-7",\#
      "message":"Hi Ada","sent_at":"2026-03-01T09:30:00.123Z","latency_ms":12,"run":3,\#
      "contact":{"Name":"Ada","Phone":"+1 202"}}
      """#
    #expect(text(bytes).split(separator: "\n")[1] == expected)
  }

  @Test func factsThatAreNotKnownAreNull() throws {
    let message = try messages(write(["a"], batch([[]]), [row(2, .pending)]))[0]
    for key in [
      "to_number", "from_number", "http_status", "error", "segments", "encoding", "message",
      "sent_at", "latency_ms", "run",
    ] {
      #expect(message[key] is NSNull, "\(key)")
    }
    #expect((message["contact"] as? [String: Any])?["a"] is NSNull)
    #expect(message["contact_extra"] == nil)
  }

  @Test func textIsExact() throws {
    let hostile = "=\"a\"\\\n\u{0}😀\u{2028}"
    let bytes = write(
      ["k\"\n"], batch([[hostile, "", hostile, ""]]), [sentRow(message: hostile, error: hostile)])
    let message = try messages(bytes)[0]
    #expect(message["message"] as? String == hostile)
    #expect(message["error"] as? String == hostile)
    #expect(message["contact"] as? [String: String] == ["k\"\n": hostile])
    #expect(message["contact_extra"] as? [String] == ["", hostile])
  }

  @Test func bytesThatAreNotUTF8AreReplaced() throws {
    var report = row(2, .rejected)
    report.error = [0x61, 0xFF, 0xE2, 0x82]
    #expect(try messages(write(["a"], batch([["x"]]), [report]))[0]["error"] as? String == "a��")
  }

  @Test func messagesStandOneALine() throws {
    let batch = batch((0..<50).map { ["n\n\($0)"] })
    let bytes = write(["a"], batch, (0..<50).map { sentRow($0 + 2, message: "\n") })
    #expect(text(bytes).split(separator: "\n").count == 52)
    #expect(try messages(bytes).map { $0["row"] as? Int } == Array(2..<52))
  }

  @Test func theRoomIsEnoughForTheWorst() throws {
    var report = longestRow()
    let controls = String(repeating: "\u{1}", count: 300)
    for message in ["", controls] {
      for row in [[], [controls, ""], [controls, "", "", controls]] {
        report.message = Array(message.utf8)
        report.error = report.message
        let keys = ["\u{1}\u{1}\u{1}", "b"]
        #expect(try messages(write(keys, batch([row]), [report])).count == 1)
        #expect(try messages(write([], batch([row]), [report])).count == 1)
      }
    }
  }
}
