import Liquid

/// Why a recipient cannot get a message.
package enum MessageProblem: Error, Equatable, Sendable {
  /// The template cannot be rendered with the values of this row.
  case template(RenderError)
  /// The text has nothing that can be seen.
  case empty
  case tooLong(segments: Int, limit: Int)
  /// Senders come from a column, and this row has none.
  case noSender
}

extension MessageProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .template(let error):
      error.emptyName.map(Self.suggestDefault(for:)) ?? error.description
    case .empty: "the message is empty for this row"
    case .tooLong(let segments, let limit):
      "the message takes \(segments) segments, and the limit is \(limit); shorten it, or raise "
        + "--max-segments"
    case .noSender: "the row has no number to send from"
    }
  }

  private static func suggestDefault(for name: String) -> String {
    "\(name) is empty; add a default: {{ \(name) | default: \"there\" }}"
  }
}
