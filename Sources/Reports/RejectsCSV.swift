import Audience
import Composing

/// `rejects.csv`: the rows that were surely not sent, to be corrected and fed back.
///
/// The original columns are byte for byte those of the contacts, without the `'` that makes a
/// spreadsheet safe: fed back, it would become part of a name. `volley_error` comes last, or where it
/// already stands in contacts that were fed back before. Fields beyond the header follow it, and words
/// do so in a row that has too few, so that an uncorrected row is refused again.
///
/// Fields are separated as in contacts whose delimiter was named, so that the same command reads both.
package struct RejectsCSV: RowFormat, Sendable {
  /// The column that says why a row was not sent.
  package static let errorColumn = "volley_error"

  private let header: [UInt8]
  private let delimiter: UInt8
  /// How many columns the contacts have.
  private let columnCount: Int
  /// The column of the contacts that the error replaces.
  private let replaced: Int?

  /// - Parameter delimiter: what stands between fields: that of the contacts where an option named it.
  package init(header: Header, delimiter: UInt8 = UInt8(ascii: ",")) {
    self.delimiter = delimiter
    columnCount = header.names.count
    replaced = header.variables.firstIndex(of: Self.errorColumn)
    let names = header.names + (replaced == nil ? [Self.errorColumn] : [])
    var bytes: [UInt8] = []
    for (column, name) in names.enumerated() {
      if column > 0 { bytes.append(delimiter) }
      bytes.append(csvField: name, delimiter: delimiter)
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
    return CSVText.longest(row.error.count) + CSVText.longest(batch.byteCount(of: fields))
      + 4 * (columnCount + fields.count) + Self.shortRow.utf8CodeUnitCount
  }

  /// Appends nothing if the row's status makes it no reject.
  package func append(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch,
    to output: inout OutputSpan<UInt8>
  ) {
    guard row.status.isReject else { return }
    appendColumns(contact.fields, error: row.error, of: batch, to: &output)
    for index in batch.extraFields(of: contact.fields, columnCount: columnCount) {
      output.append(delimiter)
      append(batch.bytes.span, batch.fields[index].range, to: &output)
    }
    output.append(UInt8(ascii: "\n"))
  }

  private func appendColumns(
    _ fields: Range<Int>, error: [UInt8], of batch: borrowing ContactBatch,
    to output: inout OutputSpan<UInt8>
  ) {
    for column in 0..<columnCount {
      if column > 0 { output.append(delimiter) }
      let index = fields.lowerBound + column
      if column == replaced {
        appendError(error.span, to: &output)
      } else if index < fields.upperBound {
        append(batch.bytes.span, batch.fields[index].range, to: &output)
      }
    }
    if replaced == nil {
      output.append(delimiter)
      appendError(error.span, to: &output)
    }
    // Filled up, the row would be whole, with its values in the wrong columns.
    if fields.count < columnCount {
      output.append(delimiter)
      output.append(Self.shortRow)
    }
  }

  private func append(
    _ text: Span<UInt8>, _ range: Range<Int>, to output: inout OutputSpan<UInt8>
  ) {
    if divides(text, range) {
      CSVText.appendQuoted(text, range, prefix: "", to: &output)
    } else {
      CSVText.append(text, range, to: &output)
    }
  }

  private func appendError(_ words: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
    if divides(words, 0..<words.count) {
      let prefix: StaticString = Formula.isSuspect(words, 0..<words.count) ? "'" : ""
      CSVText.appendQuoted(words, 0..<words.count, prefix: prefix, to: &output)
    } else {
      CSVText.appendSafely(words, 0..<words.count, to: &output)
    }
  }

  /// Whether a delimiter that is no comma stands in a field.
  private func divides(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    delimiter != comma && range.contains { text[$0] == delimiter }
  }

  /// What stands behind a row that has too few fields, and makes it one with too many.
  private static let shortRow: StaticString =
    "fields are missing: put each value into its column and empty this cell"
}
