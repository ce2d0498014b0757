/// What a command tells its caller when it ends. Those from 64 to 78 are named in `sysexits.h`; those above 128 are a
/// signal's number and 128.
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
  /// The options are wrong; nothing was sent.
  case usage = 64
  /// Contacts or template cannot be used; nothing was sent.
  case unusable = 65
  /// Rows are left for later.
  case later = 75
  /// SIGHUP.
  case hungUp = 129
  /// SIGINT.
  case interrupted = 130
  /// SIGTERM.
  case terminated = 143

  /// The code of a command that a signal ends.
  package static func ended(by signal: Int32) -> ExitCode {
    ExitCode(rawValue: 128 + signal) ?? .terminated
  }
}
