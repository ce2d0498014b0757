import class Audience.Zone

/// When messages may leave, as the options ask for it: rates, hours, and the last moment.
package struct PaceOptions: Sendable {
  /// Of all messages; nil: the most that the API is found to bear.
  package var rate: Rate?
  /// Of those from each number; nil: as for all.
  package var ratePerSender: Rate?
  /// Nil: at any hour.
  package var window: SendWindow?
  /// Whether contacts may have a zone of their own.
  package var hasZones = false
  /// Sleep until the window opens, rather than leave the rows for a later run.
  package var waits = false
  /// No message leaves from this second (since 1970) on.
  package var notAfter: Int64?

  package init(rate: Rate? = nil, ratePerSender: Rate? = nil, window: SendWindow? = nil) {
    self.rate = rate
    self.ratePerSender = ratePerSender
    self.window = window
  }

  /// Whether a message may leave at `second` (since 1970), whose recipient has a zone of its own, or none.
  func allows(_ zone: Zone?, at second: Int64) -> Bool {
    if let notAfter, second >= notAfter { return false }
    return window?.isOpen(at: second, in: zone) ?? true
  }
}
