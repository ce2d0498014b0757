import Foundation
import Testing

@testable import Audience
@testable import Reports

@Suite struct ReportFolderTests {
  private let header = Header(fields: ["name"])
  private let summary = Summary(version: "1", campaign: "spring", contacts: "a.csv")
  private let files = [
    "delivery.csv", "delivery.json", "rejects.csv", "report.html", "summary.json",
  ]

  @Test func allReportsAppearTogether() throws {
    try withFolder { folder in
      let batch = batch([["Ada"], ["Bo"]])
      var reports = try ReportFolder.start(
        reports: "\(folder)/deep/reports/", header: header, summary: summary)
      try reports.append(sentRow(), contact: batch.contacts[0], in: batch)
      try reports.append(row(3, .failed, error: "x"), contact: batch.contacts[1], in: batch)
      let path = reports.path
      #expect(path == "\(folder)/deep/reports/spring")
      #expect(try names(in: path).allSatisfy { $0.hasPrefix(".") })
      try reports.commit(summary)
      #expect(try names(in: path) == files)
      for file in files { #expect(try permissions("\(path)/\(file)") == 0o600) }
      #expect(try permissions(path) == 0o700)
      #expect(try contents("\(path)/delivery.csv").split(separator: "\n").count == 3)
      #expect(try contents("\(path)/rejects.csv") == "name,volley_error\nBo,x\n")
      for name in ["delivery.json", "summary.json"] {
        _ = try JSONSerialization.jsonObject(
          with: Data(contentsOf: URL(filePath: "\(path)/\(name)")))
      }
    }
  }

  @Test func whatIsCountedStandsBeforeTheMessages() throws {
    try withFolder { folder in
      let reports = try ReportFolder.start(reports: folder, header: header, summary: summary)
      var counted = summary
      for status in Status.allCases { counted.counts[status] = .max / 16 }
      counted.endedAt = 253_402_300_799_999_999
      counted.segments.savedByPlainQuotes = .max
      counted.exitCode = 143
      try reports.commit(counted)
      let bytes = try Data(contentsOf: URL(filePath: "\(folder)/spring/delivery.json"))
      let root = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
      let counts = (root["summary"] as? [String: Any])?["counts"] as? [String: Int]
      #expect(counts?["sent"] == .max / 16)
      #expect((root["messages"] as? [Any])?.isEmpty == true)
    }
  }

  @Test func abandonedReportsLeaveTheOldOnes() throws {
    try withFolder { folder in
      let batch = batch([["Ada"]])
      try ReportFolder.start(reports: folder, header: header, summary: summary).commit(summary)
      let old = try contents("\(folder)/spring/delivery.csv")
      do {
        var reports = try ReportFolder.start(reports: folder, header: header, summary: summary)
        try reports.append(sentRow(), contact: batch.contacts[0], in: batch)
      }
      #expect(try names(in: "\(folder)/spring") == files)
      #expect(try contents("\(folder)/spring/delivery.csv") == old)
    }
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    try withFolder { folder in
      try Data().write(to: URL(filePath: "\(folder)/file"))
      let problem = #expect(throws: FileProblem.self) {
        try ReportFolder.start(reports: "\(folder)/file", header: header, summary: summary)
          .commit(summary)
      }
      #expect(problem?.description == "cannot create \(folder)/file/spring: Not a directory")
    }
  }
}
