import Foundation

/// What the reports that stand in a folder tell of the run that wrote them.
package struct PastReport: Sendable {
  /// Of its campaign, counted from 1.
  package let run: Int
  /// Messages that reached somebody by then, or may have.
  package let reached: Int

  /// Reads `summary.json`; nil where there is none, or none that a run of messages wrote.
  package init?(reports: String, campaign: String) {
    let path = ReportFolder.path(reports: reports, campaign: campaign) + "/summary.json"
    let facts = try? FileManager.default.attributesOfItem(atPath: path)
    guard facts?[.type] as? FileAttributeType == .typeRegular,
      let size = facts?[.size] as? Int, size <= Self.longest,
      let data = FileManager.default.contents(atPath: path),
      let summary = try? JSONDecoder().decode(Facts.self, from: data),
      summary.campaign == campaign
    else { return nil }
    run = summary.run
    reached = (summary.counts["sent"] ?? 0) + (summary.counts["unknown"] ?? 0)
  }

  /// In bytes; a summary has about a thousand.
  private static let longest = 1 << 20

  private struct Facts: Decodable {
    let campaign: String
    let run: Int
    let counts: [String: Int]
  }
}
