/// Why a command could not do its work: the words for the user, and the code that the process ends with.
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
