import Foundation
import Scratch
import Testing

@testable import Reports

@Suite struct PastReportTests {
  private func report(_ summary: String) throws -> PastReport? {
    try Scratch.with { scratch in
      try FileManager.default.createDirectory(
        atPath: scratch.path("spring"), withIntermediateDirectories: true)
      try Data(summary.utf8).write(to: URL(filePath: scratch.path("spring/summary.json")))
      return PastReport(reports: scratch.folder, campaign: "spring")
    }
  }

  @Test func itTellsWhatARunWrote() throws {
    var summary = Summary(version: "1", campaign: "spring", contacts: "a.csv")
    summary.run = 3
    summary.counts[.sent] = 5
    summary.counts[.unknown] = 2
    summary.counts[.rejected] = 1
    var bytes: [UInt8] = []
    summary.appendPretty(to: &bytes)
    let report = try #require(try report(String(decoding: bytes, as: UTF8.self)))
    #expect(report.run == 3)
    #expect(report.reached == 7)
  }

  @Test(arguments: [
    "", "{}", "[1]", #"{"campaign":"spring","run":null,"counts":{"sent":1}}"#,
    #"{"campaign":"summer","run":1,"counts":{"sent":1}}"#,
    #"{"campaign":"spring","run":1,"counts":{"sent":"1"}}"#,
    #"{"campaign":"spring","run":1,"counts":{"sent":9223372036854775807,"unknown":1}}"#,
    #"{"campaign":"spring","run":1,"counts":{"sent":-1}}"#,
  ])
  func whatNoRunWroteTellsNothing(_ summary: String) throws {
    #expect(try report(summary) == nil)
  }

  @Test func whereNothingCanBeReadNothingIsTold() throws {
    try Scratch.with { scratch in
      #expect(PastReport(reports: scratch.folder, campaign: "spring") == nil)
      try FileManager.default.createDirectory(
        atPath: scratch.path("spring"), withIntermediateDirectories: true)
      // Nobody writes into it: who read it would wait for ever.
      #expect(mkfifo(scratch.path("spring/summary.json"), 0o600) == 0)
      #expect(PastReport(reports: scratch.folder, campaign: "spring") == nil)
    }
  }
}
