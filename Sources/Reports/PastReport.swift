import Foundation

/// What the reports that stand in a folder tell of the run that wrote them.
package struct PastReport: Sendable, Equatable {
  /// The number of the run, counted from 1 in its campaign.
  package let run: Int
  private let startedAt: String?
  private let endedAt: String?
  /// Whether that run had ended.
  package var isOfEnd: Bool { endedAt != nil }
  /// Messages that reached somebody by then, or may have.
  package let reached: Int
  /// Rows by their status.
  private let counts: [String: Int]

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
    startedAt = summary.startedAt
    endedAt = summary.endedAt
    counts = summary.counts
    let reached = ["sent", "unknown"].map { UInt32(exactly: summary.counts[$0] ?? 0) }
    guard let sent = reached[0], let unknown = reached[1] else { return nil }
    self.reached = Int(sent) + Int(unknown)
  }

  /// Whether it may be of the run of that number which started then, in microseconds since 1970.
  package func isOf(runStartedAt moment: Int64) -> Bool {
    startedAt == nil || startedAt == Timestamp.text(microseconds: moment)
  }

  /// The most bytes that are read; a summary has about a thousand.
  private static let longest = 1 << 20

  private struct Facts: Decodable {
    let campaign: String
    let run: Int
    let startedAt: String?
    let endedAt: String?
    let counts: [String: Int]

    private enum CodingKeys: String, CodingKey {
      case campaign, run, counts
      case startedAt = "started_at"
      case endedAt = "ended_at"
    }
  }
}
