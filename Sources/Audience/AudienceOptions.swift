/// How the contact file is to be understood, where its looks do not say it.
package struct AudienceOptions: Sendable {
  /// The header of the column with the numbers to send to. Nil: found by its usual names.
  package var toColumn: String?
  /// The header of the column with the numbers to send from, if there is one.
  package var fromColumn: String?
  /// The header of the column with the recipients' time zones, if there is one.
  package var timezoneColumn: String?
  /// The byte between fields. Nil: found by looking.
  package var delimiter: UInt8?
  /// The region (ISO 3166, `US`) whose national formats are understood. Nil: E.164 only.
  package var region: String?
  /// The headers of the columns that make a message unique. Empty: the number does.
  package var keyColumns: [String]
  /// Paths of files with numbers that get nothing.
  package var suppressions: [String]

  /// Creates options; what is not given is found in the file, numbers are E.164 only, and nobody is suppressed.
  package init(
    toColumn: String? = nil, fromColumn: String? = nil, timezoneColumn: String? = nil,
    delimiter: UInt8? = nil,
    region: String? = nil, keyColumns: [String] = [], suppressions: [String] = []
  ) {
    self.toColumn = toColumn
    self.fromColumn = fromColumn
    self.timezoneColumn = timezoneColumn
    self.delimiter = delimiter
    self.region = region
    self.keyColumns = keyColumns
    self.suppressions = suppressions
  }
}
