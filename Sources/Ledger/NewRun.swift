/// What a run is started with.
package struct NewRun: Sendable {
  /// The error of a row whose run ended between its promise and its outcome.
  package static let interrupted = "volley ended before the answer came; it may have been accepted"

  /// The id of the process that runs it.
  package var process: Int32
  /// Microseconds since 1970.
  package var startedAt: Int64
  /// The plan's fingerprint.
  package var plan: String
  /// What makes the campaign's messages what they are; opaque here, compared by the caller.
  package var definition: String
  /// What is needed to write the reports again; opaque here.
  package var settings: String

  package init(
    process: Int32, startedAt: Int64, plan: String, definition: String, settings: String
  ) {
    self.process = process
    self.startedAt = startedAt
    self.plan = plan
    self.definition = definition
    self.settings = settings
  }
}
