import Composing
import Foundation
import Testing

@testable import Reports

@Suite struct SummaryTests {
  private var full: Summary {
    var summary = Summary(version: "1.2.3", campaign: "spring", contacts: "lists/a.csv")
    summary.run = 2
    summary.fileEncoding = "UTF-8"
    summary.delimiter = ";"
    summary.counts[.sent] = 5
    summary.counts[.invalid] = 1
    summary.segments.count(.gsm7, segments: 2)
    summary.segments.count(.ucs2, segments: 3)
    summary.pricePerSegment = Price("0.0079")
    summary.plan = "abc"
    summary.startedAt = 1_772_357_400_123_456
    summary.endedAt = 1_772_357_461_128_456
    summary.exitCode = 3
    summary.stopReason = "401"
    summary.warnings = 4
    return summary
  }

  private func parsed(_ write: (inout [UInt8]) -> Void) throws -> [String: Any] {
    var bytes: [UInt8] = []
    write(&bytes)
    #expect(bytes.last == UInt8(ascii: "\n"))
    return try #require(
      try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func allFactsAreThere() throws {
    let json = try parsed { full.appendPretty(to: &$0) }
    #expect(json["schema"] as? Int == 1)
    #expect(json["run"] as? Int == 2)
    #expect(json["rows"] as? Int == 6)
    #expect(json["segments"] as? Int == 5)
    #expect(
      json["encodings"] as? [String: [String: Int]] == [
        "GSM-7": ["messages": 1, "segments": 2], "UCS-2": ["messages": 1, "segments": 3],
      ])
    #expect(json["price_per_segment"] as? String == "0.0079")
    #expect(json["cost"] as? String == "0.0395")
    #expect(json["started_at"] as? String == "2026-03-01T09:30:00.123Z")
    #expect(json["ended_at"] as? String == "2026-03-01T09:31:01.128Z")
    #expect(json["duration_seconds"] as? Double == 61.005)
    #expect(json["exit_code"] as? Int == 3)
    #expect(json["stop_reason"] as? String == "401")
    #expect(json["delimiter"] as? String == ";")
  }

  @Test func allNineStatusesAreAlwaysThere() throws {
    let json = try parsed { full.appendLine(to: &$0) }
    let counts = try #require(json["counts"] as? [String: Int])
    #expect(Set(counts.keys) == Set(Status.allCases.map(\.rawValue)))
    #expect(counts["sent"] == 5)
    #expect(counts.values.reduce(0, +) == json["rows"] as? Int)
  }

  @Test func aPreviewHasTheSameKeys() throws {
    let preview = Summary(version: "1", campaign: "spring", contacts: "-")
    let json = try parsed { preview.appendLine(to: &$0) }
    #expect(Set(json.keys) == Set(try parsed { full.appendLine(to: &$0) }.keys))
    for key in ["run", "cost", "started_at", "duration_seconds", "exit_code", "stop_reason"] {
      #expect(json[key] is NSNull, "\(key)")
    }
  }

  @Test func oneLineOrManyInTheSameOrder() {
    var (line, pretty): ([UInt8], [UInt8]) = ([], [])
    full.appendLine(to: &line)
    full.appendPretty(to: &pretty)
    #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    #expect(text(pretty).hasPrefix("{\n  \"schema\": 1,\n  \"version\": \"1.2.3\",\n"))
    #expect(text(pretty).contains("\n  \"counts\": {\n    \"ready\": 0,\n"))
    #expect(text(pretty).hasSuffix("\n}\n"))
    #expect(text(pretty).filter { $0 != "\n" && $0 != " " } == text(line).filter { $0 != "\n" })
  }

  @Test(arguments: [(.invalid, false), (.rejected, true), (.failed, true)] as [(Status, Bool)])
  func whatWasTriedIsSentAgainWithRetry(_ status: Status, _ isTried: Bool) {
    var summary = Summary(version: "1", campaign: "spring", contacts: "list.csv")
    summary.counts.count(status)
    #expect(
      summary.resending == "--campaign spring" + (isTried ? " --retry failed,rejected" : ""))
  }

  @Test func aClockThatWasSetBackGivesNoTime() throws {
    var summary = full
    summary.endedAt = 0
    #expect(try parsed { summary.appendLine(to: &$0) }["duration_seconds"] as? Double == 0)
  }
}
