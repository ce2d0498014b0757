import Audience
import Composing

/// `delivery.json`: `{"schema":1,"campaign":…,"run":…,"summary":{…},"messages":[…]}`, one message a
/// line, written as a stream.
///
/// The facts are those of `delivery.csv`, exact; what is not known is `null`. The original columns
/// stand under `contact` by their headers; fields beyond the header, in rows that have any, as a list
/// under `contact_extra`.
package struct DeliveryJSON: RowFormat, Sendable {
  /// For each column, what precedes its value: `"Name":` or `,"Phone":`; one after another.
  private let keys: [UInt8]
  private let columns: [Range<Int>]
  private var isFirst = true
  private var times = TimestampWriter()

  package init(header: Header) {
    var keys: [UInt8] = []
    columns = header.columnNames.enumerated().map { column, name in
      let start = keys.count
      if column > 0 { keys.append(comma) }
      JSONText.append(Array(name.utf8).span, to: &keys)
      keys.append(UInt8(ascii: ":"))
      return start..<keys.count
    }
    self.keys = keys
  }

  /// What a summary can still grow by while its rows are counted: a score of numbers, a few of them
  /// times or money.
  static let growth = 1024

  /// Appends everything before the first message to an empty output.
  ///
  /// - Parameter length: In bytes; spaces fill what the summary leaves.
  package func appendStart(_ summary: Summary, to output: inout [UInt8], length: Int = 0) {
    let end = ",\"messages\":[\n"
    output.append(contentsOf: #"{"schema":1,"campaign":"#.utf8)
    JSONText.append(Array(summary.campaign.utf8).span, to: &output)
    output.append(contentsOf: #","run":"#.utf8)
    output.append(contentsOf: (summary.run.map(String.init) ?? "null").utf8)
    output.append(contentsOf: #","summary":"#.utf8)
    summary.json.appendLine(to: &output)
    let room = max(0, length - output.count - end.utf8.count)
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: room))
    output.append(contentsOf: end.utf8)
  }

  /// Appends everything after the last message.
  package func appendEnd(to output: inout [UInt8]) {
    output.append(contentsOf: (isFirst ? "]}\n" : "\n]}\n").utf8)
  }

  package func longest(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch
  ) -> Int {
    let fields = contact.fields
    // The keys of the facts take 220 bytes; each field adds quotation marks and a comma, or `null`.
    return 240 + ReportRow.longestFacts + JSONText.longest(row.error.count)
      + JSONText.longest(row.message.count) + JSONText.longest(batch.byteCount(of: fields))
      + keys.count + 4 * (columns.count + fields.count)
  }

  package mutating func append(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch,
    to output: inout OutputSpan<UInt8>
  ) {
    if !isFirst { output.append(",\n") }
    isFirst = false
    appendAttempt(row, to: &output)
    appendMessage(row, to: &output)
    appendColumns(contact.fields, of: batch, to: &output)
    appendExtra(
      batch.extraFields(of: contact.fields, columnCount: columns.count), of: batch, to: &output)
    output.append(UInt8(ascii: "}"))
  }

  private func appendAttempt(_ row: borrowing ReportRow, to output: inout OutputSpan<UInt8>) {
    output.append(#"{"row":"#)
    output.append(decimal: row.row)
    output.append(#","status":""#)
    output.append(row.status.name)
    output.append(#"","to_number":"#)
    append(row.to, to: &output)
    output.append(#","from_number":"#)
    append(row.from, to: &output)
    output.append(#","http_status":"#)
    append(row.httpStatus, to: &output)
    output.append(#","error":"#)
    append(row.error.span, to: &output)
    output.append(#","attempts":"#)
    output.append(decimal: row.attempts)
  }

  private mutating func appendMessage(
    _ row: borrowing ReportRow, to output: inout OutputSpan<UInt8>
  ) {
    output.append(#","segments":"#)
    append(row.segments, to: &output)
    output.append(#","encoding":"#)
    append(row.encoding, to: &output)
    output.append(#","message":"#)
    append(row.message.span, to: &output)
    output.append(#","sent_at":"#)
    append(time: row.sentAt, to: &output)
    output.append(#","latency_ms":"#)
    append(row.latencyMilliseconds, to: &output)
    output.append(#","run":"#)
    append(row.run, to: &output)
  }

  private func appendColumns(
    _ fields: Range<Int>, of batch: borrowing ContactBatch,
    to output: inout OutputSpan<UInt8>
  ) {
    output.append(#","contact":{"#)
    let (bytes, places) = (batch.bytes.span, batch.fields.span)
    let (keys, columns) = (keys.span, columns.span)
    for column in columns.indices {
      output.append(run: keys, columns[column])
      let index = fields.lowerBound + column
      if index < fields.upperBound {
        JSONText.append(bytes.extracting(places[index].range), to: &output)
      } else {
        output.append("null")
      }
    }
    output.append(UInt8(ascii: "}"))
  }

  private func appendExtra(
    _ extra: Range<Int>, of batch: borrowing ContactBatch, to output: inout OutputSpan<UInt8>
  ) {
    if extra.isEmpty { return }
    output.append(#","contact_extra":["#)
    for index in extra {
      if index > extra.lowerBound { output.append(comma) }
      JSONText.append(batch.bytes.span.extracting(batch.fields[index].range), to: &output)
    }
    output.append(UInt8(ascii: "]"))
  }
}

// MARK: - Values that may be null

extension DeliveryJSON {
  private func append(_ number: Int?, to output: inout OutputSpan<UInt8>) {
    if let number { output.append(decimal: number) } else { output.append("null") }
  }

  private func append(_ number: PhoneNumber?, to output: inout OutputSpan<UInt8>) {
    guard let number else { return output.append("null") }
    output.append(UInt8(ascii: "\""))
    output.append(number)
    output.append(UInt8(ascii: "\""))
  }

  private func append(_ encoding: MessageEncoding?, to output: inout OutputSpan<UInt8>) {
    guard let encoding else { return output.append("null") }
    output.append(UInt8(ascii: "\""))
    output.append(encoding.name)
    output.append(UInt8(ascii: "\""))
  }

  /// No text and an empty one are the same here: a message is never empty, nor is an error.
  private func append(_ text: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
    if text.isEmpty { output.append("null") } else { JSONText.append(text, to: &output) }
  }

  private mutating func append(time: Int64?, to output: inout OutputSpan<UInt8>) {
    guard let time else { return output.append("null") }
    output.append(UInt8(ascii: "\""))
    times.append(microseconds: time, to: &output)
    output.append(UInt8(ascii: "\""))
  }
}
