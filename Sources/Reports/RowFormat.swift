import Audience

/// How one of the reports writes the rows of the contacts.
package protocol RowFormat {
  /// The bytes that a row takes at most.
  func longest(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch
  ) -> Int

  /// Appends the next row, with the contact of `batch` that it is about. There must be room for it.
  mutating func append(
    _ row: borrowing ReportRow, contact: borrowing Contact, in batch: borrowing ContactBatch,
    to output: inout OutputSpan<UInt8>)
}
