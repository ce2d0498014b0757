import Audience
import Composing
import Delivery

/// Everything that shapes a plan: what is read, and what is made of it.
package struct PlanOptions: Sendable {
  /// The text of a template, and what to call it in complaints.
  package struct Text: Sendable, Equatable {
    package var name: String
    package var text: String
    /// The file that it came from; nil for a text of the command line.
    package var path: String?

    package init(name: String, text: String, path: String? = nil) {
      self.name = name
      self.text = text
      self.path = path
    }
  }

  /// A path, or `-` for standard input.
  package var contacts: String
  /// How the contacts are to be understood.
  package var audience: AudienceOptions
  package var template: Text
  /// Numbers of the pool as they were given; empty when a column names the sender.
  package var senders: [String]
  /// The most segments that a message may take, at least 1.
  package var maxSegments: Int
  /// Whether typographic punctuation is made plain.
  package var plainQuotes: Bool
  /// What a segment costs; nil: that is not known.
  package var price: Price?
  /// The byte between the fields of the rejects: that of the list where an option names it, so that the same command
  /// reads both; else a comma.
  package var rejectsDelimiter: UInt8
  /// When messages may leave; nil: at any time.
  package var window: SendWindow?

  package init(
    contacts: String, audience: AudienceOptions, template: Text, senders: [String],
    maxSegments: Int = 10, plainQuotes: Bool = false, price: Price? = nil,
    window: SendWindow? = nil
  ) {
    self.contacts = contacts
    self.audience = audience
    rejectsDelimiter = audience.delimiter ?? UInt8(ascii: ",")
    self.template = template
    self.senders = senders
    self.maxSegments = maxSegments
    self.plainQuotes = plainQuotes
    self.price = price
    self.window = window
  }

  /// The paths of all files that are read, without standard input.
  package var inputs: [String] {
    ([contacts, template.path].compactMap { $0 } + audience.suppressions).filter { $0 != "-" }
  }

  /// Whether what is read at a path comes through standard input or a pipe, and cannot be read again.
  static func isPipe(_ path: String) -> Bool {
    path == "-" || ["/dev/stdin", "/dev/fd/", "/proc/"].contains(where: path.hasPrefix)
  }
}
