/// What a command tells its caller when it ends.
package enum ExitCode: Int32, Sendable {
  /// Every row was sent, or skipped on purpose.
  case success = 0
  /// An error of volley's own.
  case error = 1
  /// Finished; some rows were not sent.
  case someNotSent = 3
  /// Finished; of at least one row it is unknown whether it was accepted.
  case someUnknown = 4
  /// Stopped early; run again to go on.
  case stopped = 5
  /// Another run holds the campaign.
  case held = 6
  case usage = 64
  /// Contacts or template cannot be used; nothing was sent.
  case unusable = 65
  /// Rows are left for later.
  case later = 75
  case hungUp = 129
  case interrupted = 130
  case terminated = 143

  /// Of a command that a signal ends.
  package static func ended(by signal: Int32) -> ExitCode {
    ExitCode(rawValue: 128 + signal) ?? .terminated
  }
}

/// Why a command could not do its work: the words for the user, and the code for the caller.
package struct CampaignError: Error, Sendable {
  package var code: ExitCode
  package var words: String
  /// Whether there are digits in the words that look like phone numbers, and are none.
  package var hasHash: Bool

  package init(_ code: ExitCode, _ words: String, hasHash: Bool = false) {
    self.code = code
    self.words = words
    self.hasHash = hasHash
  }
}
