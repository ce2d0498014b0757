import Audience
import Composing
import Delivery
import Ledger
import Reports

/// Writes the reports of a campaign: the contacts are read again and joined with the ledger, so that
/// what is reported is what is durably known.
struct Reporting {
  private let draft: Draft
  let ledger: Ledger
  let campaign: CampaignID
  private let reports: String

  init(_ draft: Draft, _ ledger: Ledger, _ campaign: CampaignID, reports: String) {
    self.draft = draft
    self.ledger = ledger
    self.campaign = campaign
    self.reports = reports
  }

  /// Counts first, since the summary stands before the messages; then writes.
  func write(_ ending: inout Ending) throws(CampaignError) {
    ending.summary = try counted(ending.summary)
    ending.summary.endedAt = ending.summary.endedAt ?? wallClock()
    ending.summary.exitCode = ending.summary.exitCode ?? Int(ending.code.rawValue)
    do throws(FileProblem) {
      var folder = try ReportFolder.start(
        reports: reports, header: draft.list.header, summary: ending.summary,
        runs: runs(ending.summary), numberColumns: draft.numberColumns)
      try write(to: &folder)
      try folder.commit()
    } catch {
      throw CampaignError(
        .stopped,
        "\(error.description). What was sent is in the ledger: "
          + "volley report \(ending.summary.campaign) writes the reports again")
    }
  }

  private func counted(_ start: Summary) throws(CampaignError) -> Summary {
    var summary = start
    var writer = RowWriter(draft, ledger: ledger, campaign: campaign)
    try writer.eachRow { (row, _, _) in
      summary.counts.count(row.status)
      if row.status == .sent, let encoding = row.encoding, let segments = row.segments {
        summary.segments.count(encoding, segments: segments)
      }
    }
    return summary
  }

  private func write(to folder: inout ReportFolder) throws(FileProblem) {
    var problem: FileProblem?
    var writer = RowWriter(draft, ledger: ledger, campaign: campaign)
    do throws(CampaignError) {
      try writer.eachRow { (row, contact, batch) throws(CampaignError) in
        do throws(FileProblem) {
          try folder.append(row, contact: contact, in: batch)
        } catch {
          problem = error
          throw CampaignError(.stopped, error.description)
        }
      }
    } catch {
      throw problem ?? FileProblem(cannot: "write", folder.path, because: error.words)
    }
  }
}

/// The rows of a preview in one file: of the delivery schema, or as a page.
package struct PreviewFile {
  package enum Format: String, Sendable, CaseIterable { case csv, json, html }

  private let draft: Draft
  private let page: PreviewPage

  /// - Parameter page: What a page says besides the rows.
  package init(_ draft: Draft, page: PreviewPage) {
    self.draft = draft
    self.page = page
  }

  package func write(
    to path: String, as format: Format, summary: Summary
  ) throws(CampaignError) {
    do throws(FileProblem) {
      var file = try AtomicFile(path: path)
      switch format {
      case .csv: try writeCSV(to: &file)
      case .json: try writeJSON(to: &file, summary)
      case .html: try writePage(to: &file)
      }
      try file.commit()
    } catch {
      throw CampaignError(.error, error.description)
    }
  }

  private func writeCSV(to file: inout AtomicFile) throws(FileProblem) {
    let format = DeliveryCSV(header: draft.list.header)
    try file.append { format.appendHeader(to: &$0) }
    try rows(of: &file) { row, contact, batch, bytes in
      format.append(row, contact: contact, in: batch, to: &bytes)
    }
  }

  private func writeJSON(to file: inout AtomicFile, _ summary: Summary) throws(FileProblem) {
    var format = DeliveryJSON(header: draft.list.header)
    try file.append { format.appendStart(summary, to: &$0) }
    try rows(of: &file) { row, contact, batch, bytes in
      format.append(row, contact: contact, in: batch, to: &bytes)
    }
    try file.append { format.appendEnd(to: &$0) }
  }

  private func writePage(to file: inout AtomicFile) throws(FileProblem) {
    var collector = PreviewCollector(ready: page.summary.counts[.ready])
    try rows(of: &file) { row, contact, _, _ in collector.note(row, contact: contact) }
    let html = try page.html(collector)
    try file.append { $0.append(contentsOf: html) }
  }

  private func rows(
    of file: inout AtomicFile,
    _ append: (borrowing ReportRow, Contact, borrowing ContactBatch, inout [UInt8]) -> Void
  ) throws(FileProblem) {
    var problem: FileProblem?
    var writer = RowWriter(draft)
    do throws(CampaignError) {
      try writer.eachRow { (row, contact, batch) throws(CampaignError) in
        do throws(FileProblem) {
          try file.append { append(row, contact, batch, &$0) }
        } catch {
          problem = error
          throw CampaignError(.error, error.description)
        }
      }
    } catch {
      throw problem ?? FileProblem(cannot: "write", file.path, because: error.words)
    }
  }
}
