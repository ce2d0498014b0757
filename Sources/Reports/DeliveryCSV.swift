import Audience
import Composing

/// `delivery.csv`: one record for each row of the contacts, as RFC 4180 has it but with LF ends.
///
/// The original columns follow as `contact.<header>`. A row with fewer fields than the header has
/// empty ones; fields beyond it would break the columns and stand in `error` instead.
package struct DeliveryCSV: RowFormat, Sendable {
  private static let columns =
    "row,status,to_number,from_number,http_status,error,attempts,segments,encoding,message,"
    + "sent_at,latency_ms,run"

  private let header: [UInt8]
  private let columnCount: Int
  private var times = TimestampWriter()

  package init(header: Header) {
    columnCount = header.names.count
    var bytes = Array(Self.columns.utf8)
    for name in header.columnNames {
      bytes.append(comma)
      bytes.append(csvField: "contact.\(name)")
    }
    bytes.append(UInt8(ascii: "\n"))
    self.header = bytes
  }

  /// Appends the line that names the columns, with its line end.
  package func appendHeader(to output: inout [UInt8]) { output.append(contentsOf: header) }

  package func longest(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch
  ) -> Int {
    let fields = contact.fields
    // A field can stand in its column or in the error.
    return ReportRow.longestFacts + CSVText.longest(row.error.count) + Self.namedLongest
      + CSVText.longest(row.message.count) + CSVText.longest(batch.byteCount(of: fields))
      + 8 * (columnCount + fields.count)
  }

  /// The room that the words around extra fields take.
  private static let namedLongest = 64

  package mutating func append(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch,
    to output: inout OutputSpan<UInt8>
  ) {
    appendAttempt(row, to: &output)
    let extra = batch.extraFields(of: contact.fields, columnCount: columnCount)
    if extra.isEmpty {
      appendText(row.error.span, to: &output)
    } else {
      appendText(batch.name(extra, after: row.error).span, to: &output)
    }
    appendMessage(row, to: &output)
    appendColumns(contact.fields, of: batch, to: &output)
    output.append(UInt8(ascii: "\n"))
  }

  /// Appends the columns from `row` to `http_status`, with the comma that follows.
  private func appendAttempt(
    _ row: borrowing ReportRow, to output: inout OutputSpan<UInt8>
  ) {
    output.append(decimal: row.row)
    output.append(comma)
    output.append(row.status.name)
    output.append(comma)
    if let to = row.to { output.append(to) }
    output.append(comma)
    if let from = row.from { output.append(from) }
    output.append(comma)
    append(row.httpStatus, to: &output)
  }

  /// Appends the columns from `attempts` to `run`.
  private mutating func appendMessage(
    _ row: borrowing ReportRow, to output: inout OutputSpan<UInt8>
  ) {
    append(row.attempts, to: &output)
    append(row.segments, to: &output)
    if let encoding = row.encoding { output.append(encoding.name) }
    output.append(comma)
    appendText(row.message.span, to: &output)
    if let sentAt = row.sentAt { times.append(microseconds: sentAt, to: &output) }
    output.append(comma)
    append(row.latencyMilliseconds, to: &output)
    if let run = row.run { output.append(decimal: run) }
  }

  private func appendColumns(
    _ fields: Range<Int>, of batch: borrowing ContactBatch,
    to output: inout OutputSpan<UInt8>
  ) {
    let (bytes, places) = (batch.bytes.span, batch.fields.span)
    for column in 0..<columnCount {
      output.append(comma)
      let index = fields.lowerBound + column
      if index < fields.upperBound {
        CSVText.appendValue(bytes, places[index].range, to: &output)
      }
    }
  }

  private func append(_ number: Int?, to output: inout OutputSpan<UInt8>) {
    if let number { output.append(decimal: number) }
    output.append(comma)
  }

  private func appendText(_ text: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
    CSVText.appendSafely(text, 0..<text.count, to: &output)
    output.append(comma)
  }
}

let comma = UInt8(ascii: ",")

extension [UInt8] {
  /// Appends a name of the header as a field.
  mutating func append(csvField name: String, delimiter: UInt8 = comma) {
    let name = Array(name.utf8)
    let isDivided = delimiter != comma && name.contains(delimiter)
    append(addingCapacity: CSVText.longest(name.count)) { output in
      if isDivided {
        CSVText.appendQuoted(name.span, 0..<name.count, prefix: "", to: &output)
      } else {
        CSVText.append(name.span, 0..<name.count, to: &output)
      }
    }
  }
}
