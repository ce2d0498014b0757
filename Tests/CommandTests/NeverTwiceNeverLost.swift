import Foundation
import MockFluents
import Testing

/// One row of `delivery.json`, as far as proofs look at it.
struct ReportedRow {
  var row: Int
  var status: String
  var number: String
  var run: Int?
  var error: String?

  /// Promised by a run that ended before the answer came.
  var isInDoubt: Bool {
    status == "unknown" && error?.hasPrefix("volley ended before the answer came") == true
  }

  init?(_ message: [String: Any]) {
    guard let row = message["row"] as? Int, let status = message["status"] as? String,
      let number = message["to_number"] as? String
    else { return nil }
    self.row = row
    self.status = status
    self.number = number
    run = message["run"] as? Int
    error = message["error"] as? String
  }
}

extension Workdir {
  /// Every row of `delivery.json`, in its order; one that is there twice is here twice.
  func reported(_ campaign: String = "list") throws -> [ReportedRow] {
    let messages = try json("reports/\(campaign)/delivery.json")["messages"] as? [[String: Any]]
    return (messages ?? []).compactMap(ReportedRow.init)
  }

  /// What must hold after every resume, however often a run was killed before: no key twice at the
  /// API, every row in the report once, whatever the API saw is `sent` or `unknown`, whatever is
  /// `sent` was seen, and of no run more rows are in doubt than it had lanes.
  ///
  /// For an API that neither refuses a message nor asks to repeat one.
  func expectNeverTwiceNeverLost(
    rows: Int, concurrency: Int, at server: MockServer, _ place: String
  ) throws {
    let seen = server.statistics.seen
    #expect(seen.allSatisfy { $0.value == 1 }, "twice at the API: \(place)")
    let reported = try reported()
    #expect(reported.map(\.row) == Array(2..<2 + rows), "rows: \(place)")
    for row in reported {
      let facts = "row \(row.row) is \(row.status): \(place)"
      if seen[row.number] != nil { #expect(["sent", "unknown"].contains(row.status), "\(facts)") }
      if row.status == "sent" { #expect(seen[row.number] != nil, "\(facts)") }
    }
    for (run, doubtful) in Dictionary(grouping: reported.filter(\.isInDoubt), by: \.run) {
      #expect(doubtful.count <= concurrency, "run \(run ?? 0): \(place)")
    }
  }
}
