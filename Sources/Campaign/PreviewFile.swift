import Audience
import Composing
import Reports

/// The rows of a preview in one file: of the delivery schema, or as a page.
package struct PreviewFile {
  /// By the ending of the file's name.
  package enum Format: String, Sendable, CaseIterable { case csv, json, html }

  private let draft: Draft
  private let page: PreviewPage

  /// - Parameter page: What a page says besides the rows.
  package init(_ draft: Draft, page: PreviewPage) {
    self.draft = draft
    self.page = page
  }

  /// Reads all rows and writes them to a file, which is whole or not there.
  package func write(
    to path: String, as format: Format, summary: Summary
  ) throws(CampaignError) {
    do throws(FileProblem) {
      var file = try AtomicFile(path: try AtomicFile.named(path))
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
    var format = DeliveryCSV(header: draft.list.header)
    try file.append { format.appendHeader(to: &$0) }
    try appendRows(to: &file, as: &format)
  }

  private func writeJSON(to file: inout AtomicFile, _ summary: Summary) throws(FileProblem) {
    var format = DeliveryJSON(header: draft.list.header)
    try file.append { format.appendStart(summary, to: &$0) }
    try appendRows(to: &file, as: &format)
    try file.append { format.appendEnd(to: &$0) }
  }

  private func appendRows(
    to file: inout AtomicFile, as format: inout some RowFormat
  ) throws(FileProblem) {
    try eachRow(for: file.path) { (row, contact, batch) throws(FileProblem) in
      try file.append(row, contact: contact, in: batch, as: &format)
    }
  }

  private func writePage(to file: inout AtomicFile) throws(FileProblem) {
    var collector = PreviewCollector(ready: page.summary.counts[.ready])
    try eachRow(for: file.path) { row, contact, batch in
      collector.note(row, contact: contact, in: batch)
    }
    let html = try page.html(collector)
    try file.append { $0.append(contentsOf: html) }
  }

  private func eachRow(
    for path: String,
    _ body: (
      borrowing ReportRow, borrowing Contact, borrowing ContactBatch
    ) throws(FileProblem) -> Void
  ) throws(FileProblem) {
    var problem: FileProblem?
    var writer = RowWriter(draft)
    do throws(CampaignError) {
      try writer.eachRow { (row, contact, batch) throws(CampaignError) in
        do throws(FileProblem) {
          try body(row, contact, batch)
        } catch {
          problem = error
          throw CampaignError(.error, error.description)
        }
      }
    } catch {
      throw problem ?? FileProblem(cannot: "write", path, because: error.words)
    }
  }
}
